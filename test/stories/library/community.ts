// Seventy-nine bands at once: when many are away, the cause is not the people.
import { type Instant, minutes, plus, seconds } from '../../../domain/time.ts';
import { clock } from '../../support/given.ts';
import { type Character, neighbour } from '../lives.ts';
import { A_LOOK, needs, pressed, scene, type TellToday } from '../scene.ts';
import type { LabelledStory, MassOutage } from '../story.ts';
import type { Tape } from '../tape.ts';

const COMPOUNDS = ['运河新村', '槐荫里', '棉纺宿舍', '柳湖小区'] as const;

/** Twenty to a compound, ten to a building. */
const EVERYBODY: readonly Character[] = Array.from({ length: 79 }, (_, n) =>
  neighbour(n, {
    compound: COMPOUNDS[Math.floor(n / 20)] ?? COMPOUNDS[0],
    building: `${(Math.floor(n / 10) % 2) + 1}号楼`,
  }),
);
const of = (compound: string): readonly Character[] =>
  EVERYBODY.filter(({ person }) => person.compound === compound);
const HUAIYIN = of('槐荫里');
const [FIRST, SECOND] = HUAIYIN as readonly [Character, Character];
const BUILDING = HUAIYIN.filter(({ person }) => person.building === '1号楼');

const outage = (who: readonly Character[], from: Instant, to: Instant): MassOutage => ({
  from,
  to,
  people: who.map(({ person }) => person.id),
});

/** Everybody's day, some of it cut. */
const cut =
  (who: readonly Character[], change: (tape: Tape, nth: number) => Tape) =>
  (today: TellToday): readonly Tape[] =>
    EVERYBODY.map((one) => (who.includes(one) ? change(today(one), who.indexOf(one)) : today(one)));

/** Batteries run low in the best of afternoons. */
const AFTERNOON = {
  cast: EVERYBODY,
  pastDays: 0,
  from: clock('14:00'),
  until: clock('17:00'),
};
const LESSER = 25;

