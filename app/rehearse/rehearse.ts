// Recorded messages through the rules at full speed: what would have been raised, and when; by one
// policy, or by two, and then where they differ.
import { Rehearsal, type Rehearsed } from '../../alerts/rehearsal.ts';
import { type IncidentView, incidentView } from '../../domain/frame.ts';
import type { Change } from '../../domain/incident.ts';
import type { Policies } from '../../domain/policy.ts';
import type { Comparison, Moved, Rung, Tally } from '../../domain/rehearsal.ts';
import { formatRfc3339, type Instant, instant, millis, seconds } from '../../domain/time.ts';
import { parse } from '../../ingest/parse.ts';
import { compare, tallyOf } from './compare.ts';
import { type Person, policiesFor } from './people.ts';
import { type RecordedMessage, readMessage } from './recording.ts';
import { RungList } from './rung-list.ts';

interface Summary {
  readonly messages: number;
  readonly from?: string;
  readonly to?: string;
}

/** One line of output. */
export type RehearsalLine =
  | { readonly t: string; readonly type: Change['type']; readonly incident: IncidentView }
  | (Summary & {
      readonly type: 'summary';
      readonly raised: Readonly<Record<string, number>>;
      readonly open: number;
    });

/** One line of a comparison: what only one policy tells, or both differently; at the end the figures. */
export type ComparisonLine =
  | { readonly type: 'only-a' | 'only-b'; readonly rung: Rung }
  | ({ readonly type: 'moved' } & Moved)
  | (Summary & {
      readonly type: 'comparison';
      readonly policies: readonly [Tally, Tally];
      readonly counts: Comparison['counts'];
    });

/** As in the service where somebody may be waiting for the second; coarser while nothing is open. */
const WHILE_OPEN = seconds(1);
const WHILE_CALM = seconds(10);

export interface RehearsalInput {
  /** In order of receipt. */
  readonly lines: AsyncIterable<string>;
  readonly people: readonly Person[];
  readonly policies: Policies;
}

/** Yields a line for each incident raised or changed, and at the end the summary. */
export async function* rehearse(input: RehearsalInput): AsyncGenerator<RehearsalLine> {
  const raised: Record<string, number> = {};
  const stage = new Stage(input.people, input.policies);
  const told = ({ change, incident }: Rehearsed): RehearsalLine => {
    if (change.type === 'raised') {
      const what = `${change.kind}/${change.priority}`;
      raised[what] = (raised[what] ?? 0) + 1;
    }
    return { t: formatRfc3339(change.at), type: change.type, incident: incidentView(incident) };
  };
  for await (const message of messagesIn(input.lines)) {
    for (const one of stage.hear(message)) yield told(one);
  }
  const summary = stage.summary();
  for (const one of stage.end()) yield told(one);
  yield { type: 'summary', ...summary, raised, open: stage.open };
}

export interface ComparisonInput extends Omit<RehearsalInput, 'policies'> {
  readonly policies: readonly [Policies, Policies];
}

/** The same messages by two policies at once; yields where they differ, and at the end the figures. */
export async function* rehearseTwo(input: ComparisonInput): AsyncGenerator<ComparisonLine> {
  const { people, policies } = input;
  const stages = policies.map((each) => new Stage(people, each));
  const lists = stages.map(() => new RungList(instant(Number.NEGATIVE_INFINITY)));
  const note = (n: number, all: Iterable<Rehearsed>): void => {
    for (const { change, incident } of all) lists[n]?.note(change, incident);
  };
  for await (const message of messagesIn(input.lines)) {
    for (const [n, stage] of stages.entries()) note(n, stage.hear(message));
  }
  const summary = stages[0]?.summary() ?? { messages: 0 };
  const length = millis((stages[0]?.now ?? 0) - (stages[0]?.startedAt ?? 0));
  for (const [n, stage] of stages.entries()) note(n, stage.end());
  const [a = [], b = []] = lists.map(({ all }) => all);
  const { counts, onlyA, onlyB, moved } = compare(a, b);
  for (const rung of onlyA) yield { type: 'only-a', rung };
  for (const rung of onlyB) yield { type: 'only-b', rung };
  for (const each of moved) yield { type: 'moved', ...each };
  const { timezone, day } = policies[0].community;
  const over = { residents: people.length, length, timezone, day };
  yield {
    type: 'comparison',
    ...summary,
    policies: [tallyOf(a, over), tallyOf(b, over)],
    counts,
  };
}

/** Throws RecordingError with the number of a line that cannot be read. */
async function* messagesIn(lines: AsyncIterable<string>): AsyncGenerator<RecordedMessage> {
  let number = 0;
  let notBefore = instant(Number.NEGATIVE_INFINITY);
  for await (const line of lines) {
    number += 1;
    if (line.trim() === '') continue;
    const message = readMessage(line, number, notBefore);
    notBefore = message.at;
    yield message;
  }
}

/** The rules and one recording of messages. Time begins with the first of them. */
class Stage {
  startedAt: Instant | undefined;
  readonly #people: readonly Person[];
  readonly #policies: Policies;
  #rehearsal: Rehearsal | undefined;
  #messages = 0;

  constructor(people: readonly Person[], policies: Policies) {
    this.#people = people;
    this.#policies = policiesFor(people, policies);
  }

  get now(): Instant | undefined {
    return this.#rehearsal?.now;
  }

  get open(): number {
    return this.#rehearsal?.watchlist.openIncidents().length ?? 0;
  }

  summary(): Summary {
    const { now, startedAt } = this;
    return {
      messages: this.#messages,
      ...(startedAt !== undefined && { from: formatRfc3339(startedAt) }),
      ...(now !== undefined && { to: formatRfc3339(now) }),
    };
  }

  *hear({ at, bandId, channel, payload }: RecordedMessage): Generator<Rehearsed> {
    this.#messages += 1;
    this.startedAt ??= at;
    const bands = this.#people.map(
      (person) => [person.bandId, person.residentId, person.place] as const,
    );
    this.#rehearsal ??= new Rehearsal(bands, at, this.#policies);
    const rehearsal = this.#rehearsal;
    while (rehearsal.now < at) {
      const every = this.open > 0 ? WHILE_OPEN : WHILE_CALM;
      yield* rehearsal.until(instant(Math.min(at, rehearsal.now + every)), every);
    }
    const arrival = { bandId, channel, payload, qos: 1, dup: false, receivedAt: at } as const;
    const input = { type: 'message', arrival, message: parse(channel, payload) } as const;
    yield* rehearsal.turn((turn) => turn.takeMessage(input));
  }

  /**
   * Where the recording ends, nobody knows what came next: silence after it means nothing. Only a fall
   * that is still being checked is waited for.
   */
  *end(): Generator<Rehearsed> {
    const rehearsal = this.#rehearsal;
    const ends = (rehearsal?.watchlist.openIncidents() ?? []).flatMap(
      ({ checkUntil }) => checkUntil ?? [],
    );
    if (rehearsal && ends.length > 0) {
      yield* rehearsal.until(instant(Math.max(...ends) + WHILE_OPEN), WHILE_OPEN);
    }
  }
}
