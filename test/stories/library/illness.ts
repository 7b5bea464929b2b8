// Who becomes ill: within minutes, within hours, within days.
import { days, hours, minutes } from '../../../domain/time.ts';
import { clock } from '../../support/given.ts';
import { needs, scene } from '../scene.ts';
import type { Emergency, LabelledStory } from '../story.ts';
import { heartAt, onTheWay, oxygenAt, worn } from '../wrist.ts';
import { CHEN, LIN, SUN, WANG, ZHAO } from './cast.ts';

const ill = (
  who: typeof LIN,
  what: string,
  from: Emergency['from'],
  within: number,
  more: Partial<Emergency> = {},
): Emergency =>
  needs(who, {
    shows: 'vitals',
    what,
    from,
    as: ['vitals/attention', 'no-sign-of-life/attention'],
    ...more,
    within,
  });

export const illness: readonly LabelledStory[] = [
  scene({
    name: 'racing-heart-asleep',
    title: 'a heart that races at 145 in sleep is told within half an hour',
    cast: [LIN],
    until: clock('04:00'),
    script: (today) => [
      today(LIN, {
        befalls: [{ type: 'racing-heart', from: clock('02:10'), until: clock('03:40'), rate: 145 }],
      }),
    ],
    labels: { emergencies: [ill(LIN, 'a racing heart asleep', clock('02:10'), 30)] },
  }),
  scene({
    name: 'slow-heart-asleep',
    title: 'a heart that beats 34 times a minute in sleep is told within half an hour',
    cast: [LIN],
    until: clock('04:00'),
    script: (today) => [
      today(LIN, { befalls: [{ type: 'slow-heart', from: clock('02:10'), rate: 34 }] }),
    ],
    labels: { emergencies: [ill(LIN, 'a slow heart asleep', clock('02:10'), 30)] },
  }),
  scene({
    name: 'pacemaker-fails',
    title: 'a heart of 33 under a pacemaker, by day, is told within half an hour',
    cast: [SUN],
    until: clock('17:00'),
    script: (today) => [
      today(SUN, { befalls: [{ type: 'slow-heart', from: clock('15:30'), rate: 33 }] }),
    ],
    labels: { emergencies: [ill(SUN, 'the pacemaker fails', clock('15:30'), 30)] },
  }),
  scene({
    name: 'racing-heart-by-day',
    title: 'a heart that races at 150 in the armchair is told within half an hour',
    cast: [CHEN],
    until: clock('11:30'),
    script: (today) => [
      today(CHEN, {
        befalls: [{ type: 'racing-heart', from: clock('09:40'), until: clock('11:00'), rate: 150 }],
      }),
    ],
    labels: { emergencies: [ill(CHEN, 'a racing heart by day', clock('09:40'), 30)] },
  }),
  scene({
    name: 'pneumonia',
    title:
      'oxygen that falls from 97 to 86 in two days is told within three hours of its being low',
    cast: [LIN],
    until: clock('23:00', 1),
    script: (today) => [
      today(LIN).readings(clock('00:00'), clock('23:00', 1), (reading, at, nth) => {
        const share = (at - clock('00:00')) / days(2);
        const { spo2, heartRate } = reading;
        return {
          ...reading,
          ...(spo2 !== undefined && { spo2: oxygenAt(onTheWay(97, 86, share), nth) }),
          ...(heartRate !== undefined && {
            heartRate: heartAt(onTheWay(heartRate, heartRate + 24, share), nth),
          }),
        };
      }),
    ],
    labels: {
      emergencies: [
        ill(LIN, 'pneumonia, the oxygen sinks', clock('00:00'), 180, {
          // 91 % and less from here on.
          noticeable: clock('02:10', 1),
        }),
      ],
    },
  }),
  scene({
    name: 'oxygen-drops',
    title: 'oxygen that drops to 85 within an hour is told within the hour after',
    cast: [WANG],
    until: clock('23:30'),
    script: (today) => [
      today(WANG).readings(clock('20:30'), clock('23:30'), (reading, at, nth) => ({
        ...reading,
        spo2: oxygenAt(onTheWay(96, 85, (at - clock('20:30')) / hours(1)), nth),
      })),
    ],
    labels: {
      emergencies: [
        ill(WANG, 'the oxygen drops', clock('20:30'), 60, { noticeable: clock('21:00') }),
      ],
    },
  }),
  scene({
    name: 'copd-exacerbation',
    title: 'who lives with 90 % and falls to 82 is told within the hour, by the doctor’s scale',
    cast: [ZHAO],
    until: clock('04:00'),
    script: (today) => [
      today(ZHAO).readings(clock('01:00'), clock('04:00'), (reading, at, nth) => ({
        ...reading,
        spo2: oxygenAt(onTheWay(90, 81.5, (at - clock('01:00')) / minutes(40)), nth),
      })),
    ],
    labels: {
      emergencies: [
        ill(ZHAO, 'the lungs fail', clock('01:00'), 60, { noticeable: clock('01:40') }),
      ],
    },
  }),
  scene({
    name: 'flu',
    title: 'a flu, unusual for her and inside the general bands, is told within a day',
    cast: [LIN],
    until: clock('20:00', 2),
    script: (today) => [
      today(LIN, { befalls: [{ type: 'flu', from: clock('10:00'), until: clock('20:00', 4) }] }),
    ],
    labels: {
      matters: [ill(LIN, 'a flu', clock('10:00'), 24 * 60, { noticeable: clock('18:00') })],
    },
  }),
  scene({
    name: 'slow-decline',
    title: 'a slow decline over a week is told before the week ends',
    cast: [LIN],
    until: clock('00:00', 7),
    script: (today) => [
      today(LIN, { befalls: [{ type: 'decline', from: clock('08:00'), over: days(7) }] }),
    ],
    labels: {
      matters: [
        ill(LIN, 'a slow decline', clock('08:00'), 2 * 24 * 60, { noticeable: clock('08:00', 4) }),
      ],
    },
  }),
  scene({
    name: 'bleeding',
    title:
      'a heart that climbs from 70 to 132 at rest within two hours is told within the hour after',
    cast: [CHEN],
    until: clock('12:30'),
    script: (today) => [
      today(CHEN)
        .paced(clock('08:45'), clock('12:30'), 0)
        .readings(clock('08:45'), clock('12:30'), (reading, at, nth) => ({
          ...worn(reading),
          still: minutes(nth % 14),
          heartRate: heartAt(onTheWay(72, 132, (at - clock('08:45')) / hours(2)), nth),
        })),
    ],
    labels: {
      emergencies: [
        ill(CHEN, 'bleeding inside', clock('08:45'), 60, { noticeable: clock('10:15') }),
      ],
    },
  }),
  scene({
    name: 'heat',
    title: 'who overheats in a closed room is told within two hours',
    cast: [CHEN],
    until: clock('19:00'),
    script: (today) => [today(CHEN, { befalls: [{ type: 'heat', from: clock('13:30') }] })],
    labels: {
      emergencies: [
        ill(CHEN, 'overheats in a closed room', clock('13:30'), 180, {
          noticeable: clock('15:30'),
        }),
      ],
    },
  }),
];
