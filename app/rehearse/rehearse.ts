// Recorded messages through the rules at full speed: what would have been raised, and when.
import { Rehearsal, type Rehearsed } from '../../alerts/rehearsal.ts';
import { type IncidentView, incidentView } from '../../domain/frame.ts';
import type { Change } from '../../domain/incident.ts';
import { type Policy, samePolicyForAll } from '../../domain/policy.ts';
import { formatRfc3339, instant, seconds } from '../../domain/time.ts';
import { parse } from '../../ingest/parse.ts';
import { type RecordedMessage, readMessage, type Wearer } from './recording.ts';

/** One line of output. */
export type RehearsalLine =
  | { readonly t: string; readonly type: Change['type']; readonly incident: IncidentView }
  | {
      readonly type: 'summary';
      readonly messages: number;
      readonly raised: Readonly<Record<string, number>>;
      readonly open: number;
      readonly from?: string;
      readonly to?: string;
    };

/** As in the service where somebody may be waiting for the second; coarser while nothing is open. */
const WHILE_OPEN = seconds(1);
const WHILE_CALM = seconds(10);

export interface RehearsalInput {
  /** In order of receipt. */
  readonly lines: AsyncIterable<string>;
  readonly people: readonly Wearer[];
  readonly policy: Policy;
}

/** Yields a line for each incident raised or changed, and at the end the summary. */
export async function* rehearse(input: RehearsalInput): AsyncGenerator<RehearsalLine> {
  const raised: Record<string, number> = {};
  let rehearsal: Rehearsal | undefined;
  let from: string | undefined;
  let [number, messages] = [0, 0];
  const told = ({ change, incident }: Rehearsed): RehearsalLine => {
    if (change.type === 'raised') {
      const what = `${change.kind}/${change.priority}`;
      raised[what] = (raised[what] ?? 0) + 1;
    }
    return { t: formatRfc3339(change.at), type: change.type, incident: incidentView(incident) };
  };
  for await (const line of input.lines) {
    number += 1;
    if (line.trim() === '') continue;
    const message = readMessage(line, number, rehearsal?.now ?? instant(-Infinity));
    messages += 1;
    rehearsal ??= new Rehearsal(input.people, message.at, samePolicyForAll(input.policy));
    from ??= formatRfc3339(message.at);
    for (const one of hear(rehearsal, message)) yield told(one);
  }
  const to = rehearsal && formatRfc3339(rehearsal.now);
  for (const one of rehearsal ? checksOf(rehearsal) : []) yield told(one);
  yield {
    type: 'summary',
    messages,
    raised,
    open: rehearsal?.watchlist.openIncidents().length ?? 0,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  };
}

function* hear(rehearsal: Rehearsal, message: RecordedMessage): Generator<Rehearsed> {
  const { at, bandId, channel, payload } = message;
  while (rehearsal.now < at) {
    const isOpen = rehearsal.watchlist.openIncidents().length > 0;
    const every = isOpen ? WHILE_OPEN : WHILE_CALM;
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
function* checksOf(rehearsal: Rehearsal): Generator<Rehearsed> {
  const ends = rehearsal.watchlist
    .openIncidents()
    .flatMap(({ checkUntil }) => (checkUntil === undefined ? [] : [checkUntil]));
  if (ends.length > 0) yield* rehearsal.until(instant(Math.max(...ends) + WHILE_OPEN), WHILE_OPEN);
}
