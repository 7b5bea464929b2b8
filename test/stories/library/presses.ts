// A press is an emergency, whatever comes with it.
import { type hours, instant, minutes, plus, seconds } from '../../../domain/time.ts';
import { clock } from '../../support/given.ts';
import { needs, pressed, scene } from '../scene.ts';
import type { LabelledStory } from '../story.ts';
import { HE, LIN, QIAN, WANG, ZHOU } from './cast.ts';

const everyHalfHour = Array.from({ length: 20 }, (_, n) =>
  plus(clock('08:10:20'), minutes(n * 37)),
);

const yearsAgo = instant(0) - clock('10:00');

export const presses: readonly LabelledStory[] = [
  scene({
    name: 'one-press',
    title: 'one press is one emergency',
    cast: [LIN],
    until: clock('11:00'),
    script: (today) => [today(LIN).presses(clock('10:12:20'))],
    labels: { emergencies: [pressed(LIN, clock('10:12:20'))] },
  }),
  scene({
    name: 'talkative-presser',
    title: 'who presses twenty times in a day is answered twenty times',
    cast: [QIAN],
    until: clock('22:00'),
    script: (today) => [everyHalfHour.reduce((tape, at) => tape.presses(at), today(QIAN))],
    labels: {
      emergencies: everyHalfHour.map((at) => ({
        ...pressed(QIAN, at),
        until: plus(at, minutes(30)),
      })),
    },
  }),
  scene({
    name: 'press-garbled',
    title: 'a press that nobody can read is an emergency',
    cast: [WANG],
    until: clock('11:00'),
    script: (today) => [today(WANG).mumbles(clock('10:30:07'), 'sos', '\u0001\u0002{{sos')],
    labels: { emergencies: [pressed(WANG, clock('10:30:07'))] },
  }),
  scene({
    name: 'press-of-1970',
    title: 'a press by a clock of 1970 is an emergency of now',
    cast: [LIN],
    until: clock('12:00'),
    script: (today) => [
      today(LIN)
        .presses(clock('11:00:11'), 'p-1970')
        .clockOff(clock('10:00'), clock('12:00'), yearsAgo as ReturnType<typeof hours>),
    ],
    labels: { emergencies: [pressed(LIN, clock('11:00:11'))] },
  }),
  scene({
    name: 'press-in-backlog',
    title: 'a press kept for six hours without signal is an emergency as soon as it is heard',
    cast: [ZHOU],
    until: clock('17:00'),
    script: (today) => [
      today(ZHOU).presses(clock('10:02:10'), 'p-late').keptBack(clock('09:50'), clock('16:00')),
    ],
    labels: {
      emergencies: [
        needs(ZHOU, {
          shows: 'pressed',
          what: 'pressed where no signal reached',
          from: clock('10:02:10'),
          noticeable: clock('16:00'),
          within: 1,
          as: ['sos/emergency'],
        }),
      ],
      // A band out of reach for six hours of the day is asked after.
      fair: [
        { residentId: ZHOU.person.id, what: 'six hours without a word', from: clock('10:20') },
      ],
    },
  }),
  scene({
    name: 'press-doubled',
    title: 'a press delivered twice is one emergency',
    cast: [LIN],
    until: clock('11:00'),
    script: (today) => [
      today(LIN).presses(clock('10:12:20'), 'p-1').doubled(clock('10:12'), clock('10:13')),
    ],
    labels: { emergencies: [pressed(LIN, clock('10:12:20'))] },
  }),
  scene({
    name: 'press-on-last-percent',
    title: 'a press on the last percent of the battery is an emergency first',
    cast: [HE],
    until: clock('08:00'),
    script: (today) => [today(HE, { battery: 4 }).presses(clock('00:31:09'), 'p-flat')],
    labels: {
      emergencies: [pressed(HE, clock('00:31:09'))],
      fair: [{ residentId: HE.person.id, what: 'the band is flat', from: clock('00:00') }],
    },
  }),
  scene({
    name: 'press-after-press',
    title: 'who presses again after an answered call is an emergency again',
    cast: [LIN],
    until: clock('12:00'),
    script: (today) => [
      today(LIN)
        .presses(clock('10:05:04'), 'p-1')
        .presses(plus(clock('10:35:30'), seconds(3)), 'p-2'),
    ],
    labels: {
      emergencies: [
        { ...pressed(LIN, clock('10:05:04')), until: clock('10:30') },
        pressed(LIN, clock('10:35:33')),
      ],
    },
  }),
];
