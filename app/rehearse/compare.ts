// Two lists of what would have rung, laid beside each other. What rang for the same person in the same
// matter at about the same time is the same; all else rang by one policy only. Pure.
import type { Priority } from '../../domain/incident.ts';
import {
  type Comparison,
  LISTED,
  type Moved,
  type Rung,
  type Tally,
} from '../../domain/rehearsal.ts';
import { hours, type Instant, localTime, type Millis, parseRfc3339 } from '../../domain/time.ts';

/** Two tellings of one matter lie no further apart than this. */
const SAME_WITHIN = hours(12);
/** Less than this is no difference anybody would notice. */
const NOTICED = 15_000;

const SHARPNESS: readonly Priority[] = ['notice', 'technical', 'attention', 'emergency'];
const sharpness = ({ priority }: Rung): number => SHARPNESS.indexOf(priority);
export const calls = ({ priority }: Pick<Rung, 'priority'>): boolean =>
  priority === 'emergency' || priority === 'attention';

const instantOf = (text: string): Instant => parseRfc3339(text) as Instant;
/** When it was as sharp as it got: what it is compared by. */
const sharpAt = (rung: Rung): Instant => instantOf(rung.sharpAt ?? rung.at);

/** Of whom, and about what. A silence and the person behind it are one matter. */
const matterOf = ({ residentId, bandId, kind }: Rung): string =>
  `${residentId ?? bandId ?? ''} ${kind === 'no-sign-of-life' ? 'silence' : kind}`;

export function compare(a: readonly Rung[], b: readonly Rung[]): Comparison {
  const [onlyA, onlyB]: [Rung[], Rung[]] = [[], []];
  const moved: Moved[] = [];
  const counts = { same: 0, sooner: 0, later: 0, sharper: 0, milder: 0 };
  const [ofA, ofB] = [Map.groupBy(a, matterOf), Map.groupBy(b, matterOf)];
  for (const matter of new Set([...ofA.keys(), ...ofB.keys()])) {
    for (const pair of paired(ofA.get(matter) ?? [], ofB.get(matter) ?? [])) {
      if (pair.b === undefined) onlyA.push(pair.a);
      else if (pair.a === undefined) onlyB.push(pair.b);
      else {
        const how = howMoved(pair.a, pair.b);
        counts[how.name] += 1;
        if (how.name !== 'same') moved.push({ ...pair, laterBySeconds: how.by / 1_000 });
      }
    }
  }
  const inOrder = <Item>(list: Item[], at: (item: Item) => string): readonly Item[] =>
    list.sort((x, y) => (at(x) < at(y) ? -1 : 1)).slice(0, LISTED);
  return {
    counts: { ...counts, onlyA: onlyA.length, onlyB: onlyB.length },
    onlyA: inOrder(onlyA, ({ at }) => at),
    onlyB: inOrder(onlyB, ({ at }) => at),
    moved: inOrder(moved, (each) => each.a.at),
  };
}

type Pair =
  | { readonly a: Rung; readonly b: Rung }
  | { readonly a: Rung; readonly b?: undefined }
  | { readonly a?: undefined; readonly b: Rung };

/** Both in the order of time; each is laid beside the nearest one that is still free. */
function* paired(a: readonly Rung[], b: readonly Rung[]): Generator<Pair> {
  let next = 0;
  for (const [n, one] of a.entries()) {
    const at = instantOf(one.at);
    while (b[next] && instantOf((b[next] as Rung).at) < at - SAME_WITHIN) {
      yield { b: b[next] as Rung };
      next += 1;
    }
    // A later one of B may fit better: then the nearer one belongs to nobody here.
    while (b[next + 1] && distance(b[next + 1] as Rung, at) < distance(b[next] as Rung, at)) {
      yield { b: b[next] as Rung };
      next += 1;
    }
    const other = b[next];
    if (other && distance(other, at) <= SAME_WITHIN && !fitsBetter(a[n + 1], one, other)) {
      yield { a: one, b: other };
      next += 1;
    } else yield { a: one };
  }
  for (const other of b.slice(next)) yield { b: other };
}

const distance = (rung: Rung, at: Instant): number => Math.abs(instantOf(rung.at) - at);

/** The next one of A lies nearer to it. */
function fitsBetter(following: Rung | undefined, one: Rung, other: Rung): boolean {
  const at = instantOf(other.at);
  return following !== undefined && distance(following, at) < distance(one, at);
}

function howMoved(a: Rung, b: Rung): { readonly name: keyof Counts; readonly by: number } {
  const whenSharp = sharpAt(b) - sharpAt(a);
  // As sharp at the same moment, it may still have been mentioned before.
  const by = Math.abs(whenSharp) < NOTICED ? instantOf(b.at) - instantOf(a.at) : whenSharp;
  if (sharpness(a) !== sharpness(b)) {
    return { name: sharpness(b) > sharpness(a) ? 'sharper' : 'milder', by };
  }
  if (Math.abs(by) < NOTICED) return { name: 'same', by };
  return { name: by < 0 ? 'sooner' : 'later', by };
}
type Counts = Omit<Comparison['counts'], 'onlyA' | 'onlyB'>;

export interface TallyOver {
  readonly residents: number;
  readonly length: Millis;
  readonly timezone: string;
  readonly day: { readonly from: number; readonly to: number };
}

export function tallyOf(rungs: readonly Rung[], over: TallyOver): Tally {
  const { residents, length, timezone, day } = over;
  const byKind: Record<string, Record<string, number>> = {};
  const perHour = new Map<number, number>();
  let [atNight, calling, callsAtNight] = [0, 0, 0];
  for (const rung of rungs) {
    const ofKind = byKind[rung.kind] ?? {};
    byKind[rung.kind] = { ...ofKind, [rung.priority]: (ofKind[rung.priority] ?? 0) + 1 };
    const at = sharpAt(rung);
    const { hour } = localTime(at, timezone);
    const isNight = hour < day.from || hour >= day.to;
    if (isNight) atNight += 1;
    if (!calls(rung)) continue;
    calling += 1;
    if (isNight) callsAtNight += 1;
    const ofHour = Math.floor(at / hours(1));
    perHour.set(ofHour, (perHour.get(ofHour) ?? 0) + 1);
  }
  const [weeks, hoursLong] = [length / hours(24 * 7), length / hours(1)];
  return {
    rung: rungs.length,
    calls: calling,
    atNight,
    callsAtNight,
    byKind,
    callsPerResidentWeek: residents > 0 && weeks > 0 ? calling / residents / weeks : 0,
    callsPerShiftHour: hoursLong > 0 ? calling / hoursLong : 0,
    callsInBusiestHour: Math.max(0, ...perHour.values()),
  };
}
