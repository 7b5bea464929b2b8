// What the journal says of the past beside what bands sent: when the service itself was away, and what
// people acted on. Pure.
import type { Change, Incident, Outcome } from '../../domain/incident.ts';
import type { RealIncident } from '../../domain/rehearsal.ts';
import { formatRfc3339, instant } from '../../domain/time.ts';
import type { Absence } from './past.ts';

/** The service did not run, or its clock jumped, for so long before it said so. */
export const absencesIn = (incidents: Iterable<Incident>): readonly Absence[] =>
  [...incidents].flatMap(({ timeline: [first] }) => {
    if (first?.type !== 'raised' || first.reason.code !== 'deaf' || first.reason.gap <= 0)
      return [];
    return [{ from: instant(first.at - first.reason.gap), to: first.at }];
  });

const ABOUT_PEOPLE: readonly Incident['kind'][] = [
  'sos',
  'fall',
  'no-sign-of-life',
  'vitals',
  'wandering',
];
const ACTS: readonly Change['type'][] = ['dispatched', 'arrived'];
const HELPED: readonly Outcome[] = ['assisted', 'fall-assisted', 'hospital', 'emergency-services'];

/** Somebody was sent, was there, or said afterwards that there was need to help. */
const wasActedOn = (incident: Incident): boolean => {
  if (incident.state === 'closed' && incident.outcome === 'test') return false;
  if (incident.timeline.some(({ type }) => ACTS.includes(type))) return true;
  return incident.state === 'closed' && HELPED.includes(incident.outcome);
};

export const actedOn = (incidents: Iterable<Incident>): readonly RealIncident[] =>
  [...incidents]
    .filter((incident) => ABOUT_PEOPLE.includes(incident.kind) && wasActedOn(incident))
    .map((incident) => ({
      id: incident.id,
      at: formatRfc3339(incident.openedAt),
      kind: incident.kind,
      ...(incident.residentId !== undefined && { residentId: incident.residentId }),
      ...(incident.state === 'closed' && { outcome: incident.outcome }),
    }));
