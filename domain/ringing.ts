// What makes an incident ring, and what answers it. The same for the screen, which sounds, and for the
// rules, which escalate what sounds in vain. Read from the order of the timeline, because clocks are
// set back.
import type { Change, Incident, Priority } from './incident.ts';
import { type Instant, minutes, seconds, since } from './time.ts';

/** An entry of a timeline, of the record or as the screen got it. */
interface Entry {
  readonly type: Change['type'];
  readonly at: Instant;
  readonly priority?: Priority;
}

/** Whether it calls for somebody anew. */
export const rings = ({ type, priority }: Entry): boolean =>
  type === 'raised' ||
  type === 'pressed' ||
  type === 'fell' ||
  (type === 'reclassified' && priority === 'emergency');

/** What a person does about it. */
const ANSWERS: ReadonlySet<Entry['type']> = new Set([
  'claimed',
  'contacted',
  'dispatched',
  'arrived',
  'held',
  'noted',
  'reopened',
]);

/** Who has just been answered often presses on: that joins in silence. */
const AGAIN_AFTER = minutes(1);
/** Clocks are corrected by less than this all the time. */
const CORRECTION = seconds(5);

/** Of an incident that has an owner: it rang anew well after the first answer, and nobody has acted since. */
export function rangAgain(state: Incident['state'], timeline: readonly Entry[]): boolean {
  if (state === 'open' || state === 'closed') return false;
  const firstAnswer = timeline.find(({ type }) => ANSWERS.has(type));
  const ring = timeline.findLastIndex(rings);
  const newest = timeline[ring];
  if (firstAnswer === undefined || newest === undefined) return false;
  if (timeline.slice(ring + 1).some(({ type }) => ANSWERS.has(type))) return false;
  const after = since(firstAnswer.at, newest.at);
  return after > AGAIN_AFTER || after < -CORRECTION;
}
