// What may happen to people and bands in a simulated month, how often, at which hours, and what a service
// owes to whom it happens to.
import { days, hours, type Instant, seconds } from '../../domain/time.ts';
import type { Plight } from '../../simulator/plights.ts';
import { A_LOOK } from './scene.ts';
import type { Emergency, Telling } from './story.ts';

type Owed =
  | { readonly type: 'emergency'; readonly shows: Emergency['shows'] }
  | { readonly type: 'matter' }
  | { readonly type: 'fair' }
  | { readonly type: 'nothing' };

type Hours = readonly [from: number, to: number];
/** Who lies down for the midday rest cannot fall. */
const UPRIGHT: readonly Hours[] = [
  [8, 11.5],
  [15.5, 19],
];

export interface Happening {
  readonly times: number;
  /** Hours of the day between which it begins: any of these spans. */
  readonly between: readonly Hours[];
  readonly owed: Owed;
  readonly what: string;
  readonly as?: readonly Telling[];
  /** Minutes. */
  readonly within?: number;
  /** Minutes after the beginning, or an hour of that day. */
  readonly noticeable?: { readonly after: number } | { readonly hour: number };
  /** How long what is told of it is no false alarm. */
  readonly lasts: number;
  plight(from: Instant, until: Instant): Plight;
}

const silent = { type: 'emergency', shows: 'silent' } as const;
const vitals = { type: 'emergency', shows: 'vitals' } as const;
const fallen = { type: 'emergency', shows: 'fall' } as const;
const astray = { type: 'emergency', shows: 'wandering' } as const;

const FALL: readonly Telling[] = ['fall/emergency'];
const ILL: readonly Telling[] = ['vitals/attention', 'no-sign-of-life/attention'];
const OFF: readonly Telling[] = ['band-off/notice', 'technical/technical'];
const DAY = 24 * 60;

