// What a person at the desk does with an incident. Exactly one of several who claim at the same
// moment becomes its owner; the others are told who.
import type { DeskAction, Refusal } from '../../domain/desk.ts';
import type { StaffName } from '../../domain/ids.ts';
import { type Change, type Incident, ownerOf } from '../../domain/incident.ts';
import { type Instant, plus } from '../../domain/time.ts';

/** Either what has happened now, or why it has not. Nothing new is no refusal. */
export type DeskDecision = { readonly changes: readonly Change[] } | { readonly refusal: Refusal };

export function decideAtDesk(
  incident: Incident,
  by: StaffName,
  action: DeskAction,
  now: Instant,
): DeskDecision {
  const refusal = refusalOf(incident, by, action);
  return refusal ? { refusal } : { changes: changesOf(incident, by, action, now) };
}

function refusalOf(incident: Incident, by: StaffName, action: DeskAction): Refusal | undefined {
  if (action.type === 'see' || action.type === 'note') return undefined;
  if (action.type === 'reopen') {
    return incident.state === 'closed' ? undefined : { code: 'not-closed' };
  }
  const owner = ownerOf(incident);
  if (incident.state === 'closed') {
    return { code: 'closed', outcome: incident.outcome, ...(owner !== undefined && { owner }) };
  }
  const isTaking = action.type === 'claim' && action.takeOver === true;
  return owner !== undefined && owner !== by && !isTaking ? { code: 'owned', owner } : undefined;
}

function changesOf(
  incident: Incident,
  by: StaffName,
  action: DeskAction,
  now: Instant,
): readonly Change[] {
  const fact = { incidentId: incident.id, at: now, by } as const;
  const noted = action.type !== 'see' && action.note !== undefined && { note: action.note };
  switch (action.type) {
    case 'see':
      return incident.state === 'closed' || hasSeen(incident, by)
        ? []
        : [{ ...fact, type: 'seen' }];
    case 'claim':
      return claim(incident, by, now, action.note);
    case 'contact': {
      const { who, reached } = action;
      const told = { ...(who !== undefined && { who }), ...(reached !== undefined && { reached }) };
      return [...owned(incident, by, now), { ...fact, type: 'contacted', ...noted, ...told }];
    }
    case 'dispatch': {
      const sent = action.responder !== undefined && { responder: action.responder };
      return [...owned(incident, by, now), { ...fact, type: 'dispatched', ...noted, ...sent }];
    }
    case 'arrive':
      return [...owned(incident, by, now), { ...fact, type: 'arrived', ...noted }];
    case 'hold':
      return [
        ...owned(incident, by, now),
        { ...fact, type: 'held', ...noted, until: plus(now, action.duration) },
      ];
    case 'note':
      return [{ ...fact, type: 'noted', note: action.note }];
    case 'close': {
      const answered = action.reply !== undefined && { reply: action.reply };
      const closed = { ...fact, type: 'closed', outcome: action.outcome, ...noted, ...answered };
      return [...owned(incident, by, now), closed as Change];
    }
    case 'reopen':
      return [{ ...fact, type: 'reopened', ...noted }];
    default:
      return action satisfies never;
  }
}

function claim(
  incident: Incident,
  by: StaffName,
  now: Instant,
  note: string | undefined,
): readonly Change[] {
  const owner = ownerOf(incident);
  // Claiming what one owns already answers a second press: it silences, and is on record.
  const isNews = owner !== by || hasRungSinceClaim(incident) || note !== undefined;
  if (!isNews) return [];
  const takenFrom = owner !== undefined && owner !== by && { takenFrom: owner };
  return [
    {
      type: 'claimed',
      incidentId: incident.id,
      at: now,
      by,
      ...(note !== undefined && { note }),
      ...takenFrom,
    },
  ];
}

function hasRungSinceClaim(incident: Incident): boolean {
  const claimedAt = incident.timeline.findLast((change) => change.type === 'claimed')?.at;
  return claimedAt === undefined || incident.rangAt > claimedAt;
}

/** Whoever acts on an incident nobody owns has claimed it. */
const owned = (incident: Incident, by: StaffName, now: Instant): readonly Change[] =>
  ownerOf(incident) === undefined ? claim(incident, by, now, undefined) : [];

const hasSeen = (incident: Incident, by: StaffName): boolean =>
  incident.timeline.some((change) => change.type === 'seen' && change.by === by);
