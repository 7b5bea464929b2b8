// What is remembered of a wearer's pulse and oxygen: about half an hour of what was measured at rest and
// came live, whether the sensor is believed, and the hour that habits will be learned from. What is
// measured on a walk, while the band is put on or lies on its charger, is no evidence of anything; what
// comes late is none of the present, and is still learned from.
import { hours, type Instant, type Millis, minutes, since } from '../../../domain/time.ts';
import type { Moment } from '../moment.ts';
import type { Sample } from '../sample.ts';
import { isDoubted } from './doubt.ts';
import { type HourAtRest, hourWith, newHour } from './hour-at-rest.ts';
import { type Rest, restAfter } from './rest.ts';
import {
  isPossibleOxygen,
  isPossiblePulse,
  NEW_SENSOR,
  type Sensor,
  sensorAfter,
} from './sensor.ts';
import { NO_SERIES, type Series, withValue } from './series.ts';

/** Readings in the order in which they were true. */
interface Course {
  readonly rest?: Rest;
  /** The hour that is not over. */
  readonly hour?: HourAtRest;
}

export interface VitalsMemory {
  readonly heartRate: Series;
  readonly oxygen: Series;
  readonly sensor: Sensor;
  readonly live: Course;
  readonly backlog: Course;
  /** Hours that ended with the newest message; the next one learns from them. */
  readonly over: readonly HourAtRest[];
}

export const NO_VITALS: VitalsMemory = {
  heartRate: NO_SERIES,
  oxygen: NO_SERIES,
  sensor: NEW_SENSOR,
  live: {},
  backlog: {},
  over: [],
};

const NONE_OVER: readonly HourAtRest[] = [];

export function withVitals(
  before: VitalsMemory,
  samples: readonly Sample[],
  moment: Moment,
): VitalsMemory {
  let vitals = before.over.length === 0 ? before : { ...before, over: NONE_OVER };
  for (const sample of samples) {
    vitals = sample.isHistory
      ? withHistory(vitals, sample, moment)
      : withNews(vitals, sample, moment);
  }
  return vitals;
}

/** A shorter absence of our own is one missed reading or another. */
const ABSENT = minutes(5);

/** After our own absence: nothing is known to have lasted through it, nor to lie ahead. */
export const forgivenVitals = (vitals: VitalsMemory, gap: Millis): VitalsMemory =>
  gap < 0 || gap >= ABSENT ? { ...NO_VITALS, sensor: vitals.sensor } : vitals;

function withNews(before: VitalsMemory, sample: Sample, moment: Moment): VitalsMemory {
  const lastAt = before.live.rest?.at;
  if (lastAt !== undefined && sample.at < lastAt) {
    // Out of order by a little; or our own clock was set back, and what lies ahead never was.
    return lastAt > moment.now
      ? withNews(forgivenVitals(before, -1 as Millis), sample, moment)
      : before;
  }
  const rest = restAfter(before.live.rest, sample);
  const hour = localHourOf(sample.at, moment);
  const { vitals: policy } = moment.policy;
  const isWalking = rest.is === 'moving' && rest.settledAt > sample.at;
  const sensor =
    isWalking || rest.is === 'off-the-wrist'
      ? before.sensor
      : sensorAfter(before.sensor, sample, {
          isPaced: policy.rhythm === 'paced',
          hour,
          share: policy.sensor.nonsenseShare,
          elapsed: since(lastAt ?? sample.at, sample.at),
        });
  if (!isUsable(rest)) return { ...before, sensor, live: { ...before.live, rest } };
  const { heartRate, oxygen } = believedIn(sample);
  const { course, over } = withHour(before.live, rest, hour, sensor, heartRate, oxygen);
  return {
    heartRate: valued(before.heartRate, sample.at, heartRate, PULSES_APART),
    oxygen: valued(before.oxygen, sample.at, oxygen, OXYGENS_APART),
    sensor,
    live: course,
    backlog: before.backlog,
    over: over === undefined ? before.over : [...before.over, over],
  };
}

function withHistory(before: VitalsMemory, sample: Sample, moment: Moment): VitalsMemory {
  const known = before.backlog.rest;
  const rest = restAfter(known && known.at <= sample.at ? known : undefined, sample);
  if (!isUsable(rest)) return { ...before, backlog: { ...before.backlog, rest } };
  const hour = localHourOf(sample.at, moment);
  const { heartRate, oxygen } = believedIn(sample);
  const { course, over } = withHour(before.backlog, rest, hour, before.sensor, heartRate, oxygen);
  return {
    ...before,
    backlog: course,
    ...(over !== undefined && { over: [...before.over, over] }),
  };
}

const isUsable = ({ is }: Rest): boolean => is === 'at-rest' || is === 'unknown';

/** Some bands measure oxygen once an hour. */
const PULSES_APART = minutes(45);
const OXYGENS_APART = minutes(130);

const valued = (
  series: Series,
  at: Instant,
  value: number | undefined,
  longestGap: Millis,
): Series => (value === undefined ? series : withValue(series, at, value, longestGap));

function believedIn({ heartRate, spo2 }: Sample): {
  readonly heartRate: number | undefined;
  readonly oxygen: number | undefined;
} {
  return {
    heartRate: heartRate !== undefined && isPossiblePulse(heartRate) ? heartRate : undefined,
    oxygen: spo2 !== undefined && isPossibleOxygen(spo2) ? spo2 : undefined,
  };
}

function withHour(
  before: Course,
  rest: Rest,
  hour: number,
  { isBelieved, pulseDoubt }: Sensor,
  heartRate: number | undefined,
  oxygen: number | undefined,
): { readonly course: Course; readonly over: HourAtRest | undefined } {
  const known = before.hour;
  if (!isBelieved || isDoubted(pulseDoubt) || (heartRate === undefined && oxygen === undefined)) {
    return { course: { ...before, rest }, over: undefined };
  }
  const isSame = known?.hour === hour;
  const course = { rest, hour: hourWith(isSame ? known : newHour(hour), heartRate, oxygen) };
  return { course, over: isSame ? undefined : known };
}

/** Local hours since 1970, reckoned from the present one: no zone changes its offset by much in weeks. */
function localHourOf(at: Instant, { now, local }: Moment): number {
  const intoHour = local.minute * minutes(1) + (now % minutes(1));
  return local.day * 24 + local.hour + Math.floor((at - now + intoHour) / hours(1));
}