/** In the order in which people are taken for it. Times in minutes. */
export const HAPPENINGS: readonly Happening[] = [
  {
    times: 12,
    between: [[0, 24]],
    owed: { type: 'emergency', shows: 'pressed' },
    what: 'pressed for help',
    as: ['sos/emergency'],
    within: 1,
    lasts: 60,
    plight: (from) => ({ type: 'presses', from, times: 2, every: seconds(60) }),
  },
  {
    times: 2,
    between: UPRIGHT,
    owed: silent,
    what: 'fainted and stays down',
    as: A_LOOK,
    within: 30,
    lasts: 240,
    plight: (from, until) => ({
      type: 'faint',
      from,
      until,
      comesRoundAfter: 'never',
      sensed: 'not',
    }),
  },
  {
    times: 2,
    between: UPRIGHT,
    owed: silent,
    what: 'on the floor, motionless, no fall felt',
    as: A_LOOK,
    within: 30,
    lasts: 240,
    plight: (from, until) => ({
      type: 'on-the-floor',
      from,
      until,
      lies: 'motionless',
      sensed: 'not',
    }),
  },
  {
    times: 3,
    between: UPRIGHT,
    owed: fallen,
    what: 'fell and stays down, the band asks',
    as: FALL,
    within: 1.5,
    lasts: 180,
    plight: (from, until) => ({
      type: 'on-the-floor',
      from,
      until,
      lies: 'motionless',
      sensed: 'detected',
    }),
  },
  {
    times: 2,
    between: [[0, 24]],
    owed: fallen,
    what: 'fell, and the band called',
    as: FALL,
    within: 1.5,
    lasts: 180,
    plight: (from, until) => ({
      type: 'on-the-floor',
      from,
      until,
      lies: 'twitching',
      sensed: 'confirmed',
    }),
  },
  {
    times: 1,
    between: [[8, 13]],
    owed: silent,
    what: 'awake on the floor for hours',
    as: A_LOOK,
    within: 240,
    lasts: 480,
    plight: (from, until) => ({
      type: 'on-the-floor',
      from,
      until,
      lies: 'struggling',
      sensed: 'not',
    }),
  },
  {
    times: 1,
    between: [[2, 5]],
    owed: silent,
    what: 'a stroke in bed',
    as: A_LOOK,
    within: 30,
    noticeable: { hour: 7.5 },
    lasts: 600,
    plight: (from, until) => ({ type: 'stroke', from, until, wrist: 'lame' }),
  },
  {
    times: 1,
    between: UPRIGHT,
    owed: silent,
    what: 'the heart has stopped',
    as: A_LOOK,
    within: 30,
    lasts: 240,
    plight: (from, until) => ({ type: 'cardiac-arrest', from, until, wear: 'by-skin' }),
  },
  {
    times: 2,
    between: [[0, 23]],
    owed: vitals,
    what: 'a racing heart',
    as: ILL,
    within: 30,
    lasts: 75,
    plight: (from, until) => ({ type: 'racing-heart', from, until, rate: 146 }),
  },
  {
    times: 1,
    between: [[0, 22]],
    owed: vitals,
    what: 'a slow heart',
    as: ILL,
    within: 30,
    lasts: 240,
    plight: (from, until) => ({ type: 'slow-heart', from, until, rate: 34 }),
  },
  {
    times: 2,
    between: [[1, 4]],
    owed: astray,
    what: 'walks the streets at night',
    as: ['wandering/attention'],
    within: 30,
    noticeable: { after: 10 },
    lasts: 150,
    plight: (from, until) => ({ type: 'wandering', from, until }),
  },
  {
    times: 1,
    between: [[15, 16]],
    owed: astray,
    what: 'does not find home',
    as: A_LOOK,
    within: 60,
    noticeable: { hour: 22 },
    lasts: 500,
    plight: (from, until) => ({ type: 'lost', from, until }),
  },
  {
    times: 3,
    between: [[8, 12]],
    owed: { type: 'matter' },
    what: 'a flu',
    as: ILL,
    within: DAY,
    noticeable: { after: 8 * 60 },
    lasts: 4 * DAY,
    plight: (from, until) => ({ type: 'flu', from, until }),
  },
  {
    times: 1,
    between: [[7, 9]],
    owed: { type: 'matter' },
    what: 'a slow decline',
    as: ILL,
    within: 3 * DAY,
    noticeable: { after: 4 * DAY },
    lasts: 8 * DAY,
    plight: (from, until) => ({ type: 'decline', from, until, over: days(7) }),
  },
  {
    times: 4,
    between: [[8, 12]],
    owed: { type: 'matter' },
    what: 'the band taken off and forgotten',
    as: OFF,
    within: 180,
    lasts: 420,
    plight: (from, until) => ({ type: 'taken-off', from, until, says: 'off', pulse: 'none' }),
  },
  {
    times: 2,
    between: [[8, 12]],
    owed: { type: 'matter' },
    what: 'the band on the table says it is worn',
    as: OFF,
    within: 240,
    lasts: 420,
    plight: (from, until) => ({ type: 'taken-off', from, until, says: 'worn', pulse: 'none' }),
  },
  {
    times: 4,
    between: [[2, 20]],
    owed: { type: 'matter' },
    what: 'the battery runs down',
    as: ['battery/notice'],
    within: 12 * 60,
    noticeable: { after: -14 * 60 },
    lasts: 12 * 60,
    plight: (from, until) => ({ type: 'flat-battery', from, until }),
  },
  {
    times: 3,
    between: [[8, 12]],
    owed: { type: 'nothing' },
    what: 'a loose strap',
    lasts: 2 * DAY,
    plight: (from, until) => ({ type: 'loose-strap', from, until }),
  },
  {
    times: 1,
    between: [[8, 9]],
    owed: { type: 'nothing' },
    what: 'a broken sensor',
    lasts: 7 * DAY,
    plight: (from, until) => ({ type: 'broken-sensor', from, until }),
  },
  {
    times: 2,
    between: [[0, 24]],
    owed: { type: 'nothing' },
    what: 'a wrong clock',
    lasts: 5 * DAY,
    plight: (from, until) => ({ type: 'wrong-clock', from, until, by: hours(-5) }),
  },
  {
    times: 2,
    between: [[9, 11]],
    owed: { type: 'nothing' },
    what: 'away with the children, the band along',
    lasts: 4 * DAY,
    plight: (from, until) => ({ type: 'away', from, until: until, band: 'comes-along' }),
  },
];
