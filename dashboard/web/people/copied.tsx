// A text to take away with one click. Where the browser hides the clipboard, it is selected instead.
import { useRef, useState } from 'react';
import { say } from './words/index.ts';

interface CopiedProps {
  readonly text: string;
  readonly label: string;
  readonly testId: string;
}

type Done = 'copied' | 'selected';

const copy = async (text: string): Promise<boolean> =>
  'clipboard' in navigator &&
  (await navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  ));

export function Copied({ text, label, testId }: CopiedProps) {
  const shown = useRef<HTMLElement>(null);
  const [done, setDone] = useState<Done>();
  const take = async (): Promise<void> => {
    const isCopied = await copy(text);
    if (!isCopied && shown.current) getSelection()?.selectAllChildren(shown.current);
    setDone(isCopied ? 'copied' : 'selected');
  };
  return (
    <span className="flex items-start gap-2">
      <code
        ref={shown}
        data-testid={testId}
        className="min-w-0 flex-1 rounded border border-line bg-tile px-2 py-1 font-mono break-all select-all"
      >
        {text}
      </code>
      <button type="button" className="button" aria-label={label} onClick={() => void take()}>
        {say('secret.copy')}
      </button>
      <span role="status" className="min-w-16 pt-1.5 text-second">
        {done && say(`secret.${done}`)}
      </span>
    </span>
  );
}
