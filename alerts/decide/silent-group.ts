// What bands that are silent at once have in common: a compound, one of its buildings, the gateway they
// speak through, their firmware, or nothing less than everything. The share is judged within the group: a
// compound of ten with eight of them silent is out, however many bands the town has.
import type { Shared } from '../../domain/incident.ts';
import type { Policy } from '../../domain/policy.ts';
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

/** Every group that is out, each band in one of them at most; the largest first. */
export function silentGroups(
  silentBands: readonly Silent[],
  sizes: Sizes,
  policy: Policy,
): readonly SilentGroup[] {
  const found: SilentGroup[] = [];
  let left = silentBands;
  while (found.length < MOST) {
    const next = mostTelling(candidates(left, sizes, policy));
    if (next === undefined) break;
    found.push(next);
    const taken = new Set(next.members);
    left = left.filter((one) => !taken.has(one));
  }
  return found;
}

function candidates(
  silentBands: readonly Silent[],
  sizes: Sizes,
  policy: Policy,
): readonly SilentGroup[] {
  if (silentBands.length < policy.silence.outageBands) return [];
  const groups = new Map<string, { readonly shared: Shared; readonly members: Silent[] }>();
  for (const one of silentBands) {
    eachGroup(one.band, (key, shared) => {
      const group = groups.get(key);
      if (group) group.members.push(one);
      else groups.set(key, { shared: shared(), members: [one] });
    });
  }
  groups.set(ALL, { shared: EVERYTHING, members: [...silentBands] });
  return [...groups].flatMap(([key, { shared, members }]) => {
    const of = sizes.get(key) ?? members.length;
    const many = manyOf(of, policy);
    if (members.length < many) return [];
    const together = largestTogether(members.sort((a, b) => a.at - b.at));
    return together.length < many ? [] : [{ shared, members: together, of }];
  });
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
