// Trouble with bands: worth a word at the desk or a line on the work list, and no alarm about a person.
import { minutes } from '../../../domain/time.ts';
import { diceFor } from '../../../simulator/dice.ts';
import { swapBands } from '../../../simulator/plights.ts';
import { clock } from '../../support/given.ts';
import { bandAfter, HISTORY_DAYS } from '../lives.ts';
import { matter, scene } from '../scene.ts';
import type { LabelledStory } from '../story.ts';
import { CHEN, FENG, FENG_WIFE, HE, LIN, SUN, WANG, ZHOU } from './cast.ts';

const midnight = clock('00:00');
const exchanged = () =>
  swapBands(
    [bandAfter(FENG, midnight, HISTORY_DAYS), bandAfter(FENG_WIFE, midnight, HISTORY_DAYS)],
    clock('07:30'),
  );
const anotherLife = bandOfAnother();

function bandOfAnother() {
  const { wearer } = SUN;
  return {
    type: 'swapped',
    from: clock('09:00'),
    wearer,
    dice: diceFor(7 as never, 'guest'),
  } as const;
}

export const bands: readonly LabelledStory[] = [
  scene({
    name: 'battery-dies-at-night',
    title:
      'a battery that will not last the night is told in the evening, and its silence is no alarm',
    cast: [LIN],
    from: clock('18:00', -1),
    until: clock('06:30'),
    script: (today) => [
      today(LIN, {
        battery: 24,
        befalls: [{ type: 'flat-battery', from: clock('03:30') }],
      }),
    ],
    labels: {
      matters: [
        matter(LIN, {
          what: 'the battery dies at half past three',
          from: clock('18:00', -1),
          within: 4 * 60,
          as: ['battery/notice'],
        }),
      ],
    },
  }),
  scene({
    name: 'forgets-to-charge',
    title: 'who forgets to charge is told of before the band is dark',
    cast: [HE],
    until: clock('23:00'),
    script: (today) => [
      today(HE, {
        battery: 41,
        befalls: [{ type: 'flat-battery', from: clock('20:00') }],
      }),
    ],
    labels: {
      matters: [
        matter(HE, {
          what: 'the battery runs down',
          from: clock('06:00'),
          within: 14 * 60 - 30,
          as: ['battery/notice'],
        }),
      ],
    },
  }),
  scene({
    name: 'loose-strap',
    title: 'a loose strap that reads nonsense for a day is no alarm about its wearer',
    cast: [LIN],
    until: clock('23:00'),
    script: (today) => [
      today(LIN, {
        befalls: [{ type: 'loose-strap', from: clock('07:00'), until: clock('21:00') }],
      }),
    ],
  }),
  scene({
    name: 'nonsense-for-a-week',
    title: 'a sensor that reads nonsense for a week is a matter for a technician, once',
    cast: [WANG],
    until: clock('00:00', 7),
    script: (today) => [
      today(WANG, { befalls: [{ type: 'broken-sensor', from: clock('08:00') }] }),
    ],
    labels: { lesserAtMost: 10 },
  }),
  scene({
    name: 'flag-lies-on-table',
    title: 'a band on the table that claims to be worn is no lifeless person',
    cast: [LIN],
    until: clock('20:00'),
    script: (today) => [
      today(LIN, {
        befalls: [{ type: 'taken-off', from: clock('09:10'), says: 'worn', pulse: 'none' }],
      }),
    ],
    labels: {
      matters: [
        matter(LIN, {
          what: 'nobody wears the band, whatever it says',
          from: clock('09:10'),
          within: 4 * 60,
          as: ['band-off/notice', 'technical/technical'],
        }),
      ],
    },
  }),
  scene({
    name: 'flag-lies-with-pulse',
    title:
      'a band on the table that claims to be worn and invents a pulse may be asked after, once',
    cast: [LIN],
    until: clock('20:00'),
    script: (today) => [
      today(LIN, {
        befalls: [{ type: 'taken-off', from: clock('09:10'), says: 'worn', pulse: 'invented' }],
      }),
    ],
    labels: {
      // From afar this cannot be told from somebody who lies still: a call is right.
      fair: [{ residentId: LIN.person.id, what: 'the band lies still', from: clock('09:10') }],
    },
  }),
  scene({
    name: 'taken-off-and-forgotten',
    title: 'a band that is taken off in the morning and forgotten is reminded of before noon',
    cast: [CHEN],
    until: clock('16:00'),
    script: (today) => [
      today(CHEN, {
        befalls: [{ type: 'taken-off', from: clock('08:40'), says: 'off', pulse: 'none' }],
      }),
    ],
    labels: {
      matters: [
        matter(CHEN, {
          what: 'taken off and forgotten',
          from: clock('08:40'),
          within: 180,
          as: ['band-off/notice'],
        }),
      ],
    },
  }),
  scene({
    name: 'swapped-between-spouses',
    title: 'two bands swapped between husband and wife are no emergency of either',
    cast: [FENG, FENG_WIFE],
    until: clock('23:00', 1),
    script: (today) => {
      const [his, hers] = exchanged();
      return [today(FENG, { befalls: his.plights }), today(FENG_WIFE, { befalls: hers.plights })];
    },
    labels: {
      fair: [FENG, FENG_WIFE].map(({ person }) => ({
        residentId: person.id,
        what: 'the band tells somebody else’s life',
        from: clock('07:30'),
      })),
    },
  }),
  scene({
    name: 'given-to-another',
    title: 'a band that a guest has put on may be asked after, and is no emergency',
    cast: [LIN],
    until: clock('23:00'),
    script: (today) => [today(LIN, { befalls: [anotherLife] })],
    labels: {
      fair: [
        { residentId: LIN.person.id, what: 'somebody else wears the band', from: clock('09:00') },
      ],
    },
  }),
  scene({
    name: 'never-heard',
    title: 'a new band that never says a word is told within the hour',
    cast: [LIN],
    pastDays: 0,
    from: clock('09:00'),
    until: clock('13:00'),
    script: (today) => [today(LIN).lost(clock('09:00'), clock('13:00'))],
    labels: {
      matters: [
        matter(LIN, {
          what: 'given out and never heard',
          from: clock('09:00'),
          within: 61,
          as: ['silence/notice'],
        }),
      ],
    },
  }),
  scene({
    name: 'sleeping-band',
    title: 'a band that says it sleeps, and speaks every half hour of the night, is quiet',
    cast: [LIN],
    until: clock('09:00'),
    script: (today) => [
      today(LIN)
        .readings(clock('00:00'), clock('05:30'), (reading, _, nth) =>
          nth % 30 === 0 ? reading : undefined,
        )
        .says(clock('00:00:30'), { type: 'status', state: 'sleeping' }),
    ],
  }),
  scene({
    name: 'flapping-line',
    title: 'a band whose line breaks every ten minutes of a day is no alarm',
    cast: [WANG],
    until: clock('20:00'),
    script: (today) => [
      Array.from({ length: 60 }, (_, n) => clock('09:00') + minutes(10 * n)).reduce(
        (tape, at) =>
          tape
            .lost(at as typeof midnight, (at + minutes(4)) as typeof midnight)
            .says((at + minutes(2)) as typeof midnight, { type: 'status', state: 'offline' })
            .says((at + minutes(4)) as typeof midnight, { type: 'status', state: 'online' }),
        today(WANG),
      ),
    ],
  }),
  scene({
    name: 'dead-corner',
    title: 'a wearer who is out of reach three times a day for half an hour is left in peace',
    cast: [ZHOU],
    until: clock('00:00', 2),
    labels: { lesserAtMost: 12 },
  }),
];
