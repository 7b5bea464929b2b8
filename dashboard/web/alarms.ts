// Which matters need somebody, in which order, and which of them has to be heard. Pure: the moment
// is an argument, on the service's clock.

import type { IncidentView } from '../../domain/frame.ts';
import type { IncidentId, StaffName } from '../../domain/ids.ts';
import { PRIORITIES } from '../../domain/incident.ts';
import { rangAgain } from '../../domain/ringing.ts';
import { type Instant, instant, parseRfc3339 } from '../../domain/time.ts';
import type { Board } from './board.ts';

/** The moment a text of the wire means; 1970 for one that cannot be read. */
export const momentOf = (written: string): Instant => parseRfc3339(written) ?? instant(0);

/** What gets a card: emergencies, and falls that may be one in a moment. */
export const isAlarm = (incident: IncidentView): boolean =>
  incident.priority === 'emergency' || incident.checkUntil !== undefined;

/** Pressed again, more than a minute after it was claimed, and nobody has done anything since. */
export const pressedAgain = ({ state, timeline }: IncidentView): boolean =>
  rangAgain(
    state,
    timeline.map((entry) => ({ ...entry, at: momentOf(entry.at) })),
  );

const FORGOTTEN_RINGS_FOR = 6_000;

/** Claimed, then left alone: rings for six seconds when that is escalated. */
function justEscalatedAsForgotten(incident: IncidentView, now: Instant): boolean {
  const escalated = incident.timeline.findLast((entry) => entry.type === 'escalated');
  return (
    escalated?.type === 'escalated' &&
    escalated.cause === 'no-contact' &&
    now - momentOf(escalated.at) < FORGOTTEN_RINGS_FOR
  );
}

/** Whether the incident waits for somebody to answer it, now. */
export function isRinging(incident: IncidentView, now: Instant): boolean {
  if (incident.state === 'closed') return false;
  if (incident.state === 'open') {
    return incident.heldUntil === undefined || momentOf(incident.heldUntil) <= now;
  }
  return pressedAgain(incident) || justEscalatedAsForgotten(incident, now);
}

const isEscalated = (incident: IncidentView): boolean =>
  incident.timeline.some((entry) => entry.type === 'escalated');

const rank = (incident: IncidentView): number =>
  isAlarm(incident) && incident.priority !== 'emergency'
    ? 0.5
    : PRIORITIES.indexOf(incident.priority);

const waiting = (incident: IncidentView): number =>
  incident.state === 'open' || pressedAgain(incident) ? 0 : 1;

/** Highest priority first; in it whoever waits for an answer first; in it the newest first. */
export function inOrder(incidents: Iterable<IncidentView>): readonly IncidentView[] {
  return [...incidents].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      waiting(a) - waiting(b) ||
      momentOf(b.rangAt) - momentOf(a.rangAt) ||
      (a.id < b.id ? -1 : 1),
  );
}

/** An incident somebody chose to look at, and when. */
export interface Pick {
  readonly id: IncidentId;
  readonly at: Instant;
}

export interface Column {
  /** Shown complete. */
  readonly card?: IncidentView;
  /** The other alarms, short but never out of reach. */
  readonly alarms: readonly IncidentView[];
  readonly rows: readonly IncidentView[];
  /** Batteries are told together: one line, not ten. */
  readonly batteries: readonly IncidentView[];
  readonly technical: readonly IncidentView[];
}

/** What stands in the right column. A choice holds until a newer alarm waits for its answer. */
export function columnOf(board: Board, pick: Pick | undefined, me: StaffName | undefined): Column {
  const all = inOrder(board.incidents.values());
  const card = cardOf(all, pick, me);
  const rest = all.filter((each) => each !== card);
  const quiet = rest.filter((each) => !isAlarm(each));
  return {
    ...(card !== undefined && { card }),
    alarms: rest.filter(isAlarm),
    rows: quiet.filter((each) => each.priority !== 'technical' && !isBattery(each)),
    batteries: quiet.filter((each) => each.priority !== 'technical' && isBattery(each)),
    technical: quiet.filter((each) => each.priority === 'technical'),
  };
}

