// Oxygen at rest that is too low: for anybody (SpO2 of NEWS2, by itself; scale 2 where a doctor has ordered
// it for a chronic lung disease), or for this person. Who is usually at 90 % is not told about 90 %, once
// that is learned, with or without scale 2; but a floor holds for everybody.
import type { Reason } from '../../domain/reason.ts';
import { usualOxygen } from './habits/heart.ts';
import type { UsualValue } from './habits/usual.ts';
import { isDoubted } from './memory/doubt.ts';
import type { Moment } from './moment.ts';
import { concerning, ended, type Finding, holding, noted, type Rule } from './rule.ts';
import type { BandState } from './state.ts';
import * as vital from './vital.ts';

export const oxygen: Rule = { name: 'oxygen', reasons: ['oxygen-low', 'oxygen-unusual'], judge };

const REASONS = {
  'very-low': 'oxygen-low',
  unusual: 'oxygen-unusual',
  low: 'oxygen-low',
} as const satisfies Record<string, Reason['code']>;
type Level = keyof typeof REASONS;
const isLevel = (code: string | undefined): code is Level =>
  code !== undefined && Object.hasOwn(REASONS, code);

interface Limits {
  readonly veryLow: number;
  readonly low: number;
  /** 0 while it is not known what is usual. */
  readonly unusual: number;
}

interface Case extends vital.Case {
  readonly limits: Limits;
}

function judge(state: BandState, moment: Moment): Finding {
  const { vitals } = state.memory;
  const series = vitals.oxygen;
  const nothing = vital.nothingToGoBy(state, vitals, series, moment);
  if (nothing) return nothing;
  const { local, policy } = moment;
  const usual = usualOxygen(state.habits.heart, local.hour, local.day);
  const isLearned = usual !== undefined && usual.days >= policy.vitals.learnedAfterDays;
  const limits = limitsOf(isLearned ? usual : undefined, moment);
  const said = state.verdicts.oxygen?.code;
  const one: Case = { series, limits, usual, isLearned, said, moment };
  return holding(findingOf(state, one), vital.saysUntil(series));
}

/** Nobody is well below this, whatever is usual; the lowest limit of NEWS2. */
const FLOOR = 83;
/** A mild limit lies this far under what is usual, for who is near it. */
const ROOM = 2.5;

function limitsOf(usual: UsualValue | undefined, { policy }: Moment): Limits {
  const { oxygen: general, unusualSpreads } = policy.vitals;
  const isChronic = general.scale === 2;
  const veryLow = isChronic ? general.chronicVeryLow : general.veryLow;
  const low = isChronic ? general.chronicLow : general.low;
  if (usual === undefined) return { veryLow, low, unusual: 0 };
  const far = Math.max(general.unusualBelow, unusualSpreads * usual.spread);
  const floor = Math.min(FLOOR, veryLow);
  return {
    veryLow: Math.max(floor, Math.min(veryLow, usual.mean - general.unusualBelow)),
    low: Math.min(low, usual.mean - ROOM),
    unusual: usual.mean - far,
  };
}

function findingOf(state: BandState, one: Case): Finding {
  const { said } = one;
  const found = levelIn(one);
  // The same light measures pulse and oxygen: where one leaps about, the other is worth nothing.
  const { pulseDoubt, oxygenDoubt } = state.memory.vitals.sensor;
  if (found !== undefined && (isDoubted(pulseDoubt) || isDoubted(oxygenDoubt))) {
    return noted(isLevel(said) ? said : 'contradictory');
  }
  if (found !== undefined) return told(state, found, one);
  const mayEnd = state.incidents.length > 0 || state.answered.oxygen !== undefined;
  const hasEnded = (mayEnd || isLevel(said)) && isOver(one);
  return isLevel(said) && !hasEnded ? noted(said) : vital.quiet(one, hasEnded);
}

interface Found {
  readonly level: Level;
  readonly evidence: vital.Evidence;
}

/** A sharp one may be so much above the limit in one reading. */
const SENSOR_ERROR = 2;

function levelIn({ series, limits, moment: { policy } }: Case): Found | undefined {
  const newest = series.values.at(-1) ?? 100;
  const { veryLow, low, unusual } = limits;
  // What takes most of the newest readings is not looked for while the newest is none of them.
  if (newest > Math.max(low, unusual, veryLow)) return undefined;
  const lasting = vital.enough(policy.vitals.lastingAfter, policy);
  const sharp = vital.enough(policy.vitals.slowAfter, policy);
  const asked = [
    ['very-low', sharp, { at: 'most', limit: veryLow, all: veryLow + SENSOR_ERROR }],
    ['unusual', lasting, { at: 'most', limit: unusual }],
    ['low', lasting, { at: 'most', limit: low }],
  ] as const;
  for (const [level, need, beyond] of asked) {
    const evidence = vital.weigh(series, need, beyond);
    if (evidence !== undefined) return { level, evidence };
  }
  return undefined;
}

function told(state: BandState, { level, evidence }: Found, one: Case): Finding {
  const { said, isLearned } = one;
  const facts = vital.factsOf(evidence, one);
  const isAnswered = state.answered.oxygen !== undefined;
  if (isAnswered && level === 'very-low' && (said === 'low' || said === 'unusual')) {
    // The desk has answered a mild matter. That one is over; this is another, and told at once.
    return ended('worse', vital.OVER, facts);
  }
  // Who is always so low and not yet known for it, and who was asked about a mild one today: once a day.
  const isAlwaysLow = isAnswered && !isLearned && evidence.value > FLOOR;
  const isUrgent = level === 'very-low' ? !isAlwaysLow : level === 'unusual' && !isAnswered;
  const priority = isUrgent ? 'attention' : 'notice';
  const reason = { code: REASONS[level], ...facts };
  // It stays as sharp as it was until it is over.
  const code = said === 'very-low' || (said === 'unusual' && level === 'low') ? said : level;
  return concerning(code, { kind: 'vitals', priority, reason }, facts);
}

const ABOVE_ALL = 101;

/** Whether what was said, or might have been before there was nothing to go by, has ended. */
function isOver({ series, limits, said, moment }: Case): boolean {
  const sharp = Math.max(limits.veryLow, limits.unusual);
  const limit = said === 'low' ? Math.max(limits.low, sharp) : sharp;
  return vital.isBack(series, limit + moment.policy.vitals.oxygen.hysteresis, ABOVE_ALL);
}
