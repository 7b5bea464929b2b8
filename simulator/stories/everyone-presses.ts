import { minutes, seconds } from '../../domain/time.ts';
import { between } from '../dice.ts';
import type { Story } from '../story.ts';

export const everyonePresses: Story = {
  type: 'live',
  name: 'everyone-presses',
  tells: 'The earth shakes: every wearer presses within ten seconds, and again until answered.',
  begins: 'now',
  lasts: minutes(4),
  script: ({ size, dice }) =>
    Array.from({ length: size }, (_, who) => ({
      at: seconds(between(dice, who, 60, 70)),
      who,
      act: { type: 'press', patience: 'insistent' } as const,
    })),
};
