// The one moment in which a band's secret can be read, with everything else its maker has to enter.
import { useEffect, useRef } from 'react';
import { Row } from '../alarm/row.tsx';
import { type Door, doorsOf, pressLine } from './band-line.ts';
import { Copied } from './copied.tsx';
import type { Secret } from './people-api.ts';
import { say } from './words/index.ts';

interface SecretProps {
  readonly told: Secret;
  readonly isWorn: boolean;
  readonly close: () => void;
}

export function SecretPanel({ told: { id, secret, mqtt }, isWorn, close }: SecretProps) {
  const doors = doorsOf(mqtt, location.hostname);
  const door = doors[0];
  const panel = useRef<HTMLElement>(null);
  // It may have been asked for far down the list.
  useEffect(() => panel.current?.focus(), []);
  return (
    <section
      ref={panel}
      tabIndex={-1}
      aria-label={say('secret.title', { id })}
      data-testid="secret-panel"
      className="rounded-lg border-[3px] border-attention bg-panel px-5 py-3"
    >
      <h2 className="text-xl font-bold">{say('secret.title', { id })}</h2>
      <p className="mt-1 font-semibold text-attention-ink">{say('secret.advice')}</p>
      <dl className="mt-2 grid grid-cols-[max-content_1fr] items-baseline gap-x-5 gap-y-1.5">
        {door && <Row label={say('secret.host')}>{door.host}</Row>}
        {doors.map((each) => (
          <Row key={each.port} label={say(each.isSecure ? 'secret.tlsPort' : 'secret.port')}>
            {portText(each)}
          </Row>
        ))}
        <Row label={say('secret.login')}>
          <strong>{id}</strong>
        </Row>
        <Row label={say('secret.secret')}>
          <Copied text={secret} label={say('secret.copySecret')} testId="secret" />
        </Row>
      </dl>
      {door && (
        <div className="mt-3">
          <p>{say('secret.test')}</p>
          <Copied
            text={pressLine(door, id, secret)}
            label={say('secret.copyTest')}
            testId="test-line"
          />
          <p className="text-second">{say(isWorn ? 'secret.testNote' : 'secret.unassigned')}</p>
        </div>
      )}
      <button type="button" className="button button-filled mt-3 min-h-11" onClick={close}>
        {say('secret.done')}
      </button>
    </section>
  );
}

const portText = ({ port, isSecure }: Door): string =>
  isSecure ? String(port) : `${port} (${say('secret.plain')})`;
