// Where the score of a story is not what its labels ask for, in sentences.
import { formatRfc3339 } from '../../domain/time.ts';
import { type Alarm, type Found, isFound, type Score } from './score.ts';
import type { LabelledStory } from './story.ts';

export function shortcomings(story: LabelledStory, score: Score): readonly string[] {
  const { lesserAtMost } = story.labels;
  return [
    ...[...score.emergencies, ...score.matters].filter((one) => !isFound(one)).map(notFound),
    ...score.falseAlarms.map(falselyTold),
    ...score.outages
      .filter((incidents) => incidents > 1)
      .map((incidents) => `one outage was told in ${incidents} incidents`),
    ...(score.lesser.length > lesserAtMost
      ? [
          `${score.lesser.length} notices and work list lines, at most ${lesserAtMost}: ` +
            [...new Set(score.lesser.map(({ reason }) => reason))].join(', '),
        ]
      : []),
  ];
}

const notFound = ({ matter, delay }: Found): string => {
  const when = delay === undefined ? 'never told' : `told after ${inMinutes(delay)}`;
  return `${matter.residentId}: ${matter.what}: ${when}, asked for within ${inMinutes(matter.within)}`;
};

const inMinutes = (millis: number): string => `${Math.round(millis / 6_000) / 10} min`;

const falselyTold = ({ residentId, kind, priority, reason, at }: Alarm): string =>
  `${residentId ?? 'the service'}: ${kind}/${priority} (${reason}) at ${formatRfc3339(at)}, and nothing was the matter`;
