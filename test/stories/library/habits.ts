// Quiet ones: life is not the same every day.
import { days, minutes, seconds } from '../../../domain/time.ts';
import { clock } from '../../support/given.ts';
import { matter, scene } from '../scene.ts';
import type { LabelledStory } from '../story.ts';
import { worn } from '../wrist.ts';
import { CHEN, LI, LIN, QIAN, WANG, WU, ZHENG } from './cast.ts';

/** A still wrist that turns over now and then: minutes since, growing to `most` and beginning anew. */
const dozing = (nth: number, most: number) => minutes(nth % most);

export const habits: readonly LabelledStory[] = [
  scene({
    name: 'long-nap',
    title: 'a nap of two hours and a half, turning over now and then, is no alarm',
    cast: [LIN],
    until: clock('18:00'),
    script: (today) => [
      today(LIN)
        .paced(clock('12:40'), clock('15:10'), 0)
        .readings(clock('12:40'), clock('15:10'), (reading, _, nth) => ({
          ...reading,
          still: dozing(nth, 34),
        })),
    ],
  }),
  scene({
    name: 'lie-in',
    title: 'who stays in bed an hour and a half longer, and stirs, is left to sleep',
    cast: [LIN],
    from: clock('22:00', -1),
    until: clock('12:00'),
    script: (today) => [today(LIN, { otherwise: { wakesAt: 7 * 60 + 20 } })],
  }),
  scene({
    name: 'television',
    title: 'a whole evening before the television is no alarm',
    cast: [CHEN],
    until: clock('23:00'),
    script: (today) => [
      today(CHEN)
        .paced(clock('19:15'), clock('21:25'), 0)
        .readings(clock('19:15'), clock('21:25'), (reading, _, nth) => ({
          ...worn(reading),
          still: dozing(nth, 26),
        })),
    ],
  }),
  scene({
    name: 'guests',
    title: 'guests until half past midnight are no alarm, nor is the morning after',
    cast: [LIN],
    from: clock('12:00', -1),
    until: clock('12:00', 1),
    script: (today) => [
      today(LIN, { otherwise: { sleepsAt: 23 * 60 + 55, wakesAt: 6 * 60 + 50 } }).readings(
        clock('00:00', 1),
        clock('00:30', 1),
        (reading, _, nth) => ({ ...reading, still: seconds(20 + (nth % 4) * 30) }),
      ),
    ],
  }),
  scene({
    name: 'funeral',
    title: 'a day at a funeral, fifty kilometres away and hardly a step, is no alarm',
    cast: [QIAN],
    until: clock('23:00'),
    script: (today) => [
      today(QIAN, {
        befalls: [
          { type: 'away', from: clock('08:30'), until: clock('19:30'), band: 'comes-along' },
        ],
      }).readings(clock('09:30'), clock('18:30'), (reading, _, nth) => ({
        ...worn(reading),
        still: dozing(nth, 17),
        heartRate: 84,
      })),
    ],
  }),
  scene({
    name: 'festival-along',
    title: 'a festival week with the children, the band along, is no alarm',
    cast: [LIN],
    until: clock('00:00', 8),
    script: (today) => [
      today(LIN, {
        befalls: [
          { type: 'away', from: clock('09:30'), until: clock('16:00', 7), band: 'comes-along' },
        ],
      }),
    ],
    labels: { lesserAtMost: 12 },
  }),
  scene({
    name: 'festival-band-on-table',
    title: 'a festival week with the band on the table is a word about the band, and no search',
    cast: [LIN],
    until: clock('00:00', 8),
    script: (today) => [
      today(LIN, {
        befalls: [
          { type: 'away', from: clock('09:30'), until: clock('16:00', 7), band: 'on-the-table' },
        ],
      }),
    ],
    labels: {
      matters: [
        matter(LIN, {
          what: 'nobody wears the band',
          from: clock('09:30'),
          until: clock('16:30', 7),
          within: 5 * 60,
          as: ['band-off/notice'],
        }),
      ],
      lesserAtMost: 12,
    },
  }),
  scene({
    name: 'festival-band-on-stand',
    title: 'a festival week with the band on its stand is no alarm',
    cast: [LIN],
    until: clock('00:00', 8),
    script: (today) => [
      today(LIN, {
        befalls: [
          { type: 'away', from: clock('09:30'), until: clock('16:00', 7), band: 'on-the-stand' },
        ],
      }),
    ],
    labels: {
      fair: [
        {
          residentId: LIN.person.id,
          what: 'has not worn the band for a day and more',
          from: clock('09:30', 1),
          until: clock('16:30', 7),
        },
      ],
      lesserAtMost: 12,
    },
  }),
  scene({
    name: 'bath',
    title: 'a long bath without the band is no alarm',
    cast: [LIN],
    until: clock('22:00'),
    script: (today) => [
      today(LIN, {
        befalls: [
          {
            type: 'taken-off',
            from: clock('16:05'),
            until: clock('16:55'),
            says: 'off',
            pulse: 'none',
          },
        ],
      }),
    ],
  }),
  scene({
    name: 'nights-without-band',
    title: 'who never wears the band in bed is left in peace for three nights',
    cast: [LI],
    until: clock('12:00', 3),
  }),
  scene({
    name: 'hardly-a-step',
    title: 'a rainy day on which she hardly takes a step is no alarm',
    cast: [CHEN],
    until: clock('23:00'),
    script: (today) => [
      today(CHEN)
        .paced(clock('07:30'), clock('21:00'), 0.7)
        .readings(clock('07:30'), clock('21:00'), (reading, _, nth) => ({
          ...reading,
          still: dozing(nth, 22),
        })),
    ],
  }),
  scene({
    name: 'early-walk',
    title: 'a walk at five in the morning, as every day, is no wandering',
    cast: [WANG],
    until: clock('12:00'),
    script: (today) => [
      today(WANG)
        .paced(clock('05:35'), clock('06:20'), 70)
        .readings(clock('05:35'), clock('06:20'), (reading, _, nth) => ({
          ...reading,
          still: seconds(3),
          heartRate: 96 + (nth % 9),
        })),
    ],
  }),
  scene({
    name: 'other-datum',
    title: 'a band that tells places by the Chinese datum is at home where it says it is',
    cast: [ZHENG],
    until: clock('00:00', 2),
  }),
  scene({
    name: 'five-minute-band',
    title: 'two ordinary days of a band that speaks every five minutes are quiet',
    cast: [WU],
    until: clock('00:00', 2),
  }),
  scene({
    name: 'three-days-known',
    title: 'what is usual is not guessed from three days: another rhythm on the fourth is no alarm',
    cast: [QIAN],
    pastDays: 3,
    from: clock('12:00', -1),
    until: clock('00:00', 2),
    script: (today) => [
      today(QIAN, { otherwise: { restingHeartRate: 88, wakesAt: 8 * 60, walks: 0 } }),
    ],
  }),
  scene({
    name: 'first-day',
    title: 'the first day of a new band is quiet',
    cast: [LIN],
    pastDays: 0,
    from: clock('09:00'),
    until: (clock('09:00') + days(1)) as ReturnType<typeof clock>,
  }),
];
