// Quiet ones: bodies that are unlike the book and well, and wrists that read badly.
import { minutes, seconds } from '../../../domain/time.ts';
import { clock } from '../../support/given.ts';
import { scene } from '../scene.ts';
import type { LabelledStory } from '../story.ts';
import { heartAt, oxygenAt } from '../wrist.ts';
import { CHEN, LIN, QIAN, SUN, WANG, ZHAO } from './cast.ts';

export const heartsAtEase: readonly LabelledStory[] = [
  scene({
    name: 'ordinary-days',
    title: 'three ordinary days are quiet',
    cast: [LIN],
    until: clock('00:00', 3),
  }),
  scene({
    name: 'copd-at-ninety',
    title: 'who lives with 90 % by the doctor’s scale is left in peace for three days',
    cast: [ZHAO],
    until: clock('00:00', 3),
  }),
  scene({
    name: 'fibrillation',
    title: 'a heart that has fibrillated for years is left in peace for three days',
    cast: [QIAN],
    until: clock('00:00', 3),
  }),
  scene({
    name: 'pacemaker',
    title: 'a heart that a pacemaker holds at 60, asleep and on the stairs, is left in peace',
    cast: [SUN],
    until: clock('00:00', 2),
    script: (today) => [
      today(SUN).readings(clock('00:00'), clock('00:00', 2), (reading, _, nth) =>
        reading.heartRate === undefined ? reading : { ...reading, heartRate: heartAt(61, nth) },
      ),
    ],
  }),
  scene({
    name: 'stairs',
    title: 'six flights of stairs at 128 are no alarm',
    cast: [WANG],
    until: clock('12:00'),
    script: (today) => [
      today(WANG)
        .paced(clock('09:30'), clock('09:52'), 60)
        .readings(clock('09:30'), clock('09:52'), (reading, _, nth) => ({
          ...reading,
          heartRate: heartAt(128, nth),
          still: seconds(4),
        })),
    ],
  }),
  scene({
    name: 'square-dance',
    title: 'an hour of dancing in the square at 118 is no alarm',
    cast: [LIN],
    until: clock('23:00'),
    script: (today) => [
      today(LIN)
        .paced(clock('18:30'), clock('19:35'), 30)
        .readings(clock('18:30'), clock('19:35'), (reading, _, nth) => ({
          ...reading,
          worn: true,
          charging: false,
          heartRate: heartAt(118, nth * 3),
          still: seconds(2),
        })),
    ],
  }),
  scene({
    name: 'single-dips',
    title: 'one oxygen reading of 84 every twenty minutes of a night is no alarm',
    cast: [LIN],
    until: clock('08:00'),
    script: (today) => [
      today(LIN).readings(clock('00:30'), clock('05:30'), (reading, _, nth) =>
        nth % 20 === 7 ? { ...reading, spo2: 84 } : reading,
      ),
    ],
  }),
  scene({
    name: 'single-beats',
    title: 'one heart rate of 160 or 32 now and then is no alarm',
    cast: [CHEN],
    until: clock('22:00'),
    script: (today) => [
      today(CHEN).readings(clock('00:00'), clock('22:00'), (reading, _, nth) =>
        nth % 17 === 5 ? { ...reading, heartRate: nth % 2 === 0 ? 160 : 32 } : reading,
      ),
    ],
  }),
  scene({
    name: 'cold-hands',
    title: 'cold hands that read 80 to 90 % on a winter walk are no alarm',
    cast: [WANG],
    until: clock('12:00'),
    script: (today) => [
      today(WANG).readings(clock('08:30'), clock('09:20'), (reading, _, nth) => ({
        ...reading,
        still: seconds(nth % 40),
        spo2: oxygenAt(nth % 3 === 0 ? 90 : 83, nth * 7),
        temperature: 28.5,
      })),
    ],
  }),
  scene({
    name: 'a-fright',
    title: 'eight minutes at 115 after a telephone call are no alarm',
    cast: [LIN],
    until: clock('13:00'),
    script: (today) => [
      today(LIN).readings(clock('10:00'), clock('10:08'), (reading, _, nth) => ({
        ...reading,
        heartRate: heartAt(115, nth),
        still: minutes(1),
      })),
    ],
  }),
];
