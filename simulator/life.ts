// The state of a band and how time passes over it: where it lies, how full it is, how far its wearer
// has walked. Nothing here speaks; band.ts does.
import type { BandId, MessageId } from '../domain/ids.ts';
import { type Instant, instant, type Millis } from '../domain/time.ts';
import { moves, stepRate } from './body.ts';
import { type Activity, activityAt, type Day, dayNumberOf, minuteOfDay, planDay } from './day.ts';
import { chance, type Dice, diceFor } from './dice.ts';
import type { Wearer } from './wearer.ts';

export interface Band {
  readonly id: BandId;
  readonly wearer: Wearer;
  /** Its own part of the community's dice. */
  readonly dice: Dice;
  /** Lived through up to here. */
  readonly at: Instant;
  readonly day: Day;
  readonly place: 'wrist' | 'stand' | 'bedside';
  /** Percent, with its fraction. At 0 the band is off until it stands on its charger. */
  readonly battery: number;
  /** Since local midnight, with their fraction. */
  readonly steps: number;
  readonly movedAt: Instant;
  /** What the band's clock shows less what is true. */
  readonly clockError: Millis;
  /** Counts starts of the band; kept in its flash. With `sequence` it makes ids nobody used. */
  readonly boot: number;
  readonly sequence: number;
  readonly plight: Plight;
}

/** On the floor nobody walks, and the sleep of the plan is none. */
type Plight =
  | { readonly type: 'well' }
  | { readonly type: 'on-the-floor'; readonly fallId: MessageId };

/**
 * Lives on until `now`, a minute at a time; time never runs backwards for a wearer.
 */
export function pass(band: Band, now: Instant): Band {
  let lived = band;
  while (lived.at < now) {
    lived = passOneStep(lived, instant(Math.min(now, lived.at + LONGEST_STEP)));
  }
  return lived;
}

const LONGEST_STEP = 60_000;

function passOneStep(band: Band, at: Instant): Band {
  const { dice } = band;
  const dayNumber = dayNumberOf(at);
  const newDay = dayNumber !== band.day.number;
  const day = newDay ? planDay(band.wearer, dayNumber, dice) : band.day;
  const minute = minuteOfDay(at);
  const activity = activityAt(day, minute);
  const place = nextPlace(band, day, activity, minute);
  const elapsed = (at - band.at) / 60_000;
  const battery = nextBattery(band, place, elapsed);
  const up = place === 'wrist' && band.plight.type === 'well';
  const walked = up && battery > 0 ? stepRate(band.wearer, activity, at, dice) * elapsed : 0;
  const woken = band.battery <= 0 && battery > 0;
  return {
    ...band,
    at,
    day,
    place,
    battery,
    steps: (newDay ? 0 : band.steps) + walked,
    movedAt: (up && moves(activity, at, dice)) || place !== band.place ? at : band.movedAt,
    boot: woken ? band.boot + 1 : band.boot,
    sequence: woken ? 0 : band.sequence,
  };
}

/** Full in about 80 minutes. */
const CHARGE_PER_MINUTE = 1.25;
const FULL = 99;

function nextBattery(band: Band, place: Band['place'], elapsed: number): number {
  if (place === 'stand') return Math.min(100, band.battery + CHARGE_PER_MINUTE * elapsed);
  return Math.max(0, band.battery - (100 / (band.wearer.batteryDays * 1_440)) * elapsed);
}

function nextPlace(band: Band, day: Day, activity: Activity, minute: number): Band['place'] {
  if (band.plight.type === 'on-the-floor') return band.place;
  if (band.place === 'stand' && band.battery < FULL) return 'stand';
  if (reaches(band, day, minute) && wantsCharging(band, day)) return 'stand';
  const off = band.wearer.nights === 'takes-it-off' && activity === 'asleep';
  return off ? 'bedside' : 'wrist';
}

const reaches = (band: Band, day: Day, minute: number): boolean =>
  minute >= day.standAt && (band.day.number !== day.number || minuteOfDay(band.at) < day.standAt);

/** Ordinary people charge before tomorrow could run out; some forget until the band is dark. */
function wantsCharging({ wearer, battery, dice }: Band, day: Day): boolean {
  if (wearer.charges === 'forgets') {
    return battery <= 0 || (battery < 40 && chance(diceFor(dice, day.number), 90, 0.4));
  }
  return battery < Math.min(95, 36 + 100 / wearer.batteryDays);
}
