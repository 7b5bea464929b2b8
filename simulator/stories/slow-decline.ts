import { days, minutes, plus } from '../../domain/time.ts';
import type { Story } from '../story.ts';

export const slowDecline: Story = {
  type: 'live',
  name: 'slow-decline',
  tells:
    'Pneumonia comes over four days to one wearer and flu to another; best seen at --speed 500.',
  begins: 'now',
  lasts: days(6),
  script: ({ size, begins }) => {
    const from = plus(begins, days(1));
    return [
      {
        at: minutes(0),
        who: 0,
        act: { type: 'befall', plight: { type: 'decline', from, over: days(4) } },
      },
      {
        at: minutes(0),
        who: Math.min(1, size - 1),
        act: { type: 'befall', plight: { type: 'flu', from, until: plus(from, days(3)) } },
      },
    ];
  },
};
