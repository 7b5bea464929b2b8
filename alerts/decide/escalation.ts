// An emergency nobody takes, and one that was taken and forgotten, both get louder. What came first is
// read from the order of the timeline: much can happen in one millisecond, and clocks are set back.
import type { Change, Incident } from '../../domain/incident.ts';
import type { Policy } from '../../domain/policy.ts';
import { rangAgain, rings } from '../../domain/ringing.ts';
import { type Instant, since } from '../../domain/time.ts';
import { isOver } from './wait.ts';

export function escalated(
  incidents: readonly Incident[],
  now: Instant,
  policy: Policy,
): readonly Change[] {
  return incidents.flatMap((incident) =>
    incident.priority === 'emergency' ? escalatedOne(incident, now, policy) : [],
  );
}

function escalatedOne(incident: Incident, now: Instant, policy: Policy): readonly Change[] {
  const fact = { type: 'escalated', incidentId: incident.id, at: now } as const;
  if (incident.state === 'open') {
    return isForgottenOpen(incident, now, policy)
      ? [{ ...fact, level: 1, cause: 'unclaimed' }]
      : [];
  }
  if (isUnansweredAgain(incident, now, policy)) {
    return [{ ...fact, level: 1, cause: 'pressed-again' }];
  }
  return incident.state === 'claimed' && isForgottenClaimed(incident, now, policy)
    ? [{ ...fact, level: 2, cause: 'no-contact' }]
    : [];
}

/** Somebody took it once; now it rings again, and whoever took it may not be at the desk any more. */
function isUnansweredAgain(incident: Incident, now: Instant, policy: Policy): boolean {
  const { state, timeline, rangAt } = incident;
  return (
    rangAgain(state, timeline) &&
    !isLouderSinceRing(timeline) &&
    isOver(rangAt, policy.escalation.unclaimedAfter, now)
  );
}

/** Counted from the newest ring: a second press on a forgotten alarm escalates again. */
function isForgottenOpen(incident: Incident, now: Instant, policy: Policy): boolean {
  const { timeline, rangAt } = incident;
  return !isLouderSinceRing(timeline) && isOver(rangAt, policy.escalation.unclaimedAfter, now);
}

const isLouderSinceRing = (timeline: Incident['timeline']): boolean =>
  has(timeline.slice(timeline.findLastIndex(rings) + 1), 'escalated');

function isForgottenClaimed(incident: Incident, now: Instant, policy: Policy): boolean {
  const { timeline, openedAt } = incident;
  const claim = timeline.findLastIndex(({ type }) => type === 'claimed' || type === 'reopened');
  if (has(timeline.slice(claim + 1), 'contacted', 'escalated')) return false;
  const claimedAt = timeline[claim]?.at ?? openedAt;
  return isOver(claimedAt, policy.escalation.noContactAfter, now) && !isHeld(timeline, now);
}

/** A hold ends by itself, and with the incident: it says nothing about one that was opened again. */
function isHeld(timeline: Incident['timeline'], now: Instant): boolean {
  const opened = timeline.findLastIndex(({ type }) => type === 'reopened');
  const hold = timeline.slice(opened + 1).findLast((change) => change.type === 'held');
  return hold !== undefined && !isOver(hold.at, since(hold.at, hold.until), now);
}

const has = (changes: readonly Change[], ...types: readonly Change['type'][]): boolean =>
  changes.some(({ type }) => types.includes(type));
