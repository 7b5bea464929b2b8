// Who leaves home: by night and lost, or by day and on purpose.
import { minutes } from '../../../domain/time.ts';
import { clock } from '../../support/given.ts';
import { A_LOOK, needs, scene } from '../scene.ts';
import type { LabelledStory } from '../story.ts';
import { CHEN, LIN, WANG, ZHENG } from './cast.ts';

const homeOf = (who: typeof LIN) => who.wearer.home;

export const outside: readonly LabelledStory[] = [
  scene({
    name: 'night-wandering',
    title: 'who leaves home at half past two at night is told within half an hour',
    cast: [LIN],
    until: clock('04:00'),
    script: (today) => [today(LIN, { befalls: [{ type: 'wandering', from: clock('02:30') }] })],
    labels: {
      emergencies: [
        needs(LIN, {
          shows: 'wandering',
          what: 'walks the streets at night',
          from: clock('02:30'),
          noticeable: clock('02:40'),
          within: 30,
          as: ['wandering/attention'],
        }),
      ],
    },
  }),
  scene({
    name: 'night-wandering-datum',
    title: 'who leaves home at night with a band of the Chinese datum is told like anybody',
    cast: [ZHENG],
    until: clock('03:30'),
    script: (today) => [today(ZHENG, { befalls: [{ type: 'wandering', from: clock('01:40') }] })],
    labels: {
      emergencies: [
        needs(ZHENG, {
          shows: 'wandering',
          what: 'walks the streets at night',
          from: clock('01:40'),
          noticeable: clock('01:50'),
          within: 30,
          as: ['wandering/attention'],
        }),
      ],
    },
  }),
  scene({
    name: 'lost',
    title: 'who goes for a walk, does not find home and is out when night comes is told by eleven',
    cast: [CHEN],
    until: clock('23:30'),
    script: (today) => [today(CHEN, { befalls: [{ type: 'lost', from: clock('15:30') }] })],
    labels: {
      emergencies: [
        needs(CHEN, {
          shows: 'wandering',
          what: 'does not find home',
          from: clock('15:30'),
          noticeable: clock('22:00'),
          within: 60,
          as: A_LOOK,
        }),
      ],
    },
  }),
  scene({
    name: 'collapse-outdoors',
    title: 'who collapses on a walk and lies in the park is missed within half an hour',
    cast: [WANG],
    until: clock('10:30'),
    script: (today) => [
      today(WANG, {
        befalls: [{ type: 'faint', from: clock('09:05'), comesRoundAfter: 'never', sensed: 'not' }],
      }),
    ],
    labels: {
      emergencies: [
        needs(WANG, {
          shows: 'silent',
          what: 'unconscious in the park',
          from: clock('09:05'),
          within: 30,
          as: A_LOOK,
        }),
      ],
    },
  }),
  scene({
    name: 'inaccurate-fix',
    title: 'a fix by a mast, two kilometres wide, at three at night is no wandering',
    cast: [LIN],
    until: clock('08:00'),
    script: (today) => [
      today(LIN).readings(clock('02:50'), clock('03:40'), (reading) => ({
        ...reading,
        location: {
          lat: homeOf(LIN).lat + 0.014,
          lon: homeOf(LIN).lon - 0.011,
          accuracy: 2_000,
          datum: 'WGS84',
        },
      })),
    ],
  }),
  scene({
    name: 'stale-fix',
    title: 'the fix of the afternoon, repeated by a band all night, is no wandering',
    cast: [WANG],
    until: clock('08:00', 1),
    script: (today) => [
      today(WANG).readings(clock('17:30'), clock('06:00', 1), (reading) => ({
        ...reading,
        location: {
          lat: homeOf(WANG).lat + 0.008,
          lon: homeOf(WANG).lon + 0.006,
          accuracy: 20,
          datum: 'WGS84',
        },
      })),
    ],
  }),
  scene({
    name: 'bus-trip',
    title: 'a bus trip of ninety minutes out of reach, the signal fading before it, is no alarm',
    cast: [LIN],
    until: clock('14:00'),
    script: (today) => [
      today(LIN, { otherwise: { walks: 1 } })
        .readings(clock('09:20'), clock('09:40'), (reading, _, nth) => ({
          ...reading,
          signal: -78 - 2 * nth,
          location: {
            lat: homeOf(LIN).lat + 0.004 * nth,
            lon: homeOf(LIN).lon + 0.002 * nth,
            accuracy: 25,
            datum: 'WGS84',
          },
          still: minutes(0),
        }))
        .keptBack(clock('09:40'), clock('11:10')),
    ],
  }),
  scene({
    name: 'jumping-fix',
    title: 'one fix of the night twelve kilometres away, between two at home, is no wandering',
    cast: [CHEN],
    until: clock('08:00'),
    script: (today) => [
      today(CHEN).readings(clock('01:00'), clock('05:00'), (reading, _, nth) => ({
        ...reading,
        location: {
          lat: homeOf(CHEN).lat + (nth === 95 ? 0.11 : 0.0002),
          lon: homeOf(CHEN).lon + (nth === 95 ? 0.04 : -0.0001),
          accuracy: 30,
          datum: 'WGS84',
        },
      })),
    ],
  }),
  scene({
    name: 'evening-out',
    title: 'who comes home from a concert at half past ten at night is no wanderer',
    cast: [ZHENG],
    until: clock('08:00', 1),
    script: (today) => [
      today(ZHENG, { otherwise: { sleepsAt: 22 * 60 + 40 } }).readings(
        clock('18:40'),
        clock('22:25'),
        (reading, _, nth) => ({
          ...reading,
          worn: true,
          charging: false,
          still: minutes(nth % 6),
          ...(nth % 11 === 0 && {
            location: {
              lat: homeOf(ZHENG).lat + 0.012,
              lon: homeOf(ZHENG).lon + 0.01,
              accuracy: 30,
              datum: 'GCJ02' as const,
            },
          }),
        }),
      ),
    ],
  }),
];
