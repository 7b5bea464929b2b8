// A pulse at rest that is too fast or too slow: for anybody (the screening bands of NEWS2, one parameter by
// itself), or for this person at this hour. Several readings in a row over minutes, never one. It asks
// somebody to ring and see; what it is, a doctor says.
//
// Sharp limits hold for everybody for whom nobody has set others. A mild one is moved for who is usually
// near it, once that is learned; and what is within all limits is told when it is far from what is usual.
import type { Reason } from '../../domain/reason.ts';
import { usualPulse } from './habits/heart.ts';
import { type Limits, limitsOf } from './heart-limits.ts';
import { isDoubted } from './memory/doubt.ts';
import type { Moment } from './moment.ts';
import { concerning, ended, type Finding, holding, noted, type Rule } from './rule.ts';
import type { BandState } from './state.ts';
import * as vital from './vital.ts';

export const heartRate: Rule = {
  name: 'heart-rate',
  reasons: ['heart-rate-high', 'heart-rate-low', 'heart-rate-unusual', 'pulse-under-pacemaker'],
  judge,
};

interface Meaning {
  readonly reason: Reason['code'];
  readonly side: 'fast' | 'slow';
  /** Sharp ones are told at once and again; of mild ones it is enough to ask once a day. */
  readonly rank: 'word' | 'mild' | 'sharp';
}

const LEVELS = {
  'very-high': { reason: 'heart-rate-high', side: 'fast', rank: 'sharp' },
  high: { reason: 'heart-rate-high', side: 'fast', rank: 'mild' },
  'unusual-high': { reason: 'heart-rate-unusual', side: 'fast', rank: 'mild' },
  'very-low': { reason: 'heart-rate-low', side: 'slow', rank: 'sharp' },
  'under-pacemaker': { reason: 'pulse-under-pacemaker', side: 'slow', rank: 'sharp' },
  'unusual-low': { reason: 'heart-rate-unusual', side: 'slow', rank: 'mild' },
  low: { reason: 'heart-rate-low', side: 'slow', rank: 'word' },
} as const satisfies Record<string, Meaning>;
type Level = keyof typeof LEVELS;
const isLevel = (code: string | undefined): code is Level =>
  code !== undefined && Object.hasOwn(LEVELS, code);

interface Case extends vital.Case {
  readonly limits: Limits;
}

function judge(state: BandState, moment: Moment): Finding {
  const { vitals } = state.memory;
  const series = vitals.heartRate;
  const nothing = vital.nothingToGoBy(state, vitals, series, moment);
  if (nothing) return nothing;
  const { local, policy } = moment;
  const days = policy.vitals.learnedAfterDays;
  const usual = usualPulse(state.habits.heart, local.hour, local.day, days);
  const isLearned = usual !== undefined && usual.days >= days;
  const limits = limitsOf(state, isLearned ? usual : undefined, moment);
  const said = state.verdicts['heart-rate']?.code;
  const one: Case = { series, limits, usual, isLearned, said, moment };
  return holding(findingOf(state, one), vital.saysUntil(series));
}

function findingOf(state: BandState, one: Case): Finding {
  const { vitals } = state.memory;
  const { said } = one;
  const found = levelIn(one, vitals.live.rest?.is !== 'unknown');
  if (found !== undefined && isDoubted(vitals.sensor.pulseDoubt)) {
    return noted(isLevel(said) ? said : 'contradictory');
  }
  if (found !== undefined) return told(state, found, one);
  const mayEnd = state.incidents.length > 0 || state.answered['heart-rate'] !== undefined;
  const hasEnded = (mayEnd || isLevel(said)) && isOver(one);
  return isLevel(said) && !hasEnded ? noted(said) : vital.quiet(one, hasEnded);
}

interface Found {
  readonly level: Level;
  readonly evidence: vital.Evidence;
}

/** @param isSure that the wearer is at rest; otherwise it takes as long as a mild matter does. */
function levelIn({ series, limits, moment }: Case, isSure: boolean): Found | undefined {
  const newest = series.values.at(-1) ?? 0;
  const isSlow = newest <= Math.max(limits.low, limits.underPacemaker, limits.unusualLow);
  // What takes most of the newest readings is not looked for while the newest is none of them.
  if (!isSlow && newest < Math.min(limits.high, limits.unusualHigh)) return undefined;
  const { vitals } = moment.policy;
  const lasting = vital.enough(vitals.lastingAfter, moment.policy);
  const atOnce = vital.enough(isSlow ? vitals.slowAfter : vitals.fastAfter, moment.policy);
  for (const [level, beyond] of isSlow ? tooSlow(limits, moment) : tooFast(limits, moment)) {
    const need = isSure && LEVELS[level].rank === 'sharp' ? atOnce : lasting;
    const evidence = vital.weigh(series, need, beyond);
    if (evidence !== undefined) return { level, evidence };
  }
  return undefined;
}

type Asked = readonly (readonly [Level, vital.Beyond])[];

const tooFast = (limits: Limits, { policy }: Moment): Asked => [
  ['very-high', { at: 'least', limit: limits.veryHigh, all: policy.vitals.heartRate.high }],
  ['high', { at: 'least', limit: limits.high }],
  ['unusual-high', { at: 'least', limit: limits.unusualHigh }],
];

const tooSlow = (limits: Limits, { policy }: Moment): Asked => [
  ['very-low', { at: 'most', limit: limits.veryLow, all: policy.vitals.heartRate.low }],
  ['under-pacemaker', { at: 'most', limit: limits.underPacemaker, all: limits.pacedAtMost }],
  ['unusual-low', { at: 'most', limit: limits.unusualLow }],
  ['low', { at: 'most', limit: limits.low }],
];

function told(state: BandState, { level, evidence }: Found, one: Case): Finding {
  const { said, moment } = one;
  const facts = vital.factsOf(evidence, one);
  const { reason, side, rank } = LEVELS[level];
  const isAnswered = state.answered['heart-rate'] !== undefined;
  const before = isLevel(said) && LEVELS[said].side === side ? LEVELS[said].rank : undefined;
  if (isAnswered && rank === 'sharp' && (before === 'mild' || before === 'word')) {
    // The desk has answered a mild matter. That one is over; this is another, and told at once.
    return ended('worse', vital.OVER, facts);
  }
  const priority = rank === 'sharp' || (rank === 'mild' && !isAnswered) ? 'attention' : 'notice';
  const rate = level === 'under-pacemaker' && { rate: moment.policy.vitals.pacedRate };
  // It stays as sharp as it was until it is over.
  const isKept = before === 'sharp' || (before === 'mild' && rank !== 'sharp');
  return concerning(
    isKept ? (said ?? level) : level,
    { kind: 'vitals', priority, reason: { code: reason, ...facts, ...rate } as Reason },
    facts,
  );
}

/** Whether what was said, or might have been before there was nothing to go by, has ended. */
function isOver({ series, limits, said, moment }: Case): boolean {
  const { hysteresis } = moment.policy.vitals.heartRate;
  const fast = Math.min(limits.high, limits.unusualHigh) - hysteresis;
  const slow = limits.veryLow + hysteresis;
  if (!isLevel(said)) return vital.isBack(series, slow, fast);
  if (LEVELS[said].side === 'fast') return vital.isBack(series, 0, fast);
  const least = {
    'very-low': slow,
    'under-pacemaker': limits.underPacemaker + 1,
    'unusual-low': limits.unusualLow + hysteresis,
    low: limits.low + hysteresis,
  }[said as Exclude<Level, 'very-high' | 'high' | 'unusual-high'>];
  return vital.isBack(series, least, Number.POSITIVE_INFINITY);
}
