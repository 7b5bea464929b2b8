// Quiet ones: strange clocks, late and doubled batches, and other people's firmware.
import { days, hours, instant, millis, minutes, seconds } from '../../../domain/time.ts';
import { clock } from '../../support/given.ts';
import { A_LOOK, needs, scene } from '../scene.ts';
import type { LabelledStory } from '../story.ts';
import { CHEN, LIN, WANG, ZHOU } from './cast.ts';

const from = clock('00:00');

export const strangeData: readonly LabelledStory[] = [
  scene({
    name: 'clock-of-1970',
    title: 'a band that starts with a clock of 1970 lives through an ordinary day',
    cast: [LIN],
    until: clock('00:00', 1),
    script: (today) => [
      today(LIN).clockOff(clock('08:00'), clock('00:00', 1), millis(instant(0) - clock('08:00'))),
    ],
  }),
  scene({
    name: 'clock-of-next-week',
    title: 'a band whose clock is a week ahead lives through an ordinary day',
    cast: [WANG],
    until: clock('00:00', 1),
    script: (today) => [today(WANG).clockOff(clock('06:00'), clock('18:00'), days(7))],
  }),
  scene({
    name: 'local-time-as-utc',
    title: 'a band that calls local time UTC is ordinary, and so is its backlog',
    cast: [ZHOU],
    until: clock('00:00', 1),
    script: (today) => [
      today(ZHOU)
        .keptBack(clock('10:00'), clock('10:35'))
        .clockOff(from, clock('00:00', 1), hours(8)),
    ],
    labels: { lesserAtMost: 6 },
  }),
  scene({
    name: 'backlog-of-six-hours',
    title: 'a backlog of six hours in which the heart once raced is history and raises nothing new',
    cast: [LIN],
    until: clock('18:00'),
    script: (today) => [
      today(LIN)
        .readings(clock('10:30'), clock('11:15'), (reading, _, nth) => ({
          ...reading,
          heartRate: 142 + (nth % 9),
          still: minutes(nth % 20),
        }))
        .keptBack(clock('09:30'), clock('15:30')),
    ],
    labels: {
      fair: [
        {
          residentId: LIN.person.id,
          what: 'six hours without a word',
          from: clock('10:20'),
          until: clock('15:30'),
        },
      ],
    },
  }),
  scene({
    name: 'batches-backwards',
    title: 'ten minutes of readings at a time, the newest first, are an ordinary day',
    cast: [CHEN],
    until: clock('00:00', 1),
    script: (today) => [
      today(CHEN).batched(from, clock('00:00', 1), 10, (batch) => batch.toReversed()),
    ],
  }),
  scene({
    name: 'out-of-order',
    title: 'messages that overtake each other by some minutes are an ordinary day',
    cast: [WANG],
    until: clock('00:00', 1),
    script: (today) => [
      today(WANG).delayed(from, clock('23:50'), (nth) =>
        nth % 5 === 2 ? minutes(3.5) : seconds(0),
      ),
    ],
  }),
  scene({
    name: 'everything-twice',
    title: 'a day of which everything is delivered twice is an ordinary day',
    cast: [LIN],
    until: clock('00:00', 1),
    script: (today) => [today(LIN).doubled(from, clock('23:50'))],
  }),
  scene({
    name: 'other-firmware',
    title: 'numbers as strings, no ids, zeros and 255 for no value are an ordinary day',
    cast: [LIN],
    until: clock('00:00', 1),
    script: (today) => [
      today(LIN).dialect(({ id: _, heartRate = 0, spo2 = 255, battery, ...rest }) => ({
        ...rest,
        heartRate: String(heartRate),
        spo2: String(spo2),
        battery: String(battery),
        firmware: 'G36-2.1',
        bp: '0/0',
      })),
    ],
  }),
  scene({
    name: 'other-firmware-faint',
    title:
      'who faints is missed within half an hour, too, when the band writes its numbers as strings',
    cast: [LIN],
    until: clock('11:00'),
    script: (today) => [
      today(LIN, {
        befalls: [{ type: 'faint', from: clock('09:35'), comesRoundAfter: 'never', sensed: 'not' }],
      }).dialect(({ id: _, still, heartRate = 0, ...rest }) => ({
        ...rest,
        heartRate: String(heartRate),
        still: String(still),
      })),
    ],
    labels: {
      emergencies: [
        needs(LIN, {
          shows: 'silent',
          what: 'unconscious, strange firmware',
          from: clock('09:35'),
          within: 30,
          as: A_LOOK,
        }),
      ],
    },
  }),
  scene({
    name: 'faint-by-wrong-clock',
    title: 'who faints is missed within half an hour though the band’s clock is three hours slow',
    cast: [WANG],
    until: clock('12:00'),
    script: (today) => [
      today(WANG, {
        befalls: [
          { type: 'wrong-clock', from: clock('06:00'), by: millis(-hours(3)) },
          { type: 'faint', from: clock('10:40'), comesRoundAfter: 'never', sensed: 'not' },
        ],
      }),
    ],
    labels: {
      emergencies: [
        needs(WANG, {
          shows: 'silent',
          what: 'unconscious, wrong clock',
          from: clock('10:40'),
          within: 30,
          as: A_LOOK,
        }),
      ],
    },
  }),
  scene({
    name: 'summer-time',
    title: 'a night in which the community’s clock goes back an hour is an ordinary night',
    cast: [LIN],
    from: clock('22:00', 25),
    until: clock('12:00', 27),
    // 5 April 2026: Sydney goes back from UTC+11 to UTC+10 at three at night.
    policy: { timezone: 'Australia/Sydney' },
    pastDays: 14,
    labels: { lesserAtMost: 8 },
  }),
];