const isBattery = (incident: IncidentView): boolean =>
  incident.kind === 'battery' && incident.priority === 'notice';

function cardOf(
  all: readonly IncidentView[],
  pick: Pick | undefined,
  me: StaffName | undefined,
): IncidentView | undefined {
  const alarms = all.filter(isAlarm);
  const unanswered = alarms.filter((each) => waiting(each) === 0);
  const picked = pick && all.find((each) => each.id === pick.id);
  const newer = pick && unanswered.find((each) => momentOf(each.rangAt) > pick.at);
  if (picked !== undefined && newer === undefined) return picked;
  return newer ?? unanswered[0] ?? alarms.find((each) => each.owner === me) ?? alarms[0];
}

/** The alarm after the one that is shown, around in a circle. */
export function nextAlarm(board: Board, shown: IncidentId | undefined): IncidentView | undefined {
  const alarms = inOrder(board.incidents.values()).filter((each) => each.priority !== 'technical');
  const index = alarms.findIndex((each) => each.id === shown);
  return alarms[(index + 1) % Math.max(1, alarms.length)];
}

export interface Pause {
  readonly from: Instant;
  readonly until: Instant;
}

export const PAUSE = 120_000;

export type Sound = 'none' | 'emergency' | 'emergency-escalated' | 'attention' | 'lost';

/** A pause ends with its time, and with any emergency that rang after it began. */
export function isPaused(board: Board, pause: Pause | undefined, now: Instant): boolean {
  if (pause === undefined || now >= pause.until) return false;
  return ![...board.incidents.values()].some(
    (each) =>
      each.priority === 'emergency' && isRinging(each, now) && momentOf(each.rangAt) > pause.from,
  );
}

/** The one sound that has to be heard now: only the highest priority sounds. */
export function soundOf(
  board: Board,
  lost: boolean,
  pause: Pause | undefined,
  now: Instant,
): Sound {
  if (isPaused(board, pause, now)) return 'none';
  const ringing = [...board.incidents.values()].filter((each) => isRinging(each, now));
  const emergencies = ringing.filter((each) => each.priority === 'emergency');
  if (emergencies.some(isEscalated)) return 'emergency-escalated';
  if (emergencies.length > 0) return 'emergency';
  if (lost) return 'lost';
  return ringing.some((each) => each.priority === 'attention') ? 'attention' : 'none';
}

/** Alarms nobody has taken: how many, and the one to name in the title. */
export function unclaimed(board: Board): readonly IncidentView[] {
  return inOrder(board.incidents.values()).filter(
    (each) => isAlarm(each) && (each.state === 'open' || pressedAgain(each)),
  );
}

/** How the promise stands: time left, and how urgent that is. Arriving keeps it. */
export interface Promise15 {
  readonly left: number;
  readonly urgency: 'calm' | 'soon' | 'now' | 'overdue' | 'kept';
}

export function promiseOf(incident: IncidentView, now: Instant): Promise15 {
  const arrived = incident.timeline.find((entry) => entry.type === 'arrived');
  const dueAt = momentOf(incident.dueAt);
  if (arrived !== undefined) return { left: dueAt - momentOf(arrived.at), urgency: 'kept' };
  const left = dueAt - now;
  if (left < 0) return { left, urgency: 'overdue' };
  if (left <= 120_000) return { left, urgency: 'now' };
  return { left, urgency: left <= 300_000 ? 'soon' : 'calm' };
}

const STEPS = ['raised', 'claimed', 'contacted', 'dispatched', 'arrived', 'closed'] as const;
export type Step = (typeof STEPS)[number];

/** When and by whom each step was first done, in the order of the work. */
export function stepsOf(
  incident: IncidentView,
): readonly { readonly step: Step; readonly at?: string; readonly by?: string }[] {
  return STEPS.map((step) => {
    const entry = incident.timeline.find((each) => each.type === step);
    if (entry === undefined) return { step };
    const by = 'by' in entry && typeof entry.by === 'string' ? { by: entry.by } : {};
    return { step, at: entry.at, ...by };
  });
}
