import { minutes } from '../../domain/time.ts';
import type { Story } from '../story.ts';

export const fallInTheBathroom: Story = {
  type: 'live',
  name: 'fall-in-the-bathroom',
  tells: 'One wearer falls and lies still; the countdown passes unanswered; help comes later.',
  begins: 'now',
  lasts: minutes(20),
  script: () => [
    { at: minutes(2), who: 0, act: { type: 'fall', impact: 3.4 } },
    // Half a minute for a movement, then half a minute counted down aloud.
    { at: minutes(3), who: 0, act: { type: 'end-countdown', phase: 'confirmed' } },
    { at: minutes(17), who: 0, act: { type: 'get-up' } },
  ],
};
