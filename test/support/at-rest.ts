// A wearer who sits or lies, as a wrist reads them: a value with the error of its sensor, minute by
// minute, and time passing in between.
import { DEFAULT_POLICY, type Policy } from '../../domain/policy.ts';
import { type Instant, instant, type Millis, minutes } from '../../domain/time.ts';
import { makeDice, wobble } from '../../simulator/dice.ts';
import type { Room } from './given.ts';

const DICE = makeDice(7);

export interface Body {
  /** Beats per minute; of a moment. */
  readonly heartRate?: number | ((at: Instant) => number);
  /** Standard deviation, as a part of the rate. */
  readonly error?: number;
  readonly spo2?: number | ((at: Instant) => number);
  /** Steps per minute, and what else a reading says. */
  readonly walks?: number;
  readonly says?: object;
  readonly every?: Millis;
}

const at = (value: Body['heartRate'], now: Instant): number | undefined =>
  typeof value === 'function' ? value(now) : value;

/** One reading, and the time until the next, again and again until `end`. */
export function rests(room: Room, name: string, end: Instant, body: Body): Room {
  const { heartRate, error = 0.065, spo2, walks = 0, says = {}, every = minutes(1) } = body;
  while (room.now < end) {
    room.beats(name, readingAt(room.now));
    room.until(instant(Math.min(room.now + every, end)), every);
  }
  return room;

  function readingAt(now: Instant): object {
    const rate = at(heartRate, now);
    const oxygen = at(spo2, now);
    const minute = Math.floor(now / 60_000);
    return {
      steps: 1_000 + walks * (minute % 1_440),
      still: walks > 0 ? 0 : 120,
      ...(rate !== undefined && {
        heartRate: Math.round(rate * (1 + error * wobble(DICE, minute))),
      }),
      ...(oxygen !== undefined && {
        spo2: Math.min(100, Math.round(oxygen + 0.8 * wobble(DICE, minute + 5_000_000))),
      }),
      ...says,
    };
  }
}

type Vitals = Policy['vitals'];

/** The community's numbers, other ones for the heart. */
export const withVitals = (change: Partial<Vitals>): Policy => ({
  ...DEFAULT_POLICY,
  vitals: { ...DEFAULT_POLICY.vitals, ...change },
});
