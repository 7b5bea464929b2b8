// Many bands silent at once have one cause, and it is not the people: the network, the power of a
// compound, or ourselves. An outage is one matter from the first silent band to the last one back: it may
// grow, bands may come and go, and it is over when too few have been silent for a while. Whoever is still
// silent then is looked at one by one; and so is, all the time, whoever went on speaking while the others
// were away and then falls silent alone.
import type { Incident } from '../../domain/incident.ts';
import type { Outage, OutageNews } from '../../domain/input.ts';
import type { Policy } from '../../domain/policy.ts';
import {
  hours,
  type Instant,
  latest,
  type Millis,
  minus,
  minutes,
  seconds,
  since,
} from '../../domain/time.ts';
import { connectionAt } from './connection.ts';
import { freshId, isPartOf, toldFirst, toldMore } from './outage-told.ts';
import {
  EVERYTHING,
  isIn,
  manyOf,
  type Silent,
  type SilentGroup,
  type Sizes,
  silent,
  silentGroups,
  sizesOf,
  TOGETHER,
} from './silent-group.ts';
import type { BandState } from './state.ts';

/** Every outage that is going on, and what is needed to see the next. */
export interface OutageWatch {
  readonly outages: readonly Outage[];
  readonly sizes?: Sizes;
  readonly countedAt?: Instant;
  readonly searchedAt?: Instant;
}

export const NO_OUTAGES: OutageWatch = { outages: [] };

/** Groups grow when bands are assigned: seldom, and to know it a minute late does no harm. */
const COUNT_AGAIN = minutes(1);
/** With very many silent bands it takes a while to see what they share. */
const VERY_MANY = 2_000;
const SEARCH_AGAIN = seconds(10);

/**
 * Looks at all bands once.
 * @param told the service's own incidents that are open: an outage told before a restart goes on.
 */
export function watchOutages(
  before: OutageWatch,
  bands: readonly BandState[],
  told: readonly Incident[],
  now: Instant,
  policy: Policy,
): { readonly watch: OutageWatch; readonly news: readonly OutageNews[] } {
  const known = [...before.outages, ...toldBefore(before, told, bands, now)];
  const silentBands: Silent[] = [];
  for (const band of bands) {
    if (band.residentId === undefined) continue;
    const connection = connectionAt(band, now, policy);
    if (connection === 'late' || connection === 'silent') silentBands.push(silent(band));
  }
  if (known.length === 0 && silentBands.length < policy.silence.outageBands) {
    return { watch: before, news: [] };
  }
  const isDue = silentBands.length <= VERY_MANY || isOver(before.searchedAt, SEARCH_AGAIN, now);
  const counted = isDue ? withSizes(before, bands, now) : before;
  const groups = isDue ? silentGroups(silentBands, counted.sizes ?? new Map(), policy) : [];
  const news: OutageNews[] = [];
  const outages = merged(known, groups, silentBands, now, news).flatMap((outage) =>
    lasting(outage, silentBands, now, policy, news),
  );
  const all = outages.map((outage) =>
    outage.told > 0
      ? toldMore(outage, told, now, news)
      : toldFirst(outage, silentBands, now, policy, news),
  );
  return { watch: { ...counted, outages: all }, news };
}

function withSizes(before: OutageWatch, bands: readonly BandState[], now: Instant): OutageWatch {
  const searched = { ...before, searchedAt: now };
  return before.sizes === undefined || isOver(before.countedAt, COUNT_AGAIN, now)
    ? { ...searched, sizes: sizesOf(bands), countedAt: now }
    : searched;
}

/** So long ago, or never, or not yet by a clock that was set back. */
const isOver = (at: Instant | undefined, after: Millis, now: Instant): boolean =>
  at === undefined || at > now || since(at, now) >= after;

/** From the journal: what was told, and has not ended as far as anybody knew. Who was part of it is not. */
function toldBefore(
  { outages }: OutageWatch,
  told: readonly Incident[],
  bands: readonly BandState[],
  now: Instant,
): readonly Outage[] {
  return told.flatMap(({ id, reason, openedAt, timeline }) => {
    if (reason.code !== 'many-silent' || outages.some(({ incidentId }) => incidentId === id)) {
      return [];
    }
    if (timeline.some(({ type }) => type === 'recovered')) return [];
    const { of, shared = EVERYTHING } = reason;
    const all = bands.filter((band) => isIn(band, shared)).map(({ bandId }) => bandId);
    return [
      {
        incidentId: id,
        shared,
        from: minus(openedAt, LONGEST_BEFORE),
        to: openedAt,
        members: new Set(all),
        bands: reason.bands,
        of,
        told: reason.bands,
        toldAs: shared,
        silentAt: now,
      },
    ];
  });
}

