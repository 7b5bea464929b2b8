// An emergency nobody takes, and one that was taken and forgotten, both get louder.
import type { Change, Incident } from '../../domain/incident.ts';
import type { Policy } from '../../domain/policy.ts';
import { type Instant, latest, plus } from '../../domain/time.ts';

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
    // Counted from the newest ring: a second press on a forgotten alarm escalates again.
    const due = plus(incident.rangAt, policy.escalation.unclaimedAfter);
    if (now < due || happenedSince(incident, incident.rangAt, 'escalated')) return [];
    return [{ ...fact, level: 1, cause: 'unclaimed' }];
  }
  if (incident.state !== 'claimed') return [];
  const claimedAt = lastOf(incident, 'claimed', 'reopened') ?? incident.openedAt;
  const due = plus(claimedAt, policy.escalation.noContactAfter);
  if (now < latest(due, incident.heldUntil ?? due)) return [];
  if (happenedSince(incident, claimedAt, 'contacted', 'escalated')) return [];
  return [{ ...fact, level: 2, cause: 'no-contact' }];
}

const lastOf = (incident: Incident, ...types: readonly Change['type'][]): Instant | undefined =>
  incident.timeline.findLast((change) => types.includes(change.type))?.at;

const happenedSince = (
  incident: Incident,
  at: Instant,
  ...types: readonly Change['type'][]
): boolean => (lastOf(incident, ...types) ?? -Infinity) >= at;
