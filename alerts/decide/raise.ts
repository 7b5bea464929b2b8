// Building the changes that several rules make.
import { incidentIdFor } from '../../domain/ids.ts';
import type { Change, Incident, Kind, Priority, Raised } from '../../domain/incident.ts';
import type { Policy } from '../../domain/policy.ts';
import type { Reason } from '../../domain/reason.ts';
import { type Instant, plus } from '../../domain/time.ts';
import type { BandState } from './state.ts';

/** When somebody has to be there, or to have dealt with it. */
export const dueAfter = (priority: Priority, now: Instant, policy: Policy): Instant =>
  plus(
    now,
    priority === 'emergency' || priority === 'attention' ? policy.promise : policy.technicalDue,
  );

/** Raises something about a band that no message of it asked for. */
export const raisedByUs = (
  state: BandState,
  what: { readonly kind: Kind; readonly priority: Priority; readonly reason: Reason },
  now: Instant,
  policy: Policy,
): Raised => ({
  type: 'raised',
  // Two matters of one kind may begin in the same moment.
  incidentId: incidentIdFor(what.kind, state.bandId, `${what.reason.code}@${now}`),
  at: now,
  ...what,
  bandId: state.bandId,
  ...(state.residentId !== undefined && { residentId: state.residentId }),
  dueAt: dueAfter(what.priority, now, policy),
});

export const reclassified = (
  incident: Incident,
  what: { readonly kind?: Kind; readonly priority: Priority; readonly reason: Reason },
  now: Instant,
  policy: Policy,
): Change => ({
  type: 'reclassified',
  incidentId: incident.id,
  at: now,
  kind: what.kind ?? incident.kind,
  priority: what.priority,
  reason: what.reason,
  dueAt:
    what.priority === incident.priority ? incident.dueAt : dueAfter(what.priority, now, policy),
});

/** What was wrong has ended. Whoever has taken it still answers; otherwise it closes itself. */
export function recovered(incident: Incident, reason: Reason, now: Instant): readonly Change[] {
  const fact = { incidentId: incident.id, at: now } as const;
  const ended: Change = { ...fact, type: 'recovered', reason };
  return incident.state === 'open'
    ? [ended, { ...fact, type: 'closed', outcome: 'recovered' }]
    : [ended];
}

/** The newest that is open; an older one may be, too, when somebody has opened it again. */
export function openOf(
  state: { readonly incidents: readonly Incident[] },
  ...kinds: readonly Kind[]
): Incident | undefined {
  let newest: Incident | undefined;
  for (const incident of state.incidents) {
    if (!kinds.includes(incident.kind)) continue;
    if (newest === undefined || incident.openedAt >= newest.openedAt) newest = incident;
  }
  return newest;
}
