// What is found, how soon, and what is told in vain: our rules on all labelled stories and on simulated
// months, and beside them the plain rules of peers on the very same messages.
import { join } from 'node:path';
import { minutes, seconds } from '../../domain/time.ts';
import { ALL_STORIES } from '../stories/library.ts';
import { Month } from '../stories/month.ts';
import { OurRules } from '../stories/ours.ts';
import { playOn, playOurs } from '../stories/play.ts';
import { policiesOf, rosterOf } from '../stories/roster.ts';
import { type Score, scoreOf } from '../stories/score.ts';
import { shortcomings } from '../stories/shortcomings.ts';
import { isQuiet, type LabelledStory } from '../stories/story.ts';
import { figuresOf, type Measured, publish, together } from './detection-table.ts';
import type { Benchmark } from './measure.ts';
import { PeersRules } from './peers.ts';

const PAGE = join(import.meta.dirname, '../../docs/detection.md');
const MONTH_DAYS = 30;
/** The least and the most that tuned and untuned fall detectors are known for, of 79 wearers. */
const MONTHS = [
  { seed: 1, falseFallsADay: 2 },
  { seed: 2, falseFallsADay: 30 },
] as const;
/** A tick a minute is enough where a month passes; finer while something rings. */
const PACE = { tense: seconds(15), calm: minutes(1) };

export const detection: Benchmark = async () => {
  const library = measureLibrary();
  const months = MONTHS.map(({ seed, falseFallsADay }) =>
    measureMonth(`a month of 79 lives, ${falseFallsADay} false falls a day`, {
      seed,
      falseFallsADay,
    }),
  );
  const measured = [library, ...months];
  if (process.argv.includes('--publish')) publish(PAGE, measured, notFound());
  return measured.flatMap(figuresOf);
};

/** Of each story whose labels our rules did not satisfy: why. */
const faults = new Map<string, readonly string[]>();
const notFound = (): readonly string[] =>
  [...faults].flatMap(([name, found]) => found.map((fault) => `${name}: ${fault}`));

function measureLibrary(): Measured {
  const ours: Score[] = [];
  const peers: Score[] = [];
  for (const story of ALL_STORIES) {
    const { score } = playOurs(story);
    const found = shortcomings(story, score);
    if (found.length > 0) faults.set(story.name, found);
    ours.push(score);
    peers.push(playOn(story, new PeersRules(story.people.map(asDevice), story.from)).score);
  }
  const quiet = ALL_STORIES.filter(isQuiet).length;
  const residentDays = ALL_STORIES.reduce((sum, story) => sum + daysOf(story), 0);
  return {
    what: `${ALL_STORIES.length} labelled stories, ${quiet} of them quiet`,
    residents: undefined,
    residentDays,
    ours: together(ours),
    peers: together(peers),
  };
}

const daysOf = ({ people, from, until }: LabelledStory): number =>
  (people.length * (until - from)) / 86_400_000;

function measureMonth(
  what: string,
  options: { readonly seed: number; readonly falseFallsADay: number },
): Measured {
  const month = new Month({ ...options, days: MONTH_DAYS });
  const ours = new OurRules(rosterOf(month), month.from, policiesOf(month), PACE);
  const peers = new PeersRules(month.people.map(asDevice), month.from);
  month.watch(ours, peers);
  const span = { from: month.from, to: month.until };
  return {
    what,
    residents: month.people.length,
    residentDays: month.people.length * MONTH_DAYS,
    ours: together([scoreOf(ours.alarms, month.labels, span)]),
    peers: together([scoreOf(peers.alarms, month.labels, span)]),
  };
}

const asDevice = ({ bandId, id, home }: LabelledStory['people'][number]) => ({
  bandId,
  residentId: id,
  ...(home !== undefined && { home }),
});
