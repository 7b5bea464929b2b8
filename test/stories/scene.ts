// The form in which the stories of the library are told.
import { type Instant, plus } from '../../domain/time.ts';
import { clock } from '../support/given.ts';
import { type Character, type Day, dayOf, HISTORY_DAYS, pastOf, type Today } from './lives.ts';
import type { Emergency, LabelledStory, Labels, Matter, PolicyChange, Telling } from './story.ts';
import { type Tape, together } from './tape.ts';

interface Scene {
  readonly name: string;
  readonly title: string;
  readonly cast: readonly Character[];
  /** Absent: midnight before the story's day. */
  readonly from?: Instant;
  readonly until: Instant;
  /** Ordinary days that are known before it; absent: four weeks. */
  readonly pastDays?: number;
  readonly policy?: PolicyChange;
  /** Absent: an ordinary day of everybody. */
  readonly script?: (today: TellToday) => readonly Tape[];
  readonly labels?: Partial<Labels>;
}

/** The tape of somebody's day, with what happens on it. */
export type TellToday = (who: Character, what?: Today) => Tape;

/** A quiet day of one person comes to a few notices at most: a battery, a corner without coverage. */
const LESSER_AT_MOST = 4;

export function scene(told: Scene): LabelledStory {
  const { name, title, cast, until, policy, labels = {} } = told;
  const { from = clock('00:00'), pastDays = HISTORY_DAYS } = told;
  const day: Day = { from, until, pastDays };
  const script = told.script ?? ((today: TellToday) => cast.map((who) => today(who)));
  return {
    name,
    title,
    people: cast.map(({ person }) => person),
    ...(policy !== undefined && { policy }),
    from,
    until,
    past: pastDays === 0 ? [] : cast.map((who) => pastOf(who, from, pastDays)),
    messages: () => together(script((who, what = {}) => dayOf(who, day, what))),
    labels: {
      emergencies: [],
      matters: [],
      fair: [],
      outages: [],
      lesserAtMost: LESSER_AT_MOST,
      ...labels,
    },
  };
}

/** Any of these brings somebody to look. */
export const A_LOOK: readonly Telling[] = [
  'no-sign-of-life/attention',
  'vitals/attention',
  'fall/attention',
  'wandering/attention',
];

type Told<Label extends Matter> = Omit<Label, 'residentId' | 'within'> & {
  /** Minutes. */
  readonly within: number;
};

/** A person who needs somebody. */
export const needs = ({ person }: Character, { within, ...told }: Told<Emergency>): Emergency => ({
  ...told,
  residentId: person.id,
  within: inMinutes(within),
});

/** Something about a band that has to be told. */
export const matter = ({ person }: Character, { within, ...told }: Told<Matter>): Matter => ({
  ...told,
  residentId: person.id,
  within: inMinutes(within),
});

const inMinutes = (n: number) => (n * 60_000) as Matter['within'];

/** A press has to be there at once: the tick of the story is the only wait. */
export const pressed = (who: Character, at: Instant): Emergency =>
  needs(who, {
    shows: 'pressed',
    what: 'pressed for help',
    from: at,
    until: plus(at, inMinutes(60)),
    within: 1,
    as: ['sos/emergency'],
  });
