// What came of a rehearsal, said calmly: what people acted on and would have been missed comes first, then
// the figures of both, day by day, and where they differ one by one.
import { t } from 'i18next';
import type { ResidentCard } from '../../../domain/frame.ts';
import { KINDS } from '../../../domain/incident.ts';
import type { RealIncident, RehearsalResult, Rung, Tally } from '../../../domain/rehearsal.ts';
import { momentOf } from '../alarms.ts';
import { dayText, duration } from '../format.ts';
import { dateAndTime } from './policy-history.tsx';
import { personText } from './wearers.tsx';
import { say } from './words/index.ts';

interface ResultProps {
  readonly result: RehearsalResult;
  readonly people: readonly ResidentCard[];
}

export function RehearsalComparison({ result, people }: ResultProps) {
  const { from, to, readings, policies, real, days } = result;
  return (
    <div className="mt-3 flex flex-col gap-4" data-testid="rehearsal-result">
      <p className="text-second">
        {say('rehearsal.over', { from: dateAndTime(from), to: dateAndTime(to), n: readings })}
      </p>
      <Missed real={real} people={people} />
      <Figures policies={policies} />
      <Days days={days} />
      <Differences result={result} people={people} />
    </div>
  );
}

const nameOf = (people: readonly ResidentCard[], id: string | undefined): string => {
  const person = people.find((each) => each.id === id);
  return person ? personText(person) : say('unknown');
};

function Missed({
  real,
  people,
}: {
  real: RehearsalResult['real'];
  people: ResultProps['people'];
}) {
  const { actedOn, missedByA, missedByB } = real;
  if (actedOn === 0) return <p>{say('rehearsal.nothingReal')}</p>;
  return (
    <div>
      <p className={missedByB.length > missedByA.length ? 'font-bold text-emergency-ink' : ''}>
        {say('rehearsal.real', { n: actedOn, a: missedByA.length, b: missedByB.length })}
      </p>
      <RealList incidents={missedByB} people={people} />
    </div>
  );
}

const RealList = ({
  incidents,
  people,
}: {
  incidents: readonly RealIncident[];
  people: ResultProps['people'];
}) => (
  <ul>
    {incidents.map(({ id, at, kind, residentId }) => (
      <li key={id}>
        {dateAndTime(at)} · {nameOf(people, residentId)} · {t(`kind.${kind}`)}
      </li>
    ))}
  </ul>
);

const FIGURES = [
  ['calls', 0],
  ['callsAtNight', 0],
  ['callsPerResidentWeek', 2],
  ['callsPerShiftHour', 2],
  ['callsInBusiestHour', 0],
  ['rung', 0],
] as const satisfies readonly (readonly [keyof Tally, number])[];

function Figures({ policies: [a, b] }: { policies: RehearsalResult['policies'] }) {
  const kinds = KINDS.filter((kind) => a.byKind[kind] || b.byKind[kind]);
  const total = (tally: Tally, kind: (typeof KINDS)[number]): number =>
    Object.values(tally.byKind[kind] ?? {}).reduce((sum, n) => sum + n, 0);
  return (
    <table className="list-table max-w-[52rem]">
      <thead>
        <tr>
          <th scope="col">{say('rehearsal.figure')}</th>
          <th scope="col">{say('rehearsal.now')}</th>
          <th scope="col">{say('rehearsal.after')}</th>
          <th scope="col">{say('rehearsal.difference')}</th>
        </tr>
      </thead>
      <tbody>
        {FIGURES.map(([key, places]) => (
          <Figure
            key={key}
            name={say(`rehearsal.figures.${key}`)}
            a={a[key]}
            b={b[key]}
            places={places}
          />
        ))}
        {kinds.map((kind) => (
          <Figure
            key={kind}
            name={t(`kind.${kind}`)}
            a={total(a, kind)}
            b={total(b, kind)}
            places={0}
          />
        ))}
      </tbody>
    </table>
  );
}

