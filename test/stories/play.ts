// A story, played: its messages through a watcher, what that told through the score.
import type { RecordedVerdict } from '../../alerts/port.ts';
import { learned } from './learned.ts';
import { OurRules } from './ours.ts';
import { policiesOf, rosterOf } from './roster.ts';
import { type Alarm, type Score, scoreOf } from './score.ts';
import type { LabelledStory } from './story.ts';
import { type Watcher, watch } from './watcher.ts';

interface Played {
  readonly alarms: readonly Alarm[];
  readonly score: Score;
}

/** Through our rules, with all they have said of the people meanwhile, told to anybody or not. */
export function playOurs(
  story: LabelledStory,
): Played & { readonly verdicts: readonly RecordedVerdict[] } {
  const policies = policiesOf(story);
  const rules = new OurRules(rosterOf(story), story.from, policies);
  const policyName = JSON.stringify([story.policy, story.people.map(({ policy }) => policy)]);
  for (const past of story.past) rules.knows(learned(past, policies, policyName));
  return { ...playOn(story, rules), verdicts: rules.verdicts };
}

export function playOn(story: LabelledStory, watcher: Watcher): Played {
  watch(watcher, story.messages(), story.until);
  const { alarms } = watcher;
  return { alarms, score: scoreOf(alarms, story.labels, { from: story.from, to: story.until }) };
}
