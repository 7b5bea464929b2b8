// Who lies and cannot press. The band is worn and connected, and says so minute after minute.
import { minutes } from '../../../domain/time.ts';
import { clock } from '../../support/given.ts';
import { needs, scene } from '../scene.ts';
import type { LabelledStory, Telling } from '../story.ts';
import { CHEN, LI, LIN, WANG, WU } from './cast.ts';

/** Any of these brings somebody to look. */
export const A_LOOK: readonly Telling[] = [
  'no-sign-of-life/attention',
  'vitals/attention',
  'fall/attention',
  'wandering/attention',
];

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
