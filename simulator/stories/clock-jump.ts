import { days, instant, minutes, plus, seconds } from '../../domain/time.ts';
import { everyNth, type Moment, type Story } from '../story.ts';

const JUMPS = minutes(2);
const PRESSES = minutes(4);
const SET_RIGHT = minutes(8);

export const clockJump: Story = {
  type: 'live',
  name: 'clock-jump',
  tells: 'Some clocks fall back to 1970 after a reboot, some run a week ahead; both kinds press.',
  begins: 'now',
  lasts: minutes(10),
  script: ({ size, begins }) =>
    everyNth(size, 10).flatMap((who, nth): readonly Moment[] => {
      const ahead = nth % 2 === 1;
      const shows = ahead ? plus(plus(begins, JUMPS), days(7)) : instant(seconds(3));
      const right = plus(begins, SET_RIGHT);
      return [
        ...(ahead ? [] : [{ at: JUMPS, who, act: { type: 'reboot' } } as const]),
        { at: JUMPS, who, act: { type: 'set-clock', shows } },
        { at: PRESSES, who, act: { type: 'press', patience: 'patient' } },
        { at: SET_RIGHT, who, act: { type: 'set-clock', shows: right } },
      ];
    }),
};
