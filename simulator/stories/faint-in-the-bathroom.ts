import { minutes, plus } from '../../domain/time.ts';
import type { Story } from '../story.ts';

const FAINTS = minutes(5);
const FOUND = minutes(80);

export const faintInTheBathroom: Story = {
  type: 'live',
  name: 'faint-in-the-bathroom',
  tells: 'One wearer faints in the morning; the band feels no fall, and nothing moves any more.',
  begins: { minuteOfDay: 9 * 60 + 30 },
  lasts: minutes(90),
  script: ({ begins }) => [
    {
      at: minutes(0),
      who: 0,
      act: {
        type: 'befall',
        plight: {
          type: 'faint',
          from: plus(begins, FAINTS),
          until: plus(begins, FOUND),
          comesRoundAfter: 'never',
          sensed: 'not',
        },
      },
    },
  ],
};
