// One hour of a wearer at rest, summed up while it lasts; what is usual for the person is learned from it
// when it is over.

export interface HourAtRest {
  /** Local hours since 1970. */
  readonly hour: number;
  /** Readings, and their mean; 0 of none. */
  readonly pulses: number;
  readonly heartRate: number;
  readonly oxygens: number;
  readonly oxygen: number;
}

export const newHour = (hour: number): HourAtRest => ({
  hour,
  pulses: 0,
  heartRate: 0,
  oxygens: 0,
  oxygen: 0,
});

/** One reading moves a mean by no more than these would: a wild one hardly counts. */
const WILDEST_PULSE = 15;
const WILDEST_OXYGEN = 4;

export function hourWith(
  hour: HourAtRest,
  heartRate: number | undefined,
  oxygen: number | undefined,
): HourAtRest {
  const pulses = hour.pulses + (heartRate === undefined ? 0 : 1);
  const oxygens = hour.oxygens + (oxygen === undefined ? 0 : 1);
  return {
    hour: hour.hour,
    pulses,
    heartRate: moved(hour.heartRate, heartRate, pulses, WILDEST_PULSE),
    oxygens,
    oxygen: moved(hour.oxygen, oxygen, oxygens, WILDEST_OXYGEN),
  };
}

function moved(mean: number, value: number | undefined, count: number, most: number): number {
  if (value === undefined) return mean;
  if (count === 1) return value;
  return mean + Math.max(-most, Math.min(most, value - mean)) / count;
}
