// A list that is being read, could not be read, or is there.
import type { Answer } from '../api.ts';
import { saidText } from './said.ts';
import { say } from './words/index.ts';

interface LoadedProps<Value> {
  readonly answer: Answer<Value> | undefined;
  readonly again: () => void;
  readonly children: (value: Value) => React.ReactNode;
}

export function Loaded<Value>({ answer, again, children }: LoadedProps<Value>) {
  if (answer === undefined) return <p className="text-second">{say('loading')}</p>;
  if (answer.ok) return children(answer.value);
  return (
    <p role="alert">
      {say('failed')}: {saidText(answer.failure)}{' '}
      <button type="button" className="button" onClick={again}>
        {say('retry')}
      </button>
    </p>
  );
}
