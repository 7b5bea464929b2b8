// Who wears a band, as far as the band can feel it: a body, habits, and a home with or without
// coverage in every corner.
import { between, chance, type Dice, pick, wholeBetween } from './dice.ts';

export interface Wearer {
  /** Beats per minute, awake and sitting. */
  readonly restingHeartRate: number;
  readonly rhythm: 'regular' | 'atrial-fibrillation';
  /** Percent, awake and well. */
  readonly spo2: number;
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
  readonly datum: 'WGS84' | 'GCJ02';
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
}

/** The middle of an invented community, on the plain around Dezhou. */
const MIDDLE = { lat: 37.45, lon: 116.3 };

/** Invents a wearer. Without `known`, about one in ten has each of the habits that trouble a desk. */
export function inventWearer(dice: Dice, known: Known = {}): Wearer {
  const slow = known.slow ?? chance(dice, 1, 0.25);
  const fibrillates = known.atrialFibrillation ?? chance(dice, 2, 0.06);
  return {
    restingHeartRate: wholeBetween(dice, 3, 60, 76) + (fibrillates ? 8 : 0),
    rhythm: fibrillates ? 'atrial-fibrillation' : 'regular',
    spo2: (known.lungDisease ?? false) ? between(dice, 4, 89.5, 91.5) : between(dice, 4, 96, 98),
    skin: between(dice, 5, 34.2, 34.9),
    wakesAt: wholeBetween(dice, 6, 5 * 60, 6 * 60 + 50),
    sleepsAt: wholeBetween(dice, 7, 20 * 60 + 30, 22 * 60 + 10),
    pace: slow ? between(dice, 8, 30, 48) : between(dice, 8, 62, 96),
    walks: slow ? between(dice, 9, 0.15, 0.5) : between(dice, 9, 0.5, 0.9),
    naps: chance(dice, 10, 0.8),
    charges: known.charges ?? thrownCharging(dice),
    batteryDays: chance(dice, 13, 0.05) ? between(dice, 14, 1.1, 1.5) : between(dice, 14, 1.7, 5),
    nights: known.nights ?? (chance(dice, 15, 0.08) ? 'takes-it-off' : 'wears-it'),
    home: {
      lat: MIDDLE.lat + between(dice, 16, -0.012, 0.012),
      lon: MIDDLE.lon + between(dice, 17, -0.016, 0.016),
      coverage: known.coverage ?? (chance(dice, 18, 0.05) ? 'dead-corner' : 'good'),
    },
    datum: chance(dice, 19, 0.2) ? 'GCJ02' : 'WGS84',
  };
}

const thrownCharging = (dice: Dice): Wearer['charges'] =>
  chance(dice, 11, 0.06)
    ? 'forgets'
    : pick(dice, 12, ['in-the-evening', 'in-the-evening', 'in-the-morning'] as const);
