// What happens in the second half of a simulated month: to whom and when is thrown, how often is written
// down here, and with it what a service owes each of these people.
import type { ResidentId } from '../../domain/ids.ts';
import { days, hours, type Instant, instant, minutes, plus, seconds } from '../../domain/time.ts';
import { between, type Dice, diceFor, pick, shuffled, wholeBetween } from '../../simulator/dice.ts';
import type { Band } from '../../simulator/life.ts';
import { type Plight, swapBands } from '../../simulator/plights.ts';
import type { Emergency, Labels, MassOutage, Matter, Person, Telling } from './story.ts';

/** By the number of the wearer. */
export interface Plan {
  readonly plights: ReadonlyMap<number, readonly Plight[]>;
  readonly labels: (people: readonly Person[]) => Labels;
}

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

interface Happening {
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

const LOOK: readonly Telling[] = [
  'no-sign-of-life/attention',
  'vitals/attention',
  'fall/attention',
  'wandering/attention',
];
const FALL: readonly Telling[] = ['fall/emergency'];
const ILL: readonly Telling[] = ['vitals/attention', 'no-sign-of-life/attention'];
const OFF: readonly Telling[] = ['band-off/notice', 'technical/technical'];
const DAY = 24 * 60;

/** In the order in which people are taken for it. Times in minutes. */
const HAPPENINGS: readonly Happening[] = [
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
    as: LOOK,
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
    as: LOOK,
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
    as: LOOK,
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
    as: LOOK,
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
    as: LOOK,
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
    as: LOOK,
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
    plight: (from, until) => ({ type: 'wrong-clock', from, until, by: hours(-5) as never }),
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

interface Happened {
  readonly who: number;
  readonly plight: Plight;
  readonly happening: Happening;
}

export function planMonth(bands: readonly Band[], from: Instant, length: number, dice: Dice): Plan {
  const order = shuffled(diceFor(dice, 'order'), [...bands.keys()]);
  const happened = HAPPENINGS.flatMap((happening, kind) =>
    Array.from({ length: happening.times }, (_, nth) => ({ happening, kind, nth })),
  ).map(({ happening, kind, nth }, place): Happened => {
    const own = diceFor(diceFor(dice, kind), nth);
    const day = wholeBetween(own, 1, Math.ceil(length / 2), length - 2);
    const begins = begin(from, day, happening, own);
    const ends = plus(begins, minutes(happening.lasts));
    return {
      who: order[place % order.length] ?? 0,
      plight: happening.plight(begins, ends),
      happening,
    };
  });
  const shared = sharedTroubles(bands, order, from, length);
  const plights = Map.groupBy([...happened, ...shared.troubles], ({ who }) => who);
  return {
    plights: new Map([...plights].map(([who, list]) => [who, list.map(({ plight }) => plight)])),
    labels: (people) => labelsOf(people, happened, shared),
  };
}

function begin(from: Instant, day: number, { between: spans }: Happening, dice: Dice): Instant {
  const [first, last] = pick(dice, 3, spans);
  return instant(Math.round(from + (day * 24 + between(dice, 2, first, last)) * 3_600_000));
}

/** Wearers of one compound follow each other. */
export const COMPOUND_SIZE = 20;

interface Shared {
  readonly troubles: readonly { readonly who: number; readonly plight: Plight }[];
  readonly outages: readonly (Omit<MassOutage, 'people'> & { readonly who: readonly number[] })[];
  readonly exchanged: {
    readonly who: readonly number[];
    readonly from: Instant;
    readonly until: Instant;
  };
}

/** A compound without power, an hour without network, new firmware for all, two bands exchanged. */
function sharedTroubles(
  bands: readonly Band[],
  order: readonly number[],
  from: Instant,
  length: number,
): Shared {
  const on = (share: number, hour: number): Instant =>
    plus(from, hours(Math.floor(length * share) * 24 + hour));
  const all = [...bands.keys()];
  const compound = all.slice(COMPOUND_SIZE, 2 * COMPOUND_SIZE);
  const cut = { from: on(0.3, 16.2), to: on(0.3, 17.9) };
  const away = { from: on(0.45, 10.4), to: on(0.45, 11.3) };
  const update = { from: on(0.2, 14), to: on(0.2, 15) };
  const [one = 0, other = 1] = order.slice(-2);
  const until = on(0.9, 12);
  const exchanged = { who: [one, other], from: on(0.8, 8), until };
  const swapped = swapBands([bands[one] as Band, bands[other] as Band], exchanged.from, until);
  return {
    troubles: [
      ...compound.map((who) => ({
        who,
        plight: { type: 'power-cut', from: cut.from, until: cut.to } as const,
      })),
      ...all.map((who) => ({
        who,
        plight: { type: 'no-coverage', from: away.from, until: away.to } as const,
      })),
      ...all.map((who) => ({
        who,
        plight: { type: 'reboot', from: plus(update.from, seconds(45 * who)) } as const,
      })),
      ...swapped.flatMap((band, n) =>
        band.plights.map((plight) => ({ who: n === 0 ? one : other, plight })),
      ),
    ],
    outages: [
      { ...cut, who: compound },
      { ...away, who: all },
      { ...update, who: all },
    ],
    exchanged,
  };
}

function labelsOf(
  people: readonly Person[],
  happened: readonly Happened[],
  shared: Shared,
): Labels {
  const id = (who: number): ResidentId => {
    const person = people[who];
    if (person === undefined) throw new Error(`nobody is number ${who}`);
    return person.id;
  };
  const emergencies: Emergency[] = [];
  const matters: Matter[] = [];
  for (const { who, plight, happening } of happened) {
    const matter = matterOf(id(who), plight, happening);
    const { owed } = happening;
    if (owed.type === 'emergency') emergencies.push({ ...matter, shows: owed.shows });
    if (owed.type === 'matter') matters.push(matter);
  }
  const { exchanged } = shared;
  return {
    emergencies,
    matters,
    fair: exchanged.who.map((who) => ({
      residentId: id(who),
      what: 'the band tells somebody else’s life',
      from: exchanged.from,
      until: exchanged.until,
    })),
    outages: shared.outages.map(({ who, ...span }) => ({ ...span, people: who.map(id) })),
    lesserAtMost: Number.POSITIVE_INFINITY,
  };
}

function matterOf(residentId: ResidentId, plight: Plight, happening: Happening): Matter {
  const { what, as = [], within = 0, noticeable, lasts } = happening;
  const at = noticeableAt(plight.from, noticeable);
  return {
    residentId,
    what,
    // What announces itself is known before it begins.
    from: instant(Math.min(plight.from, at)),
    noticeable: at,
    until: plus(plight.from, minutes(lasts + AFTERWARDS)),
    within: minutes(within),
    as,
  };
}

/** An alarm that comes when somebody has just been helped up is no false one. */
const AFTERWARDS = 60;

function noticeableAt(from: Instant, noticeable: Happening['noticeable']): Instant {
  if (noticeable === undefined) return from;
  if ('after' in noticeable) return plus(from, minutes(noticeable.after));
  const midnight = Math.floor((from + hours(8)) / days(1)) * days(1) - hours(8);
  return instant(Math.max(from, midnight + noticeable.hour * hours(1)));
}
