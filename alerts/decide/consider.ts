// What follows from what the rules find: an incident is raised, sharpened or ended, and a verdict that
// has changed is written down. One matter is one incident: where two rules come to the same kind, the
// second only makes it sharper.
import type { Change, Incident, Priority } from '../../domain/incident.ts';
import type { Reason } from '../../domain/reason.ts';
import type { Instant } from '../../domain/time.ts';
import { plus } from '../../domain/time.ts';
import type { RuleName, Verdict } from '../../domain/verdict.ts';
import type { Moment } from './moment.ts';
import { raisedByUs, reclassified, recovered } from './raise.ts';
import type { Concern, Rule } from './rule.ts';
import { RULEBOOK, ruleOf } from './rules.ts';
import { type BandState, withChanges } from './state.ts';

export interface Considered {
  readonly state: BandState;
  readonly changes: readonly Change[];
  /** Those that are not what they were. */
  readonly verdicts: readonly Verdict[];
  /** Before this, time alone changes nothing that any rule has found. */
  readonly lookAt: Instant;
}

const NEVER = Number.POSITIVE_INFINITY as Instant;
const NONE: readonly Change[] = [];
const NOTHING_NEW: readonly Verdict[] = [];

/** From mild to sharp: a word at the desk, the day's work list, somebody to ring now, somebody to send. */
const SHARPNESS: readonly Priority[] = ['notice', 'technical', 'attention', 'emergency'];
const isSharper = (concern: Concern, open: Incident): boolean =>
  SHARPNESS.indexOf(concern.priority) > SHARPNESS.indexOf(open.priority);

/** Asks every rule. A band that nobody wears is not judged. */
export function consider(before: BandState, moment: Moment): Considered {
  let state = before;
  let changes: readonly Change[] = NONE;
  let verdicts: readonly Verdict[] = NOTHING_NEW;
  let lookAt = NEVER;
  if (state.residentId !== undefined) {
    for (const rule of RULEBOOK) {
      const { name } = rule;
      const { code, facts, concern, over, until } = rule.judge(state, moment);
      if (until !== undefined && until < lookAt) lookAt = until;
      if (concern !== undefined) {
        const again = answeredUntil(state, name, concern, moment);
        if (again !== undefined && again < lookAt) lookAt = again;
      }
      if (concern !== undefined || (over !== undefined && state.incidents.length > 0)) {
        const followed = follow(state, rule, concern, over, moment);
        if (followed.length > 0) {
          state = withChanges(state, followed);
          changes = [...changes, ...followed];
        }
      }
      if (over !== undefined && state.answered[name] !== undefined) {
        state = { ...state, answered: { ...state.answered, [name]: undefined } };
      }
      if (state.verdicts[name]?.code !== code) {
        const verdict: Verdict = { rule: name, code, facts: facts ?? {}, at: moment.now };
        state = { ...state, verdicts: { ...state.verdicts, [name]: verdict } };
        verdicts = [...verdicts, verdict];
      }
    }
  }
  return { state, changes, verdicts, lookAt };
}

function follow(
  state: BandState,
  rule: Rule,
  concern: Concern | undefined,
  over: Reason | undefined,
  moment: Moment,
): readonly Change[] {
  const { now, policy } = moment;
  const own = newestOf(state, ({ reason }) => rule.reasons.includes(reason.code));
  if (concern === undefined) {
    const isKnown = own?.timeline.at(-1)?.type === 'recovered';
    return own && over && !isKnown ? recovered(own, over, now) : [];
  }
  if (own && !isSharper(concern, own)) return [];
  if (!own && answeredUntil(state, rule.name, concern, moment) !== undefined) return [];
  // What would become of a kind that another rule has told: a band that falls silent on somebody who does
  // not move. The desk has that person before it already, and the silence on a line of its own.
  // Of a device each defect is a matter of its own: a clock is not mended with a strap.
  const isOfKind = ({ kind }: Incident): boolean => kind === concern.kind && kind !== 'technical';
  const open = own && isOfKind(own) ? own : (newestOf(state, isOfKind) ?? own);
  if (open === undefined) return [raisedByUs(state, concern, now, policy)];
  return isSharper(concern, open) ? [reclassified(open, concern, now, policy)] : [];
}

/** The desk has closed this matter, it has not ended since, and it is not worse: when to tell it again. */
function answeredUntil(
  { answered }: BandState,
  rule: RuleName,
  concern: Concern,
  { now, policy }: Moment,
): Instant | undefined {
  const answer = answered[rule];
  if (answer === undefined) return undefined;
  if (SHARPNESS.indexOf(concern.priority) > SHARPNESS.indexOf(answer.priority)) return undefined;
  const isUrgent = concern.priority === 'attention' || concern.priority === 'emergency';
  const until = plus(answer.at, isUrgent ? policy.askAgain.attention : policy.askAgain.others);
  // An answer of the future was given before somebody set the clock back.
  return answer.at <= now && now < until ? until : undefined;
}

const NOW = Number.NEGATIVE_INFINITY as Instant;

/** What the desk closes is answered until it has ended, or for a while. */
export function withAnswers(state: BandState, changes: readonly Change[]): BandState {
  let answered = state.answered;
  for (const change of changes) {
    if (change.type !== 'closed') continue;
    const incident = state.incidents.find(({ id }) => id === change.incidentId);
    const rule = incident && ruleOf(incident.reason.code);
    if (incident === undefined || rule === undefined) continue;
    answered = { ...answered, [rule]: { at: change.at, priority: incident.priority } };
  }
  // Looked at again at once: only then is it known when it would be told again.
  return answered === state.answered ? state : { ...state, answered, lookAt: NOW };
}

/** An older one may be open, too, when somebody has opened it again. */
function newestOf(
  { incidents }: BandState,
  test: (incident: Incident) => boolean,
): Incident | undefined {
  let newest: Incident | undefined;
  for (const incident of incidents) {
    if (!test(incident)) continue;
    if (newest === undefined || incident.openedAt >= newest.openedAt) newest = incident;
  }
  return newest;
}
