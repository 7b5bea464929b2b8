// Seeded dice without a state: a throw is a function of the seed and of which throw it is. So the
// same seed gives the same month in whatever order, and at whatever pace, its moments are asked for.

declare const diceBrand: unique symbol;
/** A 32-bit seed, well mixed. */
export type Dice = number & { readonly [diceBrand]: true };

/** The finalizer of MurmurHash3: every bit of the input changes half the bits of the output. */
function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** @param seed any integer. */
export const makeDice = (seed: number): Dice => mix(seed ^ 0x5eed1a3f) as Dice;

/** Dice of their own for a part of the whole, by its name or number. */
export function diceFor(dice: Dice, part: string | number): Dice {
  if (typeof part === 'number') return mix(dice ^ mix(part + 0x9e3779b9)) as Dice;
  let hash: number = dice;
  for (const char of part) hash = mix(hash ^ (char.codePointAt(0) ?? 0));
  return mix(hash ^ part.length) as Dice;
}

/** The throw number `n` (an integer): at least 0, less than 1. */
export const roll = (dice: Dice, n: number): number =>
  mix(dice ^ Math.imul(n, 0x9e3779b1)) / 4_294_967_296;

export const between = (dice: Dice, n: number, low: number, high: number): number =>
  low + (high - low) * roll(dice, n);

/** A whole number from `low` to `high`, both included. */
export const wholeBetween = (dice: Dice, n: number, low: number, high: number): number =>
  low + Math.floor(roll(dice, n) * (high - low + 1));

export const chance = (dice: Dice, n: number, probability: number): boolean =>
  roll(dice, n) < probability;

/** About normal, mean 0 and standard deviation 1, never beyond ±3: the sum of three throws. */
export const wobble = (dice: Dice, n: number): number =>
  2 * (roll(dice, n) + roll(dice, n ^ 0x40000000) + roll(dice, n ^ 0x20000000)) - 3;

/** A value from -1 to 1 that drifts: straight lines between throws at whole `x`. */
export function drift(dice: Dice, x: number): number {
  const knot = Math.floor(x);
  const here = roll(dice, knot);
  return 2 * (here + (roll(dice, knot + 1) - here) * (x - knot)) - 1;
}

export function pick<Item>(dice: Dice, n: number, items: readonly Item[]): Item {
  const item = items[Math.floor(roll(dice, n) * items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}

/** The items in another order (Fisher and Yates). */
export function shuffled<Item>(dice: Dice, items: readonly Item[]): readonly Item[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last--) {
    const other = wholeBetween(dice, last, 0, last);
    [result[last], result[other]] = [result[other] as Item, result[last] as Item];
  }
  return result;
}

/** Throws that belong to one minute. */
const THROWS = 16;

/** The number of a throw of the minute that holds a moment. @param which of them, from 0 to 15. */
export const throwOf = (at: number, which: number): number =>
  Math.floor(at / 60_000) * THROWS + which;
