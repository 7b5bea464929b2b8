// Who is watched over, as far as a duty officer needs to know it. Only `name` is always known.
import type { BandId, ResidentId } from './ids.ts';

export const SEXES = ['female', 'male'] as const;

export interface Contact {
  readonly name: string;
  /** What the resident calls them: 长女, 次子, 邻居. */
  readonly relation?: string;
  readonly phone?: string;
  /** When they can be reached, in words. */
  readonly hours?: string;
  /** Holds a key to the flat. */
  readonly hasKey?: boolean;
}

export interface Resident {
  readonly id: ResidentId;
  readonly name: string;
  readonly sex?: (typeof SEXES)[number];
  readonly birthYear?: number;
  readonly compound?: string;
  readonly building?: string;
  readonly unit?: string;
  readonly room?: string;
  readonly phone?: string;
  /** In the order in which to call them. */
  readonly contacts?: readonly Contact[];
  readonly conditions?: readonly string[];
  readonly medicines?: readonly string[];
  readonly allergies?: readonly string[];
  /** How to get in: door code, who holds the key. */
  readonly access?: string;
  /** How to talk to them, what to mind on the way. */
  readonly remarks?: string;
  readonly bandId?: BandId;
}

/** Where somebody lives, as far as it matters which bands fall silent together. */
export type Place = Pick<Resident, 'compound' | 'building'>;

/** `李秀兰` → `李*兰`, `李兰` → `李*`: what a wall that anybody can pass may show. */
export function maskName(name: string): string {
  // By code points: names outside the BMP (GB 18030-2022) are one character, not two halves.
  const characters = Array.from(name.trim());
  const first = characters[0];
  const last = characters.at(-1);
  if (first === undefined || last === undefined) return '*';
  return characters.length < 3 ? `${first}*` : `${first}*${last}`;
}
