import { minutes, plus } from '../../domain/time.ts';
import { everyNth, type Story } from '../story.ts';

export const powerCut: Story = {
  type: 'live',
  name: 'power-cut',
  tells:
    'A compound’s gateway is without power for half an hour: a third of the bands fall silent at once.',
  begins: 'now',
  lasts: minutes(45),
  script: ({ size, begins }) => {
    const span = { from: plus(begins, minutes(3)), until: plus(begins, minutes(33)) };
    return everyNth(size, 3).map((who) => ({
      at: minutes(0),
      who,
      act: { type: 'befall', plight: { type: 'power-cut', ...span } } as const,
    }));
  },
};
