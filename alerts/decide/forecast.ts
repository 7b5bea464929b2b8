// When a band will be flat, at the pace at which it has been emptying.

import type { Millis } from '../../domain/time.ts';
import { type Instant, plus } from '../../domain/time.ts';
import { isOnCharger } from './charger.ts';
import type { BandState } from './state.ts';

export interface Forecast {
  readonly flatAt: Instant;
  /** Percent. */
  readonly perHour: number;
}

/** Undefined on its charger, and while its pace is not known. */
export function forecastOf({
  present,
  memory,
}: Pick<BandState, 'present' | 'memory'>): Forecast | undefined {
  const { battery } = present;
  const { perHour } = memory.discharge;
  if (battery === undefined || perHour === undefined || isOnCharger(present)) return undefined;
  const left = (battery.value / perHour) * 3_600_000;
  return { flatAt: plus(battery.at, Math.round(left) as Millis), perHour };
}
