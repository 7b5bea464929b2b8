// Who lies and cannot press. The band is worn and connected, and says so minute after minute.
import { minutes } from '../../../domain/time.ts';
import { clock } from '../../support/given.ts';
import { A_LOOK, needs, scene } from '../scene.ts';
import type { LabelledStory } from '../story.ts';
import { LI, LIN, WANG, WU } from './cast.ts';

export const fainting: readonly LabelledStory[] = [
  scene({
    name: 'faint-in-the-bathroom',
    title: 'who faints in the bathroom in the morning is missed within half an hour',
    cast: [LIN],
    until: clock('12:00'),
    script: (today) => [
      today(LIN, {
        befalls: [{ type: 'faint', from: clock('10:40'), comesRoundAfter: 'never', sensed: 'not' }],
      }),
    ],
    labels: {
      emergencies: [
        needs(LIN, {
          shows: 'silent',
          what: 'unconscious on the bathroom floor',
          from: clock('10:40'),
          within: 30,
          as: A_LOOK,
        }),
      ],
    },
  }),
  scene({
    name: 'collapse-while-cooking',
    title:
      'who collapses while cooking, and stirs a little now and then, is missed within half an hour',
    cast: [WANG],
    until: clock('13:00'),
    script: (today) => [
      today(WANG, {
        befalls: [
          { type: 'on-the-floor', from: clock('11:10'), lies: 'motionless', sensed: 'not' },
        ],
      }),
    ],
    labels: {
      emergencies: [
        needs(WANG, {
          shows: 'silent',
          what: 'hurt on the kitchen floor',
          from: clock('11:10'),
          within: 30,
          as: A_LOOK,
        }),
      ],
    },
  }),
  scene({
    name: 'floor-twitching',
    title:
      'who lies on the floor and moves an arm every quarter of an hour is missed within the hour',
    cast: [WANG],
    until: clock('18:00'),
    script: (today) => [
      today(WANG, {
        befalls: [{ type: 'on-the-floor', from: clock('14:40'), lies: 'twitching', sensed: 'not' }],
      }),
    ],
    labels: {
      emergencies: [
        needs(WANG, {
          shows: 'silent',
          what: 'on the floor, moves an arm',
          from: clock('14:40'),
          within: 60,
          as: A_LOOK,
        }),
      ],
    },
  }),
  scene({
    name: 'floor-struggling',
    title:
      'who struggles on the floor for hours and cannot get up is missed before the afternoon ends',
    cast: [LIN],
    until: clock('19:00'),
    script: (today) => [
      today(LIN, {
        befalls: [
          { type: 'on-the-floor', from: clock('08:50'), lies: 'struggling', sensed: 'not' },
        ],
      }),
    ],
    labels: {
      emergencies: [
        needs(LIN, {
          shows: 'silent',
          what: 'awake on the floor, not one step since',
          from: clock('08:50'),
          within: 240,
          as: A_LOOK,
        }),
      ],
    },
  }),
  scene({
    name: 'heart-stops-by-skin',
    title:
      'whose heart stops is found within half an hour, though the band says worn and has no pulse',
    cast: [LIN],
    until: clock('17:00'),
    script: (today) => [
      today(LIN, { befalls: [{ type: 'cardiac-arrest', from: clock('15:30'), wear: 'by-skin' }] }),
    ],
    labels: {
      emergencies: [
        needs(LIN, {
          shows: 'silent',
          what: 'the heart has stopped',
          from: clock('15:30'),
          within: 30,
          as: A_LOOK,
        }),
      ],
    },
  }),
  scene({
    name: 'heart-stops-by-pulse',
    title:
      'whose heart stops is missed though the band, feeling no pulse, says that nobody wears it',
    cast: [LIN],
    until: clock('21:00'),
    script: (today) => [
      today(LIN, { befalls: [{ type: 'cardiac-arrest', from: clock('15:30'), wear: 'by-pulse' }] }),
    ],
    labels: {
      emergencies: [
        needs(LIN, {
          shows: 'silent',
          what: 'the heart has stopped, the band says not worn',
          from: clock('15:30'),
          within: 150,
          as: [...A_LOOK, 'band-off/notice'],
        }),
      ],
    },
  }),
  scene({
    name: 'faint-and-comes-round',
    title:
      'who faints, comes round after four minutes and goes on with the day may be called, no more',
    cast: [LIN],
    until: clock('14:00'),
    script: (today) => [
      today(LIN, {
        befalls: [
          { type: 'faint', from: clock('09:25'), comesRoundAfter: minutes(4), sensed: 'not' },
        ],
      }),
    ],
    labels: {
      fair: [{ residentId: LIN.person.id, what: 'has fainted', from: clock('09:25') }],
    },
  }),
  scene({
    name: 'faint-five-minute-band',
    title: 'whose band speaks every five minutes is missed within forty minutes all the same',
    cast: [WU],
    until: clock('12:00'),
    script: (today) => [
      today(WU, {
        befalls: [{ type: 'faint', from: clock('09:40'), comesRoundAfter: 'never', sensed: 'not' }],
      }),
    ],
    labels: {
      emergencies: [
        needs(WU, {
          shows: 'silent',
          what: 'unconscious, the band speaks every five minutes',
          from: clock('09:40'),
          within: 40,
          as: A_LOOK,
        }),
      ],
    },
  }),
  scene({
    name: 'faint-band-at-night-off',
    title:
      'who never wears the band at night and faints after breakfast is missed within half an hour',
    cast: [LI],
    until: clock('11:00'),
    script: (today) => [
      today(LI, {
        befalls: [{ type: 'faint', from: clock('08:30'), comesRoundAfter: 'never', sensed: 'not' }],
      }),
    ],
    labels: {
      emergencies: [
        needs(LI, {
          shows: 'silent',
          what: 'unconscious after breakfast',
          from: clock('08:30'),
          within: 30,
          as: A_LOOK,
        }),
      ],
    },
  }),
  scene({
    name: 'faint-out-of-reach',
    title: 'who goes down where no signal reaches is missed within the hour',
    cast: [LIN],
    until: clock('17:30'),
    script: (today) => [
      today(LIN, {
        befalls: [
          { type: 'faint', from: clock('15:00'), comesRoundAfter: 'never', sensed: 'not' },
          { type: 'no-coverage', from: clock('15:01'), until: clock('17:30') },
        ],
      }),
    ],
    labels: {
      emergencies: [
        needs(LIN, {
          shows: 'silent',
          what: 'unconscious where no signal reaches',
          from: clock('15:00'),
          within: 62,
          as: A_LOOK,
        }),
      ],
    },
  }),
];