/** Its first band fell silent at most so long before it was told. */
const LONGEST_BEFORE = hours(1);

/** What is found now is part of what is known, more of it, or new. */
function merged(
  known: readonly Outage[],
  groups: readonly SilentGroup[],
  silentBands: readonly Silent[],
  now: Instant,
  news: OutageNews[],
): readonly Outage[] {
  let outages = known.map((outage) => notOfTheFuture(outage, now));
  for (const group of groups) {
    const [first, ...others] = outages.filter((outage) => isSame(outage, group, silentBands));
    if (first === undefined) {
      outages = [...outages, began(group, outages, now)];
      continue;
    }
    const isMore = group.members.length > first.bands;
    const into = withMembers(withEnd(isMore ? grown(first, group) : first, group), group.members);
    const joined = isMore ? others : [];
    for (const outage of joined) {
      if (outage.told > 0) news.push({ type: 'outage-joined', outage, into });
    }
    outages = outages
      .filter((outage) => !joined.includes(outage))
      .map((outage) => (outage === first ? into : outage));
  }
  return outages.map((outage) => withMembers(outage, followers(outage, silentBands)));
}

const withEnd = (outage: Outage, { members }: SilentGroup): Outage => {
  const to = latest(outage.to, (members.at(-1) as Silent).at);
  return to === outage.to ? outage : { ...outage, to };
};

/** Those of the group that fell silent a little later than the others, one by one. */
const followers = ({ shared, from, to, members }: Outage, silentBands: readonly Silent[]) =>
  silentBands.filter(
    ({ band, at }) =>
      at >= from && at <= to + TOGETHER && !members.has(band.bandId) && isIn(band, shared),
  );

function withMembers(outage: Outage, more: readonly Silent[]): Outage {
  const isNew = more.some(({ band }) => !outage.members.has(band.bandId));
  if (!isNew) return outage;
  const members = new Set([...outage.members, ...more.map(({ band }) => band.bandId)]);
  return { ...outage, members };
}

/** The clock was set back, and the last words of all bands with it. */
function notOfTheFuture(outage: Outage, now: Instant): Outage {
  const ahead = since(now, outage.silentAt);
  if (ahead <= 0) return outage;
  const from = minus(minus(outage.from, ahead), TOGETHER);
  return { ...outage, from, to: minus(outage.to, ahead), silentAt: now };
}

/** Within what is out already, or with half of it in common. */
function isSame(outage: Outage, { members }: SilentGroup, silentBands: readonly Silent[]): boolean {
  if (members.every(({ band }) => isIn(band, outage.shared))) return true;
  const own = silentBands.filter(({ band, at }) => isPartOf(outage, band, at));
  const found = new Set(members);
  const both = own.filter((one) => found.has(one)).length;
  return both > 0 && both * 2 >= Math.min(own.length, members.length);
}

const began = (
  { shared, members, of }: SilentGroup,
  others: readonly Outage[],
  now: Instant,
): Outage => ({
  incidentId: freshId(others, now),
  shared,
  from: (members[0] as Silent).at,
  to: (members.at(-1) as Silent).at,
  members: new Set(members.map(({ band }) => band.bandId)),
  bands: members.length,
  of,
  told: 0,
  toldAs: shared,
  silentAt: now,
});

const grown = (outage: Outage, { shared, members, of }: SilentGroup): Outage => ({
  ...outage,
  shared,
  from: Math.min(outage.from, (members[0] as Silent).at) as Instant,
  bands: members.length,
  of,
});

/** Hysteresis: half of what began it keeps it going, and it has to be less for a while to be over. */
function lasting(
  outage: Outage,
  silentBands: readonly Silent[],
  now: Instant,
  policy: Policy,
  news: OutageNews[],
): readonly Outage[] {
  const count = silentBands.filter(({ band, at }) => isPartOf(outage, band, at)).length;
  if (count * 2 >= manyOf(outage.of, policy)) {
    return [{ ...outage, bands: Math.max(outage.bands, count), silentAt: now }];
  }
  if (outage.told === 0) return [];
  if (since(outage.silentAt, now) < policy.silence.outageSettles) return [outage];
  news.push({ type: 'outage-over', outage });
  return [];
}
