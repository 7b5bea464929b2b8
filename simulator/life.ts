// The state of a band and how time passes over it: where it lies, how full it is, how far its wearer
// has walked. Nothing here speaks; band.ts does.
import type { BandId, MessageId } from '../domain/ids.ts';
import { type Instant, instant, type Millis } from '../domain/time.ts';
import { type Activity, activityIn, bandIsOff } from './day/episode.ts';
import { type Day, dayNumberOf, minuteOfDay, planDay, slotAt } from './day.ts';
import { between, chance, type Dice, diceFor } from './dice.ts';
import { restsFor, stepRate } from './manners.ts';
import { influenceAt } from './plights/befalling.ts';
import type { Influence, Life } from './plights/influence.ts';
import type { Plight } from './plights/plight.ts';
import { withTroubles } from './troubles.ts';
import type { Wearer } from './wearer.ts';
import type { Word } from './words.ts';

export interface Band {
  readonly id: BandId;
  readonly wearer: Wearer;
  /** Its own part of the community's dice. */
  readonly dice: Dice;
  /** Lived through up to here. */
  readonly at: Instant;
  readonly day: Day;
  /** Of the day's timetable, at this moment. */
  readonly slot: number;
  readonly activity: Activity;
  readonly place: 'wrist' | 'stand' | 'bedside';
  /** Percent, with its fraction. At 0 the band is off until it stands on its charger. */
  readonly battery: number;
  /** Since local midnight, with their fraction. */
  readonly steps: number;
  readonly movedAt: Instant;
  /** When the wrist moves again, if nothing else comes up. */
  readonly restsUntil: Instant;
  /** What the band's clock shows less what is true. */
  readonly clockError: Millis;
  /** Counts starts of the band; kept in its flash. With `sequence` it makes ids nobody used. */
  readonly boot: number;
  readonly sequence: number;
  readonly posture: Posture;
  /** What befalls wearer or band, put there from outside. */
  readonly plights: readonly Plight[];
  /** What it will say of them between its heartbeats, in order. */
  readonly words: readonly Word[];
  /** Of all of them, at this moment. */
  readonly influence: Influence | undefined;
}

/** On the floor nobody walks, and the sleep of the plan is none. */
type Posture =
  | { readonly type: 'upright' }
  | { readonly type: 'on-the-floor'; readonly fallId: MessageId };

/** Whose life the band tells. */
export const lifeTold = (band: Band): Life => band.influence?.life ?? band;

/** A flat battery and firmware that starts anew are silent. */
export const isOn = (band: Band): boolean => band.battery > 0 && band.influence?.on !== false;

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
  const befallen = band.plights.length === 0 ? undefined : influenceAt(band.plights, at, band.dice);
  const { wearer, dice } = befallen?.life ?? band;
  const dayNumber = dayNumberOf(at);
  const newDay = dayNumber !== band.day.number;
  const day = newDay || dice !== band.day.dice ? planDay(wearer, dayNumber, dice) : band.day;
  const minute = minuteOfDay(at);
  const slot = slotAt(day, minute);
  const place = befallen?.place ?? nextPlace(band, day, minute, slot, befallen);
  const onTable = place === 'bedside';
  const influence = withTroubles(befallen, { wearer, dice, day, at, slot, onTable });
  const activity = lies(band) ? 'lying' : doing(slot, influence);
  const elapsed = (at - band.at) / 60_000;
  const battery = nextBattery(band, place, elapsed, influence);
  const up = place === 'wrist' && !lies(band);
  const rate = up && battery > 0 ? stepRate(wearer, activity, at, dice) : 0;
  const walked = rate * elapsed * (influence?.vigour ?? 1);
  const isBusy = up && isBusyWith(day, minute, elapsed);
  const moves = (up && stirs(band, activity, at, influence)) || isBusy || place !== band.place;
  const next: Band = {
    ...band,
    at,
    day,
    slot,
    activity,
    place,
    battery,
    steps: (newDay ? 0 : band.steps) + walked,
    movedAt: moves ? at : band.movedAt,
    restsUntil: moves ? restUntil(activity, at, dice, influence) : band.restsUntil,
    influence,
  };
  return !isOn(band) && isOn(next) ? { ...next, boot: band.boot + 1, sequence: 0 } : next;
}

/** Who feels too ill for the day keeps what nobody can leave. */
function doing(slot: number, influence: Influence | undefined): Activity {
  const planned = activityIn(slot);
  if (influence === undefined) return planned;
  const { activity, retreat } = influence;
  return activity ?? (retreat === undefined || INEVITABLE.has(planned) ? planned : retreat);
}

const INEVITABLE: ReadonlySet<Activity> = new Set(['asleep', 'nap', 'bathroom', 'meal']);

const lies = (band: Band): boolean => band.posture.type === 'on-the-floor';

function stirs(
  band: Band,
  activity: Activity,
  at: Instant,
  influence: Influence | undefined,
): boolean {
  // Nobody goes down without moving the wrist.
  if (influence?.goesDown && !band.influence?.goesDown) return true;
  if (influence?.stirs === 'never') return false;
  // Whoever begins something else moves for it, but for whom it happens to.
  return at >= band.restsUntil || (activity !== band.activity && activity !== 'lying');
}

/** A fall that was none was felt by a wrist that moved, and mostly goes on moving. */
function isBusyWith({ slips }: Day, minute: number, elapsed: number): boolean {
  const from = minute - elapsed;
  return slips.some(({ at, busyFor }) => at <= minute + ROUNDED && from < at + busyFor - ROUNDED);
}

/** Minutes by which fractions of a day may err. */
const ROUNDED = 1e-4;

function restUntil(
  activity: Activity,
  at: Instant,
  dice: Dice,
  influence: Influence | undefined,
): Instant {
  const range = influence?.stirs;
  const rests =
    range === undefined || range === 'never'
      ? restsFor(activity, at, dice)
      : between(dice, Math.floor(at / 60_000), range.from, range.to);
  return instant(at + rests * 60_000);
}

/** Full in about 80 minutes. */
const CHARGE_PER_MINUTE = 1.25;
const FULL = 99;

function nextBattery(
  band: Band,
  place: Band['place'],
  elapsed: number,
  influence: Influence | undefined,
): number {
  if (place === 'stand' && influence?.mains !== false) {
    return Math.min(100, band.battery + CHARGE_PER_MINUTE * elapsed);
  }
  const left = influence?.flatIn;
  const share =
    left === undefined
      ? 100 / (band.wearer.batteryDays * 1_440)
      : band.battery / (left / 60_000 + elapsed);
  return left === 0 ? 0 : Math.max(0, band.battery - share * elapsed);
}

function nextPlace(
  band: Band,
  day: Day,
  minute: number,
  slot: number,
  influence: Influence | undefined,
): Band['place'] {
  if (lies(band)) return band.place;
  if (influence?.mayCharge !== false) {
    if (band.place === 'stand' && band.battery < FULL) return 'stand';
    if (reaches(band, day, minute) && wantsCharging(band, day)) return 'stand';
  }
  // Who feels too ill for the day takes no bath.
  const bathes = influence?.retreat === undefined || activityIn(slot) === 'asleep';
  return bandIsOff(slot) && bathes ? 'bedside' : 'wrist';
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
