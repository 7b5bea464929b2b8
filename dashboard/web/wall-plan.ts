// Where everything stands on the wall: people in the order of their addresses, each building's name
// as a cell of the same grid, and tiles as large as the screen allows without scrolling.
import type { ResidentView } from '../../domain/frame.ts';
import type { ResidentId } from '../../domain/ids.ts';
import { buildingName, byPlace, shortRoom } from './place.ts';

export type Cell =
  | {
      readonly type: 'heading';
      readonly key: string;
      readonly compound: string;
      readonly building: string;
      readonly people: number;
    }
  | { readonly type: 'resident'; readonly key: string; readonly id: ResidentId };

export interface Wall {
  readonly cells: readonly Cell[];
  /** Characters of the longest room. */
  readonly roomLength: number;
}

export function wallOf(residents: Iterable<ResidentView>): Wall {
  const people = [...residents].sort((a, b) => byPlace(a, b) || (a.id < b.id ? -1 : 1));
  const cells: Cell[] = [];
  const groups = Map.groupBy(people, (each) => `${each.compound ?? ''}/${each.building ?? ''}`);
  for (const [key, members] of groups) {
    const first = members[0];
    if (first === undefined) continue;
    const { compound = '' } = first;
    cells.push({
      type: 'heading',
      key: `heading ${key}`,
      compound,
      building: buildingName(first),
      people: members.length,
    });
    for (const { id } of members) cells.push({ type: 'resident', key: id, id });
  }
  const roomLength = Math.max(5, ...people.map((each) => shortRoom(each).length));
  return { cells, roomLength };
}

/** In pixels; `em` is the size of a room number, of which every other measure of a tile follows. */
export interface Plan {
  readonly columns: number;
  readonly em: number;
  readonly scrolls: boolean;
}

export interface Space {
  readonly width: number;
  readonly height: number;
  readonly gap: number;
  readonly smallest: number;
  readonly largest: number;
  /** What banners take of the height at present. Columns are chosen as if there were none. */
  readonly bannerHeight: number;
}

/** A tile's height in its own em: room, one vital, the beats, and air. */
export const TILE_HEIGHT = 2.62;

const MOST_COLUMNS = 24;

const tileWidth = (roomLength: number): number => roomLength * 0.58 + 2.42;

/**
 * The number of columns that lets the tiles be largest. A banner that comes makes tiles lower but
 * moves nobody to another place: whoever knows where to look must not have to look again.
 */
export function planOf(cells: number, roomLength: number, space: Space): Plan {
  const { width, height, gap, smallest, largest, bannerHeight } = space;
  const emOf = (columns: number, usable: number): number => {
    const rows = Math.ceil(cells / columns);
    const across = (width - gap * (columns - 1)) / columns / tileWidth(roomLength);
    const down = (usable - gap * (rows - 1)) / rows / TILE_HEIGHT;
    return Math.min(across, down);
  };
  let columns = 1;
  for (let candidate = 2; candidate <= MOST_COLUMNS; candidate++) {
    const whole = height + bannerHeight;
    if (emOf(candidate, whole) > emOf(columns, whole)) columns = candidate;
  }
  const em = emOf(columns, height);
  if (em >= smallest) return { columns, em: Math.min(largest, em), scrolls: false };
  const fitting = Math.floor((width + gap) / (tileWidth(roomLength) * smallest + gap));
  return { columns: Math.max(1, fitting), em: smallest, scrolls: true };
}
