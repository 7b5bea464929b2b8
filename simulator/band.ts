// A band on a wrist: (band, now) → band and messages. Nothing here knows a clock, a network or how
// fast time passes; the same steps fill a month of history and a minute of a live wearer. The band
// carries its own dice, which have no state, so one more band changes nobody else's life.
//
// True time and the band's clock are two things: `at` of a band is true, `clockError` is how far its
// clock is off, and only what the clock shows ever leaves it.
import type { BandId, MessageId } from '../domain/ids.ts';
import type { BandMessage, FallPhase } from '../domain/message.ts';
import { type Instant, type Millis, millis } from '../domain/time.ts';
import { activityAt, dayNumberOf, minuteOfDay, planDay, slotAt } from './day.ts';
import { type Dice, diceFor } from './dice.ts';
import { type Band, isOn, pass } from './life.ts';
import { read, shownBy, whereIs } from './reading.ts';
import type { Wearer } from './wearer.ts';
import { firstBetween, type Word } from './words.ts';

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
    slot: slotAt(day, minuteOfDay(at)),
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
    words: [],
    influence: undefined,
  };
}

/** Lives on until `now` and sends a heartbeat, after what else there was to say; none while it is dark. */
export function live(band: Band, now: Instant): Spoken {
  const { band: lived, messages } = utter(band, now);
  if (!isOn(lived)) return { band: lived, messages };
  const heartbeat = {
    type: 'heartbeat',
    readings: [read(lived, idOf(lived))],
    faults: [],
  } as const;
  const next = lived === band ? { ...lived } : lived;
  // What time has just made is held by nobody else yet; to copy it would cost a fifth of a month.
  (next as { sequence: number }).sequence += 1;
  return { band: next, messages: messages.length === 0 ? [heartbeat] : [...messages, heartbeat] };
}

/** Lives on until `now` and says only what it has to say between its heartbeats. */
export function utter(band: Band, now: Instant): Spoken {
  const quiet: Spoken = { band: pass(band, now), messages: [] };
  if (nextWord(band, now) === undefined) return quiet;
  return [...band.day.words, ...band.words]
    .filter(({ at }) => at > band.at && at <= now)
    .toSorted((a, b) => a.at - b.at)
    .reduce(pronounce, quiet);
}

/** When the band speaks between two heartbeats, if it does so before `until` or then. */
export function nextWord({ day, words, at: after }: Band, until: Instant): Instant | undefined {
  const ordinary = firstBetween(day.words, after, until);
  const grave = firstBetween(words, after, until);
  if (ordinary === undefined || grave === undefined) return ordinary ?? grave;
  return ordinary < grave ? ordinary : grave;
}

function pronounce({ band, messages }: Spoken, word: Word): Spoken {
  if (!isOn(band)) return { band, messages };
  if (word.say === 'sos') {
    const pressed = press(band);
    return { band: pressed.band, messages: [...messages, ...pressed.messages] };
  }
  // Off the wrist it feels nothing worth a word.
  if (band.place !== 'wrist') return { band, messages };
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
  const where = whereIs(band);
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

const idOf = ({ boot, sequence }: Band): MessageId =>
  `${boot.toString(36)}-${sequence}` as MessageId;

const named = (band: Band): { readonly band: Band; readonly id: MessageId } => ({
  band: { ...band, sequence: band.sequence + 1 },
  id: idOf(band),
});
