// Who wears a band, as far as the band can feel it: a body, habits, and a home with or without
// coverage in every corner.
import type { Location } from '../domain/message.ts';
import { between, chance, type Dice, pick, roll, wholeBetween } from './dice.ts';

export interface Wearer {
  /** Beats per minute, awake and sitting. */
  readonly restingHeartRate: number;
  /** A paced heart never beats slower than its pacemaker. */
  readonly rhythm: 'regular' | 'atrial-fibrillation' | 'paced';
  /** A morning tablet that slows the heart for some hours. */
  readonly medicine: 'none' | 'slows-the-heart';
  /** Percent, awake and well. */
  readonly spo2: number;
  /** This model measures oxygen in every so-many-th minute. */
  readonly oxygenEvery: number;
  /** °C at the wrist, indoors by day. */
  readonly skin: number;
  /** Minutes of the local day, on an ordinary day. */
  readonly wakesAt: number;
  readonly sleepsAt: number;
  /** Steps per minute on a walk. */
  readonly pace: number;
  /** How likely a walk is on a day, morning and afternoon alike. */
  readonly walks: number;
  readonly naps: boolean;
  /** Times out of bed in a usual night. */
  readonly nightTrips: number;
  /** How much time goes to these, where 1 is much and 0 none. */
  readonly television: number;
  readonly sociable: number;
  readonly dozes: number;
  /** How likely there is a stay of some days with a child within about two weeks. */
  readonly visits: number;
  readonly bathes: 'in-the-evening' | 'in-the-afternoon';
  readonly bath: 'takes-it-off' | 'keeps-it-on';
  readonly charges: 'in-the-evening' | 'in-the-morning' | 'forgets';
  /** How long a full battery lasts. */
  readonly batteryDays: number;
  readonly nights: 'wears-it' | 'takes-it-off';
  readonly home: {
    readonly lat: number;
    readonly lon: number;
    readonly coverage: 'good' | 'dead-corner';
  };
  /** The map datum this model of band reports in. */
  readonly datum: Location['datum'];
  readonly strap: 'snug' | 'often-loose';
  /** What this band says of being worn: now and then `off` on a wrist, or `worn` on a table. */
  readonly wearFlag: 'honest' | 'flickers' | 'says-worn-on-a-table';
  /** A day. 79 wearers together have 2 to 30. */
  readonly falseFalls: number;
}

/** What is known of a wearer; everything else is thrown. */
export interface Known {
  readonly slow?: boolean;
  readonly atrialFibrillation?: boolean;
  /** Chronic lung disease: an oxygen saturation of about 90 % is usual. */
  readonly lungDisease?: boolean;
  readonly charges?: Wearer['charges'];
  readonly nights?: Wearer['nights'];
  readonly coverage?: Wearer['home']['coverage'];
  readonly pacemaker?: boolean;
  /** A day. */
  readonly falseFalls?: number;
  /** 0: never away over night. */
  readonly visits?: number;
}

/** The middle of an invented community, on the plain around Dezhou. */
const MIDDLE = { lat: 37.45, lon: 116.3 };

/** Invents a wearer. Without `known`, about one in ten has each of the habits that trouble a desk. */
export function inventWearer(dice: Dice, known: Known = {}): Wearer {
  const slow = known.slow ?? chance(dice, 1, 0.25);
  return {
    ...inventBody(dice, known, slow),
    ...inventHabits(dice, known, slow),
    ...inventDevice(dice, known),
    home: {
      lat: MIDDLE.lat + between(dice, 16, -0.012, 0.012),
      lon: MIDDLE.lon + between(dice, 17, -0.016, 0.016),
      coverage: known.coverage ?? (chance(dice, 18, 0.05) ? 'dead-corner' : 'good'),
    },
  };
}

type Body = 'restingHeartRate' | 'rhythm' | 'medicine' | 'spo2' | 'skin' | 'pace';

