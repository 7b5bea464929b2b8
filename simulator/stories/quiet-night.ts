import { hours } from '../../domain/time.ts';
import type { Story } from '../story.ts';

export const quietNight: Story = {
  type: 'live',
  name: 'quiet-night',
  tells: 'Everybody sleeps from 22:00 to 06:30; nothing may ring.',
  begins: { minuteOfDay: 22 * 60 },
  lasts: hours(8.5),
  script: () => [],
};
