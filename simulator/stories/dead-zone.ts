import { minutes } from '../../domain/time.ts';
import { everyNth, type Moment, type Story } from '../story.ts';

export const deadZone: Story = {
  type: 'live',
  name: 'dead-zone',
  tells: 'Every eighth wearer is out of coverage for 40 minutes; the first presses in there.',
  begins: 'now',
  lasts: minutes(50),
  script: ({ size }) => [
    ...everyNth(size, 8).flatMap((who): readonly Moment[] => [
      { at: minutes(3), who, act: { type: 'leave-coverage' } },
      { at: minutes(43), who, act: { type: 'enter-coverage' } },
    ]),
    { at: minutes(20), who: 0, act: { type: 'press', patience: 'patient' } },
  ],
};
