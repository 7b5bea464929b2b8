import { hours, minutes, plus } from '../../domain/time.ts';
import type { Story } from '../story.ts';

const LEAVES = minutes(10);
const BROUGHT_HOME = hours(2);

export const nightWandering: Story = {
  type: 'live',
  name: 'night-wandering',
  tells:
    'At ten past two one wearer leaves the house and walks away; somebody brings her home at four.',
  begins: { minuteOfDay: 2 * 60 },
  lasts: hours(2.5),
  script: ({ begins }) => [
    {
      at: minutes(0),
      who: 0,
      act: {
        type: 'befall',
        plight: {
          type: 'wandering',
          from: plus(begins, LEAVES),
          until: plus(begins, BROUGHT_HOME),
        },
      },
    },
  ],
};