export const community: readonly LabelledStory[] = [
  scene({
    ...AFTERNOON,
    name: 'power-cut-compound',
    title: 'a compound without power for an hour and a half is one incident, and no person’s',
    script: (today) =>
      EVERYBODY.map((one) =>
        today(
          one,
          HUAIYIN.includes(one)
            ? { befalls: [{ type: 'power-cut', from: clock('14:40'), until: clock('16:10') }] }
            : {},
        ),
      ),
    labels: {
      outages: [outage(HUAIYIN, clock('14:40'), clock('16:10'))],
      lesserAtMost: LESSER,
    },
  }),
  scene({
    ...AFTERNOON,
    name: 'gateway-of-a-building',
    title: 'ten bands of one building that fall silent together are one incident',
    script: cut(BUILDING, (tape) => tape.keptBack(clock('14:40'), clock('16:00'))),
    labels: {
      outages: [outage(BUILDING, clock('14:40'), clock('16:00'))],
      lesserAtMost: LESSER,
    },
  }),
  scene({
    ...AFTERNOON,
    name: 'gateway-flapping',
    title: 'a gateway that comes and goes every quarter of an hour is one incident, not eight',
    script: cut(HUAIYIN, (tape) =>
      Array.from({ length: 8 }, (_, n) => plus(clock('14:20'), minutes(15 * n))).reduce(
        (cutTape, at) => cutTape.keptBack(at, plus(at, minutes(9))),
        tape,
      ),
    ),
    labels: {
      outages: [outage(HUAIYIN, clock('14:20'), clock('16:20'))],
      lesserAtMost: LESSER,
    },
  }),
  scene({
    ...AFTERNOON,
    name: 'everything-away',
    title: 'an hour in which nobody at all is heard is one incident about ourselves',
    script: cut(EVERYBODY, (tape) => tape.keptBack(clock('14:45'), clock('15:45'))),
    labels: {
      outages: [outage(EVERYBODY, clock('14:45'), clock('15:45'))],
      lesserAtMost: LESSER,
    },
  }),
  scene({
    ...AFTERNOON,
    name: 'firmware-update',
    title: 'new firmware that starts all bands anew, one after the other, is no alarm',
    script: (today) =>
      EVERYBODY.map((one, nth) =>
        today(one, {
          befalls: [{ type: 'reboot', from: plus(clock('14:30'), seconds(45 * nth)) }],
        }),
      ),
    labels: {
      outages: [outage(EVERYBODY, clock('14:30'), clock('15:30'))],
      lesserAtMost: LESSER,
    },
  }),
  scene({
    ...AFTERNOON,
    name: 'press-in-the-outage',
    title: 'a press in the middle of an outage of another compound is an emergency at once',
    script: (today) =>
      cut(HUAIYIN, (tape) => tape.keptBack(clock('14:40'), clock('16:00')))(today).map((tape) =>
        tape.bandId === EVERYBODY[3]?.person.bandId ? tape.presses(clock('15:10:05')) : tape,
      ),
    labels: {
      emergencies: [pressed(EVERYBODY[3] as Character, clock('15:10:05'))],
      outages: [outage(HUAIYIN, clock('14:40'), clock('16:00'))],
      lesserAtMost: LESSER,
    },
  }),
  scene({
    ...AFTERNOON,
    name: 'press-behind-the-outage',
    title: 'a press that was kept back by the outage rings when the line is back, with its age',
    script: cut(HUAIYIN, (tape, nth) =>
      (nth === 1 ? tape.presses(clock('15:02:40')) : tape).keptBack(clock('14:40'), clock('15:30')),
    ),
    labels: {
      emergencies: [
        needs(SECOND, {
          shows: 'pressed',
          what: 'pressed while the gateway was away',
          from: clock('15:02:40'),
          noticeable: clock('15:30'),
          within: 1,
          as: ['sos/emergency'],
        }),
      ],
      outages: [outage(HUAIYIN, clock('14:40'), clock('15:30'))],
      lesserAtMost: LESSER,
    },
  }),
  scene({
    ...AFTERNOON,
    until: clock('18:00'),
    name: 'one-stays-away',
    title: 'who does not come back with the others after an outage is asked after within the hour',
    script: cut(HUAIYIN, (tape, nth) =>
      nth === 0
        ? tape.lost(clock('14:40'), clock('18:00'))
        : tape.keptBack(clock('14:40'), clock('15:40')),
    ),
    labels: {
      emergencies: [
        needs(FIRST, {
          shows: 'silent',
          what: 'down since the power cut, and not back with the others',
          from: clock('14:40'),
          noticeable: clock('15:40'),
          within: 61,
          as: [...A_LOOK, 'silence/notice'],
        }),
      ],
      outages: [outage(HUAIYIN, clock('14:40'), clock('15:40'))],
      lesserAtMost: LESSER,
    },
  }),
  scene({
    ...AFTERNOON,
    name: 'everyone-presses',
    title: 'fifteen people who press within two minutes are fifteen emergencies',
    script: (today) =>
      EVERYBODY.map((one, nth) =>
        nth < 15 ? today(one).presses(plus(clock('15:00'), seconds(8 * nth + 1))) : today(one),
      ),
    labels: {
      emergencies: EVERYBODY.slice(0, 15).map((one, nth) =>
        pressed(one, plus(clock('15:00'), seconds(8 * nth + 1))),
      ),
      lesserAtMost: LESSER,
    },
  }),
  scene({
    ...AFTERNOON,
    from: clock('00:30'),
    until: clock('04:30'),
    name: 'power-cut-at-night',
    title: 'a compound without power for two hours at night is one incident, and no person’s',
    script: (today) =>
      EVERYBODY.map((one) =>
        today(
          one,
          HUAIYIN.includes(one)
            ? { befalls: [{ type: 'power-cut', from: clock('01:10'), until: clock('03:20') }] }
            : {},
        ),
      ),
    labels: {
      outages: [outage(HUAIYIN, clock('01:10'), clock('03:20'))],
      lesserAtMost: LESSER,
    },
  }),
];
