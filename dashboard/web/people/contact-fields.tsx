// Whom to call, in that order. A line that moves keeps what was typed into it.
import { useState } from 'react';
import type { Contact } from '../../../domain/person.ts';
import { TextField } from './field.tsx';
import { say } from './words/index.ts';

/** As many as the service takes. */
const MOST = 20;

interface Line {
  readonly key: number;
  readonly contact: Partial<Contact>;
}

export function ContactFields({ contacts }: { contacts: readonly Contact[] }) {
  const [lines, setLines] = useState<readonly Line[]>(() =>
    contacts.map((contact, key) => ({ key, contact })),
  );
  const [made, setMade] = useState(contacts.length);
  const add = (): void => {
    setLines([...lines, { key: made, contact: {} }]);
    setMade(made + 1);
  };
  return (
    <fieldset className="mt-4">
      <legend className="mb-1 font-bold">{say('group.contacts')}</legend>
      <ol className="flex flex-col gap-2">
        {lines.map((line, n) => (
          <ContactLine
            key={line.key}
            n={n}
            contact={line.contact}
            up={() => setLines(movedUp(lines, n))}
            remove={() => setLines(lines.filter((each) => each !== line))}
          />
        ))}
      </ol>
      <button type="button" className="button mt-2" disabled={lines.length >= MOST} onClick={add}>
        + {say('contact.add')}
      </button>
    </fieldset>
  );
}

function movedUp(lines: readonly Line[], n: number): readonly Line[] {
  const line = lines[n];
  return line === undefined || n === 0
    ? lines
    : [...lines.slice(0, n - 1), line, ...lines.slice(n - 1, n), ...lines.slice(n + 1)];
}

interface LineProps {
  readonly n: number;
  readonly contact: Partial<Contact>;
  readonly up: () => void;
  readonly remove: () => void;
}

const TEXTS = ['name', 'relation', 'phone', 'hours'] as const;

const ContactLine = ({ n, contact, up, remove }: LineProps) => (
  <li>
    <fieldset
      aria-label={say('contact.nth', { n: n + 1 })}
      className="grid grid-cols-[1.5rem_1fr_1fr_1.3fr_1.3fr_max-content] items-start gap-3"
    >
      <span aria-hidden="true" className="pt-8 text-lg font-bold">
        {n + 1}
      </span>
      {TEXTS.map((key) => (
        <TextField
          key={key}
          name={`contacts.${n}.${key}`}
          type={key === 'phone' ? 'tel' : 'text'}
          label={say(`contact.${key}`)}
          value={contact[key]}
        />
      ))}
      <div className="flex items-center gap-2 pt-7">
        <label className="flex min-h-9 items-center gap-1.5 whitespace-nowrap">
          <input
            type="checkbox"
            name={`contacts.${n}.hasKey`}
            defaultChecked={contact.hasKey ?? false}
            className="size-5"
          />
          {say('contact.hasKey')}
        </label>
        <button
          type="button"
          className="button"
          aria-label={say('contact.up')}
          disabled={n === 0}
          onClick={up}
        >
          ↑
        </button>
        <button
          type="button"
          className="button"
          aria-label={say('contact.remove')}
          onClick={remove}
        >
          ✕
        </button>
      </div>
    </fieldset>
  </li>
);
