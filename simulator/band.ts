// A band on a wrist: (band, now) → band and messages. Nothing here knows a clock, a network or how
// fast time passes; the same steps fill a month of history and a minute of a live wearer. The band
// carries its own dice, which have no state, so one more band changes nobody else's life.
//
// True time and the band's clock are two things: `at` of a band is true, `clockError` is how far its
// clock is off, and only what the clock shows ever leaves it.
import type { BandId, MessageId } from '../domain/ids.ts';
import type { BandMessage, FallPhase } from '../domain/message.ts';
import { type Instant, type Millis, millis } from '../domain/time.ts';
import { activityAt, dayNumberOf, minuteOfDay, planDay } from './day.ts';
import { type Dice, diceFor } from './dice.ts';
import { type Band, isOn, lifeTold, pass } from './life.ts';
import { read, shownBy } from './reading.ts';
import type { Wearer } from './wearer.ts';
import { location } from './whereabouts.ts';
import { type Word, wordsOf } from './words.ts';

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
  const day = planDay(wearer, dayNumberOf(at), own);
  return {
    id,
    wearer,
    dice: own,
    at,
    day,
    activity: activityAt(day, minuteOfDay(at)),
    place: 'wrist',
    battery,
    steps: 0,
    movedAt: at,
    restsUntil: at,
    clockError: millis(0),
    boot,
    sequence: 0,
    posture: { type: 'upright' },
    plights: [],
    influence: undefined,
  };
}

/** Lives on until `now` and sends a heartbeat, after what else there was to say; none while it is dark. */
export function live(band: Band, now: Instant): Spoken {
  const { band: lived, messages } = utter(band, now);
  if (!isOn(lived)) return { band: lived, messages };
  const { band: next, id } = named(lived);
  const heartbeat = { type: 'heartbeat', readings: [read(next, id)], faults: [] } as const;
  return { band: next, messages: [...messages, heartbeat] };
}

/** Lives on until `now` and says only what it has to say between its heartbeats. */
export function utter(band: Band, now: Instant): Spoken {
  const lived = pass(band, now);
  if (band.plights.length === 0) return { band: lived, messages: [] };
  return wordsBetween(band, now).reduce(pronounce, { band: lived, messages: [] });
}

/** When the band speaks between two heartbeats, if it does so before `until`. */
export const nextWord = (band: Band, until: Instant): Instant | undefined =>
  band.plights.length === 0 ? undefined : wordsBetween(band, until)[0]?.at;

const wordsBetween = (band: Band, until: Instant): readonly Word[] =>
  band.plights
    .flatMap((plight) => (plight.from > until ? [] : wordsOf(plight)))
    .filter(({ at }) => at > band.at && at <= until)
    .toSorted((a, b) => a.at - b.at);

function pronounce({ band, messages }: Spoken, word: Word): Spoken {
  if (!isOn(band)) return { band, messages };
  if (word.say === 'sos') {
    const pressed = press(band);
    return { band: pressed.band, messages: [...messages, ...pressed.messages] };
  }
  // A fall is felt once and told in phases: what names it is when it was felt.
  const id =
    `${band.boot.toString(36)}-f${Math.floor(word.felt / 1_000).toString(36)}` as MessageId;
  const impact = word.phase === 'detected' ? word.impact : undefined;
  return { band, messages: [...messages, fallMessage(band, id, word.phase, impact)] };
}

export const isFlat = (band: Band): boolean => band.battery <= 0;

/** The wearer presses. A band that is off says nothing. */
export function press(band: Band): Spoken {
  if (!isOn(band)) return { band, messages: [] };
  const { band: next, id } = named(band);
  const { wearer, dice } = lifeTold(band);
  const where = location(wearer, band.activity, band.at, dice, band.influence);
  const battery = Math.ceil(band.battery);
  const at = shownBy(band);
  const message = { type: 'sos', id, at, battery, ...(where && { location: where }) } as const;
  return { band: next, messages: [message] };
}

/** The wearer falls. The band's phases of one fall share one id. */
export function fall(band: Band, impact: number): Spoken {
  if (!isOn(band)) return { band, messages: [] };
  const { band: next, id } = named(band);
  const posture = { type: 'on-the-floor', fallId: id } as const;
  const lying: Band = { ...next, posture, place: 'wrist', movedAt: band.at };
  return { band: lying, messages: [fallMessage(lying, id, 'detected', impact)] };
}

/** How the band's own countdown ended. Says nothing when nobody has fallen. */
export function endCountdown(band: Band, phase: Exclude<FallPhase, 'detected'>): Spoken {
  if (band.posture.type === 'upright' || !isOn(band)) return { band, messages: [] };
  const messages = [fallMessage(band, band.posture.fallId, phase)];
  return { band: phase === 'cancelled' ? helpUp(band) : band, messages };
}

export const helpUp = (band: Band): Band => ({
  ...band,
  posture: { type: 'upright' },
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

function named(band: Band): { readonly band: Band; readonly id: MessageId } {
  const id = `${band.boot.toString(36)}-${band.sequence}` as MessageId;
  return { band: { ...band, sequence: band.sequence + 1 }, id };
}
