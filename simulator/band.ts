// A band on a wrist: (band, now) → band and messages. Nothing here knows a clock, a network or how
// fast time passes; the same steps fill a month of history and a minute of a live wearer. The band
// carries its own dice, which have no state, so one more band changes nobody else's life.
//
// True time and the band's clock are two things: `at` of a band is true, `clockError` is how far its
// clock is off, and only what the clock shows ever leaves it.
import type { BandId, MessageId } from '../domain/ids.ts';
import type { BandMessage, FallPhase, Reading } from '../domain/message.ts';
import { type Instant, instant, type Millis, millis } from '../domain/time.ts';
import { heartRate, location, signal, skinTemperature, spo2 } from './body.ts';
import { activityAt, dayNumberOf, minuteOfDay, planDay } from './day.ts';
import { type Dice, diceFor } from './dice.ts';
import { type Band, pass } from './life.ts';
import type { Wearer } from './wearer.ts';

export interface Spoken {
  readonly band: Band;
  readonly messages: readonly BandMessage[];
}

export interface NewBand {
  readonly id: BandId;
  readonly wearer: Wearer;
  readonly at: Instant;
  /** Higher than at any start before. */
  readonly boot: number;
  /** Percent. */
  readonly battery?: number;
}

/**
 * A band that has just been switched on, on the wrist of its wearer.
 * @param dice of the whole community; the band takes its own part by its id.
 */
export function makeBand({ id, wearer, at, boot, battery = 100 }: NewBand, dice: Dice): Band {
  const own = diceFor(dice, id);
  return {
    id,
    wearer,
    dice: own,
    at,
    day: planDay(wearer, dayNumberOf(at), own),
    place: 'wrist',
    battery,
    steps: 0,
    movedAt: at,
    clockError: millis(0),
    boot,
    sequence: 0,
    plight: { type: 'well' },
  };
}

/** Lives on until `now` and sends a heartbeat; none while the battery is flat. */
export function live(band: Band, now: Instant): Spoken {
  const lived = pass(band, now);
  if (isFlat(lived)) return { band: lived, messages: [] };
  const { band: next, id } = named(lived);
  const reading = read(next, id);
  return { band: next, messages: [{ type: 'heartbeat', readings: [reading], faults: [] }] };
}

export const isFlat = (band: Band): boolean => band.battery <= 0;

/** Whether a signal reaches the wearer's corner of the home. */
export function isCovered(band: Band): boolean {
  const minute = minuteOfDay(band.at);
  return !band.day.deadSpots.some((spot) => minute >= spot.from && minute < spot.to);
}

/** The wearer presses. A flat band says nothing. */
export function press(band: Band): Spoken {
  if (isFlat(band)) return { band, messages: [] };
  const { band: next, id } = named(band);
  const where = location(
    band.wearer,
    activityAt(band.day, minuteOfDay(band.at)),
    band.at,
    band.dice,
  );
  const battery = Math.ceil(band.battery);
  const at = shownBy(band);
  const message = { type: 'sos', id, at, battery, ...(where && { location: where }) } as const;
  return { band: next, messages: [message] };
}

/** The wearer falls. The band's phases of one fall share one id. */
export function fall(band: Band, impact: number): Spoken {
  if (isFlat(band)) return { band, messages: [] };
  const { band: next, id } = named(band);
  const plight = { type: 'on-the-floor', fallId: id } as const;
  const lying: Band = { ...next, plight, place: 'wrist', movedAt: band.at };
  return { band: lying, messages: [fallMessage(lying, id, 'detected', impact)] };
}

/** How the band's own countdown ended. Says nothing when nobody has fallen. */
export function endCountdown(band: Band, phase: Exclude<FallPhase, 'detected'>): Spoken {
  if (band.plight.type === 'well' || isFlat(band)) return { band, messages: [] };
  const messages = [fallMessage(band, band.plight.fallId, phase)];
  return { band: phase === 'cancelled' ? helpUp(band) : band, messages };
}

export const helpUp = (band: Band): Band => ({
  ...band,
  plight: { type: 'well' },
  movedAt: band.at,
});

/** Off and on again: the sequence starts anew, the boot counter makes its ids new all the same. */
export const reboot = (band: Band): Band => ({ ...band, boot: band.boot + 1, sequence: 0 });

export const setClock = (band: Band, clockError: Millis): Band => ({ ...band, clockError });

const fallMessage = (
  band: Band,
  id: MessageId,
  phase: FallPhase,
  impact?: number,
): BandMessage => ({
  type: 'fall',
  id,
  at: shownBy(band),
  phase,
  ...(impact !== undefined && { impact }),
});

const shownBy = (band: Band): Instant => instant(band.at + band.clockError);

function named(band: Band): { readonly band: Band; readonly id: MessageId } {
  const id = `${band.boot.toString(36)}-${band.sequence}` as MessageId;
  return { band: { ...band, sequence: band.sequence + 1 }, id };
}

type Draft = { -readonly [Key in keyof Reading]: Reading[Key] };

/** Filled in place: with spreads a month of 79 bands takes twice as long. */
function read(band: Band, id: MessageId): Reading {
  const { at } = band;
  const worn = band.place === 'wrist';
  const reading: Draft = {
    id,
    at: shownBy(band),
    steps: Math.floor(band.steps),
    battery: Math.ceil(band.battery),
    worn,
    charging: band.place === 'stand',
    signal: signal(isCovered(band), at, band.dice),
    still: millis(Math.max(0, at - band.movedAt)),
  };
  if (worn) measure(band, reading);
  return reading;
}

function measure({ wearer, at, dice, plight, day }: Band, reading: Draft): void {
  const lying = plight.type === 'on-the-floor';
  const activity = lying ? 'up' : activityAt(day, minuteOfDay(at));
  const rate = heartRate(wearer, activity, at, dice);
  if (rate !== undefined) reading.heartRate = lying ? rate + FRIGHT : rate;
  const oxygen = spo2(wearer, activity, at, dice);
  if (oxygen !== undefined) reading.spo2 = oxygen;
  reading.temperature = skinTemperature(wearer, activity, at, dice);
  const where = location(wearer, activity, at, dice);
  if (where !== undefined) reading.location = where;
}

/** Beats per minute. */
const FRIGHT = 18;
