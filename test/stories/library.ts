// All labelled stories.
import { bands } from './library/bands.ts';
import { community } from './library/community.ts';
import { fainting } from './library/fainting.ts';
import { falls } from './library/falls.ts';
import { habits } from './library/habits.ts';
import { heartsAtEase } from './library/hearts-at-ease.ts';
import { illness } from './library/illness.ts';
import { notGettingUp } from './library/not-getting-up.ts';
import { outside } from './library/outside.ts';
import { presses } from './library/presses.ts';
import { strangeData } from './library/strange-data.ts';
import type { LabelledStory } from './story.ts';

interface Theme {
  readonly name: string;
  readonly stories: readonly LabelledStory[];
}

export const LIBRARY: readonly Theme[] = [
  { name: 'presses', stories: presses },
  { name: 'falls', stories: falls },
  { name: 'fainting', stories: fainting },
  { name: 'not getting up', stories: notGettingUp },
  { name: 'illness', stories: illness },
  { name: 'outside', stories: outside },
  { name: 'hearts at ease', stories: heartsAtEase },
  { name: 'habits', stories: habits },
  { name: 'bands', stories: bands },
  { name: 'strange data', stories: strangeData },
  { name: 'the whole community', stories: community },
];

export const ALL_STORIES: readonly LabelledStory[] = LIBRARY.flatMap(({ stories }) => stories);

export const labelledStory = (name: string): LabelledStory | undefined =>
  ALL_STORIES.find((story) => story.name === name);
