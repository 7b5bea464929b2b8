// What bands that are silent at once have in common: a compound, one of its buildings, the gateway they
// speak through, their firmware, or nothing less than everything. The share is judged within the group: a
// compound of ten with eight of them silent is out, however many bands the town has.

import type { Policy } from '../../domain/policy.ts';
import type { Shared } from '../../domain/reason.ts';
import { type Instant, minutes } from '../../domain/time.ts';
import { lastWordOf } from './connection.ts';
import type { BandState } from './state.ts';

/** Bands that were last heard within this of each other fell silent together. */
export const TOGETHER = minutes(10);

/** A silent band, and when it was last heard. */
export interface Silent {
  readonly band: BandState;
  readonly at: Instant;
}

/** Bands of one group that fell silent together, earliest first; `of` so many in the group. */
export interface SilentGroup {
  readonly shared: Shared;
  readonly members: readonly Silent[];
  readonly of: number;
}

/** How many bands are watched in each group, by its key. */
export type Sizes = ReadonlyMap<string, number>;

export const EVERYTHING: Shared = { type: 'everything' };
const ALL = 'everything';

export const silent = (band: BandState): Silent => ({ band, at: lastWordOf(band) });

export function isIn({ place, line }: BandState, shared: Shared): boolean {
  switch (shared.type) {
    case 'everything':
      return true;
    case 'compound':
      return place?.compound === shared.name;
    case 'building':
      return place?.building === shared.name && place.compound === shared.compound;
    case 'gateway':
      return line?.gateway === shared.name;
    case 'firmware':
      return line?.firmware === shared.name;
    default:
      return shared satisfies never;
  }
}

/** Calls with every group a band is in, but for everything. */
function eachGroup({ place, line }: BandState, visit: (key: string, shared: () => Shared) => void) {
  const { compound, building } = place ?? {};
  if (compound !== undefined) {
    visit(`c:${compound}`, () => ({ type: 'compound', name: compound }));
  }
  if (building !== undefined) {
    visit(`b:${compound ?? ''}:${building}`, () => ({
      type: 'building',
      name: building,
      ...(compound !== undefined && { compound }),
    }));
  }
  if (line?.gateway !== undefined) {
    const name = line.gateway;
    visit(`g:${name}`, () => ({ type: 'gateway', name }));
  }
  if (line?.firmware !== undefined) {
    const name = line.firmware;
    visit(`f:${name}`, () => ({ type: 'firmware', name }));
  }
}

export function sizesOf(bands: readonly BandState[]): Sizes {
  const sizes = new Map<string, number>();
  for (const band of bands) {
    if (band.residentId === undefined) continue;
    sizes.set(ALL, (sizes.get(ALL) ?? 0) + 1);
    eachGroup(band, (key) => sizes.set(key, (sizes.get(key) ?? 0) + 1));
  }
  return sizes;
}

/** So many of a group of that size, silent together, are one outage. */
export const manyOf = (size: number, { silence }: Policy): number =>
  Math.max(silence.outageBands, Math.ceil(size * silence.outageShare));

/** More causes at once than this are told as fewer. */
const MOST = 20;

/** Every group that is out, each band in one of them at most; what tells most comes first. */
export function silentGroups(
  silentBands: readonly Silent[],
  sizes: Sizes,
  policy: Policy,
): readonly SilentGroup[] {
  const found: SilentGroup[] = [];
  const taken = new Set<Silent>();
  let left = candidates(silentBands, sizes, policy);
  while (left.length > 0 && found.length < MOST) {
    const next = mostTelling(left) as SilentGroup;
    found.push(next);
    // What else fell silent within everything is the same matter at another time, told with it.
    if (next.shared.type === 'everything') return withRest(found, left);
    for (const member of next.members) taken.add(member);
    left = left.flatMap((group) => (group === next ? [] : without(group, taken, policy)));
  }
  return found;
}

function withRest(
  found: readonly SilentGroup[],
  left: readonly SilentGroup[],
): readonly SilentGroup[] {
  const everything = found.at(-1) as SilentGroup;
  const known = new Set(everything.members);
  const rest = new Set<Silent>();
  for (const { members } of left) for (const one of members) if (!known.has(one)) rest.add(one);
  if (rest.size === 0) return found;
  return [...found, { ...everything, members: [...rest].sort((a, b) => a.at - b.at) }];
}

function candidates(
  silentBands: readonly Silent[],
  sizes: Sizes,
  policy: Policy,
): readonly SilentGroup[] {
  if (silentBands.length < policy.silence.outageBands) return [];
  const sorted = silentBands.toSorted((a, b) => a.at - b.at);
  const groups = new Map<string, { readonly shared: Shared; readonly members: Silent[] }>();
  for (const one of sorted) {
    eachGroup(one.band, (key, shared) => {
      const group = groups.get(key);
      if (group) group.members.push(one);
      else groups.set(key, { shared: shared(), members: [one] });
    });
  }
  groups.set(ALL, { shared: EVERYTHING, members: sorted });
  return [...groups].flatMap(([key, { shared, members }]) =>
    together({ shared, members, of: sizes.get(key) ?? members.length }, policy),
  );
}

const without = (group: SilentGroup, taken: ReadonlySet<Silent>, policy: Policy) => {
  const members = group.members.filter((one) => !taken.has(one));
  return members.length === group.members.length
    ? [group]
    : together({ ...group, members }, policy);
};

/** With those that fell silent together, if they are many. */
function together(group: SilentGroup, policy: Policy): readonly SilentGroup[] {
  const many = manyOf(group.of, policy);
  if (group.members.length < many) return [];
  const members = largestTogether(group.members);
  return members.length < many ? [] : [{ ...group, members }];
}

/** A group that has nearly all of the silent bands, and is itself nearly all silent, names the cause. */
const NEARLY_ALL = 0.8;

function mostTelling(groups: readonly SilentGroup[]): SilentGroup | undefined {
  const most = Math.max(0, ...groups.map(({ members }) => members.length));
  const telling = groups.filter(({ members }) => members.length >= NEARLY_ALL * most);
  let best: SilentGroup | undefined;
  for (const group of telling) {
    if (best === undefined || shareOf(group) > shareOf(best)) best = group;
  }
  return best;
}

const shareOf = ({ members, of }: SilentGroup): number => members.length / of;

function largestTogether(sorted: readonly Silent[]): readonly Silent[] {
  let best: readonly [number, number] = [0, 0];
  let first = 0;
  for (let end = 1; end <= sorted.length; end += 1) {
    const newest = (sorted[end - 1] as Silent).at;
    while (newest - (sorted[first] as Silent).at > TOGETHER) first += 1;
    if (end - first > best[1] - best[0]) best = [first, end];
  }
  return sorted.slice(...best);
}
