// What a band says of falls: true ones, false ones, and those nobody could read.
import { seconds } from '../../../domain/time.ts';
import { clock } from '../../support/given.ts';
import { A_LOOK, needs, scene } from '../scene.ts';
import type { Emergency, LabelledStory } from '../story.ts';
import { CHEN, LIN, WANG, ZHOU } from './cast.ts';

const fell = (
  who: typeof LIN,
  from: Emergency['from'],
  within: number,
  more: Partial<Emergency> = {},
): Emergency =>
  needs(who, {
    shows: 'fall',
    what: 'fell and stays down',
    from,
    as: ['fall/emergency'],
    ...more,
    within,
  });

/** A false fall: the wearer says fine a few seconds later. */
const clapped = (n: number) => ({
  at: clock(`${8 + Math.floor(n / 2)}:${n % 2 ? '37' : '08'}`.padStart(5, '0')),
  id: `clap-${n}`,
});

export const falls: readonly LabelledStory[] = [
  scene({
    name: 'fall-and-still',
    title: 'who falls and does not move is an emergency within a minute',
    cast: [CHEN],
    until: clock('11:00'),
    script: (today) => [
      today(CHEN, {
        befalls: [
          { type: 'on-the-floor', from: clock('10:20:10'), lies: 'motionless', sensed: 'detected' },
        ],
      }),
    ],
    labels: { emergencies: [fell(CHEN, clock('10:20:10'), 1.2)] },
  }),
  scene({
    name: 'fall-confirmed',
    title: 'a fall that the band itself confirms is an emergency at once',
    cast: [LIN],
    until: clock('21:00'),
    script: (today) => [
      today(LIN, {
        befalls: [
          { type: 'on-the-floor', from: clock('20:05'), lies: 'twitching', sensed: 'confirmed' },
        ],
      }),
    ],
    labels: { emergencies: [fell(LIN, clock('20:05'), 1.2)] },
  }),
  scene({
    name: 'fall-at-night-confirmed',
    title: 'a fall at three at night is an emergency at once like any other',
    cast: [LIN],
    until: clock('04:00'),
    script: (today) => [
      today(LIN, {
        befalls: [
          { type: 'on-the-floor', from: clock('03:11'), lies: 'motionless', sensed: 'confirmed' },
        ],
      }),
    ],
    labels: { emergencies: [fell(LIN, clock('03:11'), 1.2)] },
  }),
  scene({
    name: 'fall-then-walking',
    title: 'who walks on after a detected fall is nobody’s alarm',
    cast: [WANG],
    until: clock('12:00'),
    script: (today) => [
      today(WANG, { otherwise: { walks: 1 } })
        .falls(clock('09:30:12'), 'detected', 'f-1')
        .readings(clock('09:30:12'), clock('09:50'), (reading) => ({
          ...reading,
          still: seconds(5),
        })),
    ],
  }),
  scene({
    name: 'fall-cancelled',
    title: 'who says fine after a detected fall is nobody’s alarm',
    cast: [LIN],
    until: clock('12:00'),
    script: (today) => [
      today(LIN)
        .falls(clock('10:02:10'), 'detected', 'f-1')
        .falls(clock('10:02:31'), 'cancelled', 'f-1'),
    ],
  }),
  scene({
    name: 'fall-cancelled-by-mistake',
    title: 'who cancels a fall, confused, and then lies still is missed within half an hour',
    cast: [LIN],
    until: clock('12:00'),
    script: (today) => [
      today(LIN, {
        befalls: [
          { type: 'on-the-floor', from: clock('10:02:10'), lies: 'motionless', sensed: 'detected' },
        ],
      }).says(clock('10:02:40'), {
        type: 'fall',
        phase: 'cancelled',
        at: clock('10:02:40'),
      }),
    ],
    labels: {
      emergencies: [
        fell(LIN, clock('10:02:10'), 30, {
          shows: 'silent',
          what: 'cancelled the fall, then lay still',
          noticeable: clock('10:02:40'),
          as: A_LOOK,
        }),
      ],
    },
  }),
  scene({
    name: 'second-fall',
    title: 'a second fall rings although the first is still being dealt with',
    cast: [CHEN],
    until: clock('11:30'),
    script: (today) => [
      today(CHEN)
        .falls(clock('10:10:05'), 'detected', 'f-1')
        .falls(clock('10:11:05'), 'confirmed', 'f-1')
        .falls(clock('10:16:40'), 'confirmed', 'f-2'),
    ],
    labels: {
      emergencies: [
        fell(CHEN, clock('10:10:05'), 1.2, { until: clock('10:16'), what: 'fell' }),
        fell(CHEN, clock('10:16:40'), 1.2, { what: 'fell again' }),
      ],
    },
  }),
  scene({
    name: 'fall-garbled',
    title: 'a fall that nobody can read is still an emergency',
    cast: [LIN],
    until: clock('11:00'),
    script: (today) => [
      today(LIN, {
        befalls: [
          { type: 'on-the-floor', from: clock('10:20'), lies: 'motionless', sensed: 'not' },
        ],
      }).mumbles(clock('10:20:03'), 'fall', '{"id":"f-9","phase":"conf\u0000'),
    ],
    labels: { emergencies: [fell(LIN, clock('10:20'), 1.2)] },
  }),
  scene({
    name: 'fall-told-late',
    title: 'a fall in a corner without signal is an emergency as soon as it is heard of',
    cast: [ZHOU],
    until: clock('12:00'),
    script: (today) => [
      today(ZHOU, {
        befalls: [
          { type: 'on-the-floor', from: clock('10:20'), lies: 'motionless', sensed: 'confirmed' },
          { type: 'no-coverage', from: clock('10:15'), until: clock('10:48') },
        ],
      }),
    ],
    labels: {
      emergencies: [fell(ZHOU, clock('10:20'), 1.2, { noticeable: clock('10:48') })],
    },
  }),
  scene({
    name: 'twenty-claps-and-a-fall',
    title: 'after twenty false falls in a day the true one is an emergency like the first',
    cast: [WANG],
    until: clock('19:00'),
    script: (today) => {
      const day = today(WANG, {
        befalls: [
          { type: 'on-the-floor', from: clock('18:20'), lies: 'motionless', sensed: 'detected' },
        ],
      });
      return [
        Array.from({ length: 20 }, (_, n) => clapped(n)).reduce(
          (tape, { at, id }) =>
            tape.falls(at, 'detected', id).says((at + 12_000) as typeof at, {
              type: 'fall',
              phase: 'cancelled',
              id: id as never,
              at,
            }),
          day,
        ),
      ];
    },
    labels: { emergencies: [fell(WANG, clock('18:20'), 1.2)] },
  }),
  scene({
    name: 'fall-and-band-off',
    title: 'a fall after which the band lies torn off and still is an emergency',
    cast: [CHEN],
    until: clock('16:30'),
    script: (today) => [
      today(CHEN, {
        befalls: [{ type: 'taken-off', from: clock('15:30:20'), says: 'off', pulse: 'none' }],
      }).falls(clock('15:30:05'), 'detected', 'f-1'),
    ],
    labels: { emergencies: [fell(CHEN, clock('15:30:05'), 1.2)] },
  }),
  scene({
    name: 'slow-sinking',
    title: 'who sinks to the floor so slowly that no band feels it is missed within half an hour',
    cast: [CHEN],
    until: clock('12:00'),
    script: (today) => [
      today(CHEN, {
        befalls: [
          { type: 'on-the-floor', from: clock('09:50'), lies: 'motionless', sensed: 'not' },
        ],
      }),
    ],
    labels: {
      emergencies: [
        fell(CHEN, clock('09:50'), 30, {
          shows: 'silent',
          what: 'sank to the floor, no fall felt',
          as: A_LOOK,
        }),
      ],
    },
  }),
];