interface FigureProps {
  readonly name: string;
  readonly a: number;
  readonly b: number;
  readonly places: number;
}

const Figure = ({ name, a, b, places }: FigureProps) => (
  <tr>
    <th scope="row" className="font-normal">
      {name}
    </th>
    <td>{a.toFixed(places)}</td>
    <td className={a === b ? '' : 'font-bold'}>{b.toFixed(places)}</td>
    <td>{a === b ? say('rehearsal.same') : signed(b - a, places)}</td>
  </tr>
);

const signed = (n: number, places: number): string =>
  `${n > 0 ? '+' : '−'}${Math.abs(n).toFixed(places)}`;

/** Two bars a day. What they show stands in words beside each. */
function Days({ days }: { days: RehearsalResult['days'] }) {
  const most = Math.max(1, ...days.flatMap(({ a, b }) => [a, b]));
  const height = (n: number) => ({ height: `${(4 * n) / most}rem` });
  return (
    <figure>
      <figcaption>
        {say('rehearsal.perDay')} <span className="mr-1 inline-block size-3 bg-third" />
        {say('rehearsal.now')} <span className="mx-1 inline-block size-3 bg-ink" />
        {say('rehearsal.after')}
      </figcaption>
      <ol className="mt-2 flex items-end gap-1 overflow-x-auto">
        {days.map(({ at, a, b }, n) => (
          <li key={at} className="flex min-w-6 flex-1 flex-col items-center">
            <span className="sr-only">
              {say('rehearsal.ofDay', { day: dayText(momentOf(at)), a, b })}
            </span>
            <span aria-hidden="true" className="flex h-16 items-end gap-px">
              <span className="w-2 bg-third" style={height(a)} />
              <span className="w-2 bg-ink" style={height(b)} />
            </span>
            <span aria-hidden="true" className="text-sm text-second whitespace-nowrap">
              {n % Math.ceil(days.length / 10) === 0 ? dayText(momentOf(at)) : '\u00a0'}
            </span>
          </li>
        ))}
      </ol>
    </figure>
  );
}

const SHOWN = 50;

function Differences({ result: { difference }, people }: ResultProps) {
  const { counts, onlyA, onlyB, moved } = difference;
  const rung = (each: Rung) =>
    `${dateAndTime(each.sharpAt ?? each.at)} · ${nameOf(people, each.residentId)} · ${t(`kind.${each.kind}`)} · ${t(`priority.${each.priority}`)}`;
  const shifted = counts.sooner + counts.later + counts.sharper + counts.milder;
  return (
    <div className="flex flex-col gap-2">
      <p>{say('rehearsal.sameCount', { n: counts.same })}</p>
      <Group title={say('rehearsal.onlyNow', { n: counts.onlyA })} lines={onlyA.map(rung)} />
      <Group title={say('rehearsal.onlyThen', { n: counts.onlyB })} lines={onlyB.map(rung)} />
      <Group
        title={say('rehearsal.moved', { n: shifted, sooner: counts.sooner, later: counts.later })}
        lines={moved.map(({ a, b, laterBySeconds }) => {
          const by = duration(Math.abs(laterBySeconds) * 1_000);
          const when = say(laterBySeconds < 0 ? 'rehearsal.soonerBy' : 'rehearsal.laterBy', { by });
          const priority =
            a.priority === b.priority
              ? ''
              : ` · ${t(`priority.${a.priority}`)} → ${t(`priority.${b.priority}`)}`;
          return `${rung(a)} · ${when}${priority}`;
        })}
      />
    </div>
  );
}

function Group({ title, lines }: { title: string; lines: readonly string[] }) {
  if (lines.length === 0) return <p>{title}</p>;
  return (
    <details>
      <summary className="min-h-8 cursor-pointer font-bold">▸ {title}</summary>
      <ul className="ml-4">
        {lines.slice(0, SHOWN).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {lines.length > SHOWN && (
        <p className="text-second">{say('rehearsal.more', { n: lines.length - SHOWN })}</p>
      )}
    </details>
  );
}
