// Who does not get up, or does not come back to bed: at first nobody can tell it from sleep.
import { minutes } from '../../../domain/time.ts';
import { clock } from '../../support/given.ts';
import { A_LOOK, needs, scene } from '../scene.ts';
import type { LabelledStory } from '../story.ts';
import { CHEN, LIN } from './cast.ts';

export const notGettingUp: readonly LabelledStory[] = [
  scene({
    name: 'stroke-at-night',
    title: 'who has had a stroke at night is missed when the usual hour of getting up has passed',
    cast: [LIN],
    until: clock('10:00'),
    script: (today) => [
      today(LIN, { befalls: [{ type: 'stroke', from: clock('03:20'), wrist: 'lame' }] }),
    ],
    labels: {
      emergencies: [
        needs(LIN, {
          shows: 'silent',
          what: 'a stroke in bed, the banded wrist lame',
          from: clock('03:20'),
          noticeable: clock('07:00'),
          within: 30,
          as: A_LOOK,
        }),
      ],
    },
  }),
  scene({
    name: 'stroke-other-wrist',
    title:
      'who cannot get up after a stroke, but moves the hand with the band, is missed by mid-morning',
    cast: [LIN],
    until: clock('12:00'),
    script: (today) => [
      today(LIN, { befalls: [{ type: 'stroke', from: clock('04:10'), wrist: 'able' }] }),
    ],
    labels: {
      emergencies: [
        needs(LIN, {
          shows: 'silent',
          what: 'a stroke in bed, the banded wrist able',
          from: clock('04:10'),
          noticeable: clock('07:00'),
          within: 90,
          as: A_LOOK,
        }),
      ],
    },
  }),
  scene({
    name: 'bathroom-at-three',
    title: 'who does not come back from the bathroom at three at night is missed before five',
    cast: [CHEN],
    until: clock('06:00'),
    script: (today) => [
      today(CHEN, {
        befalls: [
          { type: 'on-the-floor', from: clock('03:02'), lies: 'motionless', sensed: 'not' },
        ],
      }).readings(clock('02:56'), clock('06:00'), ({ steps = 0, ...rest }, at) =>
        // Eighteen steps there, and none back.
        ({ ...rest, steps: steps + 18, ...(at < clock('03:02') && { still: minutes(0) }) }),
      ),
    ],
    labels: {
      emergencies: [
        needs(CHEN, {
          shows: 'silent',
          what: 'on the bathroom floor at night',
          from: clock('03:02'),
          within: 118,
          as: A_LOOK,
        }),
      ],
    },
  }),
  scene({
    name: 'nap-without-end',
    title: 'who does not wake from the nap is missed within the hour after it should have ended',
    cast: [LIN],
    until: clock('17:30'),
    script: (today) => [
      today(LIN, { befalls: [{ type: 'stroke', from: clock('13:20'), wrist: 'lame' }] }),
    ],
    labels: {
      emergencies: [
        needs(LIN, {
          shows: 'silent',
          what: 'a stroke during the nap',
          from: clock('13:20'),
          noticeable: clock('14:45'),
          within: 60,
          as: A_LOOK,
        }),
      ],
    },
  }),
];