function inventBody(dice: Dice, known: Known, slow: boolean): Pick<Wearer, Body> {
  const fibrillates = known.atrialFibrillation ?? chance(dice, 2, 0.06);
  const paced = !fibrillates && (known.pacemaker ?? chance(dice, 30, 0.04));
  return {
    restingHeartRate: wholeBetween(dice, 3, 60, 76) + (fibrillates ? 8 : 0),
    rhythm: fibrillates ? 'atrial-fibrillation' : paced ? 'paced' : 'regular',
    medicine: chance(dice, 31, 0.25) ? 'slows-the-heart' : 'none',
    spo2: (known.lungDisease ?? false) ? between(dice, 4, 89.5, 91.5) : between(dice, 4, 96, 98),
    skin: between(dice, 5, 34.2, 34.9),
    pace: slow ? between(dice, 8, 30, 48) : between(dice, 8, 62, 96),
  };
}

type Device =
  | 'charges'
  | 'batteryDays'
  | 'nights'
  | 'bath'
  | 'oxygenEvery'
  | 'datum'
  | 'strap'
  | 'wearFlag'
  | 'falseFalls';

/** The band, and what its wearer does with it. */
function inventDevice(dice: Dice, known: Known): Pick<Wearer, Device> {
  return {
    charges: known.charges ?? thrownCharging(dice),
    batteryDays: chance(dice, 13, 0.05) ? between(dice, 14, 1.1, 1.5) : between(dice, 14, 1.7, 5),
    nights: known.nights ?? (chance(dice, 15, 0.08) ? 'takes-it-off' : 'wears-it'),
    bath: chance(dice, 32, 0.75) ? 'takes-it-off' : 'keeps-it-on',
    oxygenEvery: pick(dice, 33, [1, 1, 5, 10] as const),
    datum: chance(dice, 19, 0.2) ? 'GCJ02' : chance(dice, 34, 0.06) ? 'BD09' : 'WGS84',
    strap: chance(dice, 35, 0.06) ? 'often-loose' : 'snug',
    wearFlag: thrownWearFlag(dice),
    // Most bands err once in a month; on a lively wrist, or in a poor model, every third day.
    falseFalls:
      known.falseFalls ??
      (chance(dice, 37, 0.1) ? between(dice, 38, 0.2, 0.5) : between(dice, 38, 0.02, 0.05)),
  };
}

type Habits =
  | 'wakesAt'
  | 'sleepsAt'
  | 'walks'
  | 'naps'
  | 'nightTrips'
  | 'television'
  | 'sociable'
  | 'dozes'
  | 'visits'
  | 'bathes';

function inventHabits(dice: Dice, known: Known, slow: boolean): Pick<Wearer, Habits> {
  return {
    wakesAt: wholeBetween(dice, 6, 5 * 60, 6 * 60 + 50),
    sleepsAt: wholeBetween(dice, 7, 20 * 60 + 30, 22 * 60 + 10),
    walks: slow ? between(dice, 9, 0.15, 0.5) : between(dice, 9, 0.5, 0.9),
    naps: chance(dice, 10, 0.8),
    nightTrips: wholeBetween(dice, 40, 0, 3),
    television: between(dice, 41, 0.4, 1.3),
    sociable: slow ? between(dice, 42, 0, 0.6) : between(dice, 42, 0.1, 1),
    dozes: slow ? between(dice, 43, 0.5, 1.2) : between(dice, 43, 0.1, 0.7),
    visits: known.visits ?? (slow ? 0.06 : 0.14),
    bathes: chance(dice, 44, 0.6) ? 'in-the-evening' : 'in-the-afternoon',
  };
}

function thrownWearFlag(dice: Dice): Wearer['wearFlag'] {
  const luck = roll(dice, 36);
  return luck < 0.05 ? 'flickers' : luck < 0.09 ? 'says-worn-on-a-table' : 'honest';
}

const thrownCharging = (dice: Dice): Wearer['charges'] =>
  chance(dice, 11, 0.06)
    ? 'forgets'
    : pick(dice, 12, ['in-the-evening', 'in-the-evening', 'in-the-morning'] as const);
