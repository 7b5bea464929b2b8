// What can happen to a wearer or to a band, from a moment on. A plight is put into a life from
// outside (plights.ts); what it does to that life is said by the files beside this one. Rates are
// beats per minute, temperatures °C, and where `until` may be left out a plight without it lasts.
import type { Instant, Millis } from '../../domain/time.ts';
import type { Dice } from '../dice.ts';
import type { Wearer } from '../wearer.ts';

interface Beginning {
  /** When it truly begins, whatever the band says and when. */
  readonly from: Instant;
}

interface Lasting extends Beginning {
  /** Somebody came, or it passed. */
  readonly until?: Instant;
}

interface Passing extends Beginning {
  readonly until: Instant;
}

/** What the band makes of somebody going down: nothing, a question nobody answers, or a call. */
export type FallSensed = 'not' | 'detected' | 'confirmed';

/**
 * Loses consciousness and goes down. The pulse falls to about 42 for the first minutes, nothing
 * moves. Who comes round after `comesRoundAfter` sits for ten minutes and then goes on with the day;
 * who does not lies motionless until `until`.
 */
export interface Faint extends Lasting {
  readonly type: 'faint';
  readonly comesRoundAfter: Millis | 'never';
  readonly sensed: FallSensed;
}

/**
 * On the floor, conscious, and cannot get up. `motionless`: hurt or stunned. `twitching`: the wrist
 * moves a little every 8 to 25 minutes. `struggling`: every 1 to 6 minutes, and not one step is made.
 * The heart is 18 faster, less so after an hour; the skin loses 0.6 °C an hour on a cold floor.
 */
export interface OnTheFloor extends Lasting {
  readonly type: 'on-the-floor';
  readonly lies: 'motionless' | 'twitching' | 'struggling';
  readonly sensed: FallSensed;
}

/**
 * A stroke, asleep or not: does not get up any more. The lame wrist never moves; the other one a
 * little every 12 to 40 minutes. The heart is 8 faster than asleep, and a little irregular.
 */
export interface Stroke extends Lasting {
  readonly type: 'stroke';
  readonly wrist: 'lame' | 'able';
}

/**
 * The heart stops. For two minutes the band shows a wild rate, then none, no oxygen, no movement, and
 * the skin cools towards the room. `wear` is how this model feels a wrist: one that goes by the skin
 * says worn on and on; one that goes by the pulse says after five minutes that nobody wears it.
 */
export interface CardiacArrest extends Lasting {
  readonly type: 'cardiac-arrest';
  readonly wear: 'by-skin' | 'by-pulse';
}

/** The heart beats at 30 to 38. The wearer feels weak: lies or sits, walks next to nothing. */
export interface SlowHeart extends Lasting {
  readonly type: 'slow-heart';
  readonly rate: number;
}

/** The heart races at 130 to 170, an hour or so, by day or asleep; the wearer keeps still. */
export interface RacingHeart extends Passing {
  readonly type: 'racing-heart';
  readonly rate: number;
}

/**
 * Gets worse over days, as with pneumonia: at the end of `over` the heart is 26 faster, the oxygen 7
 * lower, the skin 1.3 warmer, and of the usual steps a tenth is left; from half way on mostly in bed.
 */
export interface Decline extends Lasting {
  readonly type: 'decline';
  readonly over: Millis;
}

/** Some days of fever and bed: heart 14 faster, skin 1.2 warmer, a seventh of the steps. Passes. */
export interface Flu extends Passing {
  readonly type: 'flu';
}

/** Leaves home, at night say, and walks away at a slow pace with short halts, never more than 2.5 km. */
export interface Wandering extends Lasting {
  readonly type: 'wandering';
}

/** Out and does not find home: walks in wide circles up to 4 km away, sits down again and again. */
export interface Lost extends Lasting {
  readonly type: 'lost';
}

/** A hot room: over two hours the skin comes to 37.5, the heart to 22 more; moves less and less. */
export interface Heat extends Lasting {
  readonly type: 'heat';
}

/** Shut out, or an icy flat: the skin sinks by 7 in three hours, the finger-cold wrist gives no oxygen. */
export interface Cold extends Lasting {
  readonly type: 'cold';
}

/** A strap too loose: pulse mostly none, else nonsense of 45 to 180; worn says yes and no. */
export interface LooseStrap extends Lasting {
  readonly type: 'loose-strap';
}

/** A broken sensor says impossible and possible things at random, reading after reading. */
export interface BrokenSensor extends Lasting {
  readonly type: 'broken-sensor';
}

/**
 * The band lies on the table and its wearer lives on without it. `says`: `off` is a band taken off
 * and forgotten; `worn` is a flag that lies. `pulse`: a table has none, yet some models invent one.
 */
export interface TakenOff extends Lasting {
  readonly type: 'taken-off';
  readonly says: 'off' | 'worn';
  readonly pulse: 'none' | 'invented';
}

/** The band is on another wrist: it tells that life, from the same home. See `swapBands`. */
export interface Swapped extends Lasting {
  readonly type: 'swapped';
  readonly wearer: Wearer;
  readonly dice: Dice;
}

/** Not charged: the battery sinks evenly in the 30 hours before `from`, and the band is dark from then. */
export interface FlatBattery extends Lasting {
  readonly type: 'flat-battery';
}

/** Nothing gets through; the backlog follows at `until`. */
export interface NoCoverage extends Passing {
  readonly type: 'no-coverage';
}

/** The compound's gateway has no power, and no stand charges. See `powerCut`. */
export interface PowerCut extends Passing {
  readonly type: 'power-cut';
}

/**
 * With the children for the festival, an hour's ride away. The band comes along (and is charged
 * there), stays behind on a table until it is flat, or stays on its stand.
 */
export interface Away extends Passing {
  readonly type: 'away';
  readonly band: 'comes-along' | 'on-the-table' | 'on-the-stand';
}

/** New firmware: the band is off for two minutes and starts again with another boot number. */
export interface Reboot extends Beginning {
  readonly type: 'reboot';
}

/** The clock of the band is off by so much; the life goes on in true time. */
export interface WrongClock extends Lasting {
  readonly type: 'wrong-clock';
  readonly by: Millis;
}

/** Presses for help, `times` times. Nothing else changes. */
interface Presses extends Beginning {
  readonly type: 'presses';
  readonly times: number;
  readonly every: Millis;
}

export type Plight =
  | Faint
  | OnTheFloor
  | Stroke
  | CardiacArrest
  | SlowHeart
  | RacingHeart
  | Decline
  | Flu
  | Wandering
  | Lost
  | Heat
  | Cold
  | LooseStrap
  | BrokenSensor
  | TakenOff
  | Swapped
  | FlatBattery
  | NoCoverage
  | PowerCut
  | Away
  | Reboot
  | WrongClock
  | Presses;

/** The end of a plight that has one. */
export const endOf = (plight: Plight): Instant | undefined =>
  'until' in plight ? plight.until : undefined;
