// What the service raises about itself: that it was deaf, that many bands are silent at once, that
// one of its rules failed, or what its watchers found. One incident each, never one per resident.
import { incidentIdFor } from '../../domain/ids.ts';
import type { Change, Incident } from '../../domain/incident.ts';
import type { Outage, OutageNews, ServiceInput } from '../../domain/input.ts';
import type { Policy } from '../../domain/policy.ts';
import type { Reason } from '../../domain/reason.ts';
import type { Instant } from '../../domain/time.ts';
import { decideAtDesk } from './desk.ts';
import { escalated } from './escalation.ts';
import { dueAfter, reclassified, recovered } from './raise.ts';
import { type ServiceState, type Step, withChanges } from './state.ts';

export function stepService(
  state: ServiceState,
  input: ServiceInput,
  now: Instant,
  policy: Policy,
): Step<ServiceState> {
  if (input.type === 'action') {
    const incident = state.incidents.find(({ id }) => id === input.incidentId);
    if (!incident) return { state, changes: [], effects: [], refusal: { code: 'not-found' } };
    const decision = decideAtDesk(incident, input.by, input.action, now);
    return 'refusal' in decision
      ? { state, changes: [], effects: [], refusal: decision.refusal }
      : stepped(state, decision.changes);
  }
  return stepped(state, changesOf(state, input, now, policy));
}

const stepped = (state: ServiceState, changes: readonly Change[]): Step<ServiceState> => ({
  state: withChanges(state, changes),
  changes,
  effects: [],
});

function changesOf(
  state: ServiceState,
  input: Exclude<ServiceInput, { type: 'action' }>,
  now: Instant,
  policy: Policy,
): readonly Change[] {
  switch (input.type) {
    case 'deaf':
      // Two jumps that are noticed in the same moment are one.
      return input.gap >= policy.silence.deafAfter && openWith(state, 'deaf')?.openedAt !== now
        ? [technical({ code: 'deaf', gap: input.gap }, now, policy)]
        : [];
    case 'rule-failed':
      return once(state, { code: 'rule-failed', detail: input.detail }, now, policy);
    case 'trouble-began':
      return once(state, input.reason, now, policy);
    case 'trouble-ended': {
      const open = openWith(state, input.code);
      const isKnown = open?.timeline.at(-1)?.type === 'recovered';
      return open && !isKnown ? recovered(open, input.reason, now) : [];
    }
    case 'tick':
      return [
        ...(input.outageNews ?? []).flatMap((news) => outageChanged(state, news, now, policy)),
        ...escalated(state.incidents, now, policy),
      ];
    default:
      return input satisfies never;
  }
}

function outageChanged(
  state: ServiceState,
  news: OutageNews,
  now: Instant,
  policy: Policy,
): readonly Change[] {
  const { outage } = news;
  if (news.type === 'outage-began') {
    return [{ ...technical(reasonOf(outage), now, policy), incidentId: outage.incidentId }];
  }
  const open = state.incidents.find(({ id }) => id === outage.incidentId);
  if (open === undefined) return [];
  switch (news.type) {
    case 'outage-grew': {
      const what = { priority: open.priority, reason: reasonOf(outage) };
      return [reclassified(open, what, now, policy)];
    }
    case 'outage-joined':
      return recovered(open, reasonOf(news.into), now);
    case 'outage-over':
      return recovered(open, { code: 'heard-again' }, now);
    default:
      return news.type satisfies never;
  }
}

const reasonOf = ({ bands, of, shared }: Outage): Reason => ({
  code: 'many-silent',
  bands,
  of,
  shared,
});

/** While one of its kind is open, more of it is no news. */
const once = (
  state: ServiceState,
  reason: Reason,
  now: Instant,
  policy: Policy,
): readonly Change[] => (openWith(state, reason.code) ? [] : [technical(reason, now, policy)]);

const openWith = (state: ServiceState, code: Reason['code']): Incident | undefined =>
  state.incidents.findLast(({ reason }) => reason.code === code);

const technical = (reason: Reason, now: Instant, policy: Policy): Change => ({
  type: 'raised',
  incidentId: incidentIdFor('technical', reason.code, `at@${now}`),
  at: now,
  kind: 'technical',
  priority: 'technical',
  dueAt: dueAfter('technical', now, policy),
  reason,
});
