// What can happen to people, put into their lives from outside:
//
//   const band = befall(makeBand(…), { type: 'faint', from, comesRoundAfter: 'never', sensed: 'not' });
//   for (const { at, message } of heard({ band, until, interval: minutes(1) })) …
//
// From `from` on the band says what a real one would say; several plights at once are possible. The
// kinds, each with its course, are in plights/plight.ts. `truthOf` says what nobody but us can know.
import { type Instant, type Millis, millis, plus } from '../domain/time.ts';
import type { Activity } from './day/episode.ts';
import { activityAt, dayNumberOf, instantOf, planDay } from './day.ts';
import type { Band } from './life.ts';
import { endOf, type Plight } from './plights/plight.ts';
import type { Wearer } from './wearer.ts';
import { wordsOf } from './words.ts';

export type { Plight } from './plights/plight.ts';

/**
 * The same band, to which all this will happen in its time. Nothing before the first `from` changes,
 * but for a battery that announces its end. Ask before a band has lived through that moment.
 */
export const befall = (band: Band, ...plights: readonly Plight[]): Band => ({
  ...band,
  plights: [...band.plights, ...plights],
  words: [...band.words, ...plights.flatMap(wordsOf)].toSorted((a, b) => a.at - b.at),
});

/** The next moment after which the plan has the wearer do this; within a week, else undefined. */
export function nextTime(band: Band, activity: Activity, after: Instant): Instant | undefined {
  const { wearer, dice } = band;
  const first = dayNumberOf(after);
  for (let number = first; number < first + 7; number++) {
    const day = planDay(wearer, number, dice);
    for (let minute = 0; minute < 1_440; minute++) {
      const at = instantOf(number, minute);
      if (at > after && activityAt(day, minute) === activity) return at;
    }
  }
  return undefined;
}

/** Two people in one home have each other's band on. */
export function swapBands(
  [one, other]: readonly [Band, Band],
  from: Instant,
  until?: Instant,
): readonly [Band, Band] {
  const span = { from, ...(until !== undefined && { until }) };
  const on = (band: Band, { wearer, dice }: Band): Band =>
    befall(band, { type: 'swapped', ...span, dice, wearer: onBandOf(band.wearer, wearer) });
  return [on(one, other), on(other, one)];
}

/** What belongs to the band and to the home stays; the body and the habits are the other's. */
const onBandOf = (own: Wearer, other: Wearer): Wearer => ({
  ...other,
  home: own.home,
  datum: own.datum,
  oxygenEvery: own.oxygenEvery,
  strap: own.strap,
  wearFlag: own.wearFlag,
});

/** The gateway of a compound loses its power: nothing gets through, then all backlogs at once. */
export const powerCut = (bands: readonly Band[], from: Instant, until: Instant): readonly Band[] =>
  bands.map((band) => befall(band, { type: 'power-cut', from, until }));

/** New firmware for all: at once, or one band after the other. @param apart from one to the next. */
export const updateFirmware = (
  bands: readonly Band[],
  from: Instant,
  apart: Millis = millis(0),
): readonly Band[] =>
  bands.map((band, nth) => befall(band, { type: 'reboot', from: plus(from, millis(nth * apart)) }));

export interface Truth {
  readonly type: Plight['type'];
  /** When it began. */
  readonly began: Instant;
  /** When it was over by itself or by somebody's help. */
  readonly over: Instant | 'never';
  /** Who should come of it: somebody at the door, a call in daylight, a technician, nobody. */
  readonly wants: 'somebody-now' | 'a-look' | 'a-technician' | 'nobody';
}

const WANTS: Readonly<Record<Plight['type'], Truth['wants']>> = {
  faint: 'somebody-now',
  'on-the-floor': 'somebody-now',
  stroke: 'somebody-now',
  'cardiac-arrest': 'somebody-now',
  'slow-heart': 'somebody-now',
  'racing-heart': 'somebody-now',
  decline: 'a-look',
  flu: 'a-look',
  wandering: 'somebody-now',
  lost: 'somebody-now',
  heat: 'somebody-now',
  cold: 'somebody-now',
  'loose-strap': 'a-technician',
  'broken-sensor': 'a-technician',
  'taken-off': 'a-look',
  swapped: 'a-technician',
  'flat-battery': 'a-look',
  'no-coverage': 'nobody',
  'power-cut': 'a-technician',
  away: 'nobody',
  reboot: 'nobody',
  'wrong-clock': 'a-technician',
  presses: 'somebody-now',
};

export const truthOf = (plight: Plight): Truth => ({
  type: plight.type,
  began: plight.from,
  over: endOf(plight) ?? (comesRound(plight) || 'never'),
  wants: comesRound(plight) ? 'a-look' : WANTS[plight.type],
});

function comesRound(plight: Plight): Instant | undefined {
  if (plight.type !== 'faint' || plight.comesRoundAfter === 'never') return undefined;
  return plus(plight.from, plight.comesRoundAfter);
}
