// What the body under a band shows, where no plight of the simulator says it.
import type { Reading } from '../../domain/message.ts';
import { diceFor, makeDice, wobble } from '../../simulator/dice.ts';

const DICE = diceFor(makeDice(1), 'wrist');

/** A wrist reads a heart of that rate within some six percent. */
export const heartAt = (rate: number, nth: number): number =>
  Math.round(rate * (1 + 0.065 * wobble(DICE, nth)));

export const oxygenAt = (percent: number, nth: number): number =>
  Math.min(100, Math.round(percent + 0.8 * wobble(DICE, nth + 100_000)));

/** Between two values, by how far along it is (0 to 1). */
export const onTheWay = (from: number, to: number, share: number): number =>
  from + (to - from) * Math.min(1, Math.max(0, share));

export const worn = (reading: Reading): Reading => ({ ...reading, worn: true, charging: false });
