// What goes wrong in a run, and how often: drawn from the seed, so that some runs are calm and in some
// nothing works for long. Means are in milliseconds; `never` where a run is spared.
import type { Chance } from './chance.ts';

const NEVER = Number.POSITIVE_INFINITY;
const minutes = (n: number): number => n * 60_000;

export interface Weather {
  readonly lasts: number;
  readonly bands: number;
  readonly officers: number;
  /** Between two presses of all bands together; three of ten calls are falls. */
  readonly calls: number;
  /** Between two heartbeats of a band. */
  readonly beats: number;
  /** Between two looks of an officer at the board. */
  readonly looks: number;
  /** Between two moments in which all officers reach for the same incident. */
  readonly rushes: number;
  readonly crashes: number;
  /** How long the service is away after a crash. */
  readonly absence: number;
  readonly diskFailures: number;
  readonly diskStalls: number;
  readonly bandCuts: number;
  readonly screenCuts: number;
  readonly reboots: number;
  readonly clockJumps: number;
  /** Ordinary travel of a message. */
  readonly latency: number;
}

export function drawWeather(chance: Chance): Weather {
  const orNever = (probability: number, low: number, high: number): number =>
    chance.happens(probability) ? chance.between(minutes(low), minutes(high)) : NEVER;
  return {
    lasts: chance.between(minutes(3), minutes(14)),
    bands: chance.whole(1, 6),
    officers: chance.whole(1, 3),
    calls: chance.between(minutes(0.4), minutes(3)),
    beats: chance.between(minutes(0.7), minutes(5)),
    looks: chance.pick([minutes(0.3), minutes(1), minutes(4)]),
    rushes: chance.between(minutes(1), minutes(10)),
    crashes: orNever(0.85, 0.5, 8),
    absence: chance.pick([200, 3_000, 20_000, minutes(3)]),
    diskFailures: orNever(0.4, 1, 10),
    diskStalls: orNever(0.5, 0.7, 8),
    bandCuts: orNever(0.8, 0.3, 6),
    screenCuts: orNever(0.8, 0.5, 6),
    reboots: orNever(0.5, 1, 10),
    clockJumps: orNever(0.15, 2, 10),
    latency: chance.pick([5, 40, 400]),
  };
}
