// The people of the stories, each with an ordinary life of the simulator's. Four weeks of it come before
// most stories: long enough to know what is usual for somebody.
import {
  days,
  type Instant,
  type Millis,
  millis,
  minus,
  minutes,
  plus,
} from '../../domain/time.ts';
import { makeBand } from '../../simulator/band.ts';
import { diceFor, makeDice } from '../../simulator/dice.ts';
import type { Band } from '../../simulator/life.ts';
import { heard } from '../../simulator/month.ts';
import { befall, type Plight } from '../../simulator/plights.ts';
import { inventWearer, type Wearer } from '../../simulator/wearer.ts';
import { band, resident } from '../support/given.ts';
import type { Past, Person, Said } from './story.ts';
import { Tape } from './tape.ts';

export interface Character {
  readonly person: Person;
  readonly wearer: Wearer;
  /** From one heartbeat to the next. */
  readonly interval: Millis;
  /** Percent, at the beginning of all. */
  readonly battery: number;
  /** By so much its heartbeats come later than those of the first band. */
  readonly phase: Millis;
}

const DICE = makeDice(20260310);

/** Nobody in particular: 71 at rest, 97 %, up at six, charges in the evening, never out of reach. */
const ORDINARY: Partial<Wearer> = {
  rhythm: 'regular',
  restingHeartRate: 71,
  spo2: 97,
  wakesAt: 6 * 60,
  sleepsAt: 21 * 60 + 10,
  pace: 74,
  walks: 0.8,
  naps: true,
  charges: 'in-the-evening',
  batteryDays: 3,
  nights: 'wears-it',
  datum: 'WGS84',
  // What else may happen on a day is told by the story, or does not happen.
  medicine: 'none',
  oxygenEvery: 1,
  nightTrips: 1,
  visits: 0,
  bath: 'keeps-it-on',
  strap: 'snug',
  wearFlag: 'honest',
  falseFalls: 0,
};

interface Differences {
  readonly life?: Partial<Omit<Wearer, 'home'>>;
  readonly coverage?: Wearer['home']['coverage'];
  readonly interval?: Millis;
  readonly battery?: number;
  readonly person?: Partial<Omit<Person, 'id' | 'bandId'>>;
}

/** @param key of the person: `lin` wears the band `b-lin`. */
export function character(key: string, different: Differences = {}): Character {
  const { life = {}, coverage = 'good', interval = minutes(1), battery = 80 } = different;
  const invented = inventWearer(diceFor(DICE, key), {});
  const home = { ...invented.home, coverage };
  return {
    person: {
      id: resident(`r-${key}`),
      name: key,
      bandId: band(`b-${key}`),
      home,
      ...different.person,
    },
    wearer: { ...invented, ...ORDINARY, ...life, home },
    interval,
    battery,
    phase: millis(0),
  };
}

/** Somebody thrown by the dice, as one of many. */
export function neighbour(nth: number, place: Pick<Person, 'compound' | 'building'>): Character {
  const key = `n${nth + 1}`;
  return {
    person: { id: resident(`r-${key}`), name: key, bandId: band(`b-${key}`), ...place },
    wearer: {
      ...inventWearer(diceFor(DICE, key), { coverage: 'good', charges: 'in-the-evening' }),
      visits: 0,
      falseFalls: 0,
    },
    interval: minutes(1),
    battery: 60 + (nth % 40),
    phase: millis(nth * 757),
  };
}

export const HISTORY_DAYS = 28;

const starting = ({ person, wearer, battery, phase }: Character, at: Instant): Band =>
  makeBand({ id: person.bandId, wearer, at: plus(at, phase), boot: 1, battery }, DICE);

export const pastOf = (who: Character, to: Instant, length = HISTORY_DAYS): Past => {
  const from = minus(to, days(length));
  const { person, interval } = who;
  return {
    key: `${person.bandId} ${length} days to ${to}`,
    person,
    from,
    to,
    *said(): Iterable<Said> {
      const course = { band: starting(who, from), until: to, interval };
      for (const { at, message } of heard(course)) yield { at, bandId: person.bandId, message };
    },
  };
};

/** Where the past has left a band; lived once, however many stories begin there. */
const afterwards = new Map<string, Band>();

export function bandAfter(who: Character, to: Instant, length: number): Band {
  const key = `${who.person.bandId} ${length} ${to}`;
  const known = afterwards.get(key);
  if (known !== undefined) return known;
  const life = heard({
    band: starting(who, minus(to, days(length))),
    until: to,
    interval: who.interval,
  });
  let step = life.next();
  while (!step.done) step = life.next();
  afterwards.set(key, step.value);
  return step.value;
}

export interface Day {
  readonly from: Instant;
  readonly until: Instant;
  /** Ordinary days before it. */
  readonly pastDays: number;
}

export interface Today {
  /** What happens. */
  readonly befalls?: readonly Plight[];
  /** From the next midnight on they live otherwise: sleep longer, walk more. */
  readonly otherwise?: Partial<Wearer>;
  /** Percent, at the beginning of the story. */
  readonly battery?: number;
}

/** What the band of somebody says on the day of the story. */
export function dayOf(who: Character, { from, until, pastDays }: Day, today: Today): Tape {
  const { befalls = [], otherwise = {}, battery } = today;
  const before = pastDays === 0 ? starting(who, from) : bandAfter(who, from, pastDays);
  const wearer = { ...before.wearer, ...otherwise };
  const changed = { ...before, wearer, ...(battery !== undefined && { battery }) };
  const { bandId } = who.person;
  const said: Said[] = [];
  for (const { at, message } of heard({
    band: befall(changed, ...befalls),
    until,
    interval: who.interval,
  })) {
    said.push({ at, bandId, message });
  }
  return new Tape(bandId, said);
}
