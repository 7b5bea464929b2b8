// What must be true of every change that goes on record, whoever decided it and whenever: written down
// a second time here, by the order of an incident's timeline and without the engine's own rules.
import { type Change, type Incident, isOpen, ownerOf } from '../../domain/incident.ts';
import type { Policy } from '../../domain/policy.ts';
import { type Instant, instant, latest, millis, minutes, plus } from '../../domain/time.ts';

/** Why `change` must not follow on `before`, if so. */
export function breachBy(
  change: Change,
  before: Incident | undefined,
  version: number,
  all: Iterable<Incident>,
): string | undefined {
  if (version !== (before?.timeline.length ?? 0) + 1) return `change ${version} leaves a gap`;
  if (before === undefined) {
    if (change.type !== 'raised') return 'no source';
    return neverSilent(change) ?? raisedTwice(change, all);
  }
  if (change.type === 'raised') return 'it is raised a second time';
  if (before.state === 'closed' && change.type !== 'noted' && change.type !== 'reopened') {
    return `it is closed, and then ${change.type}`;
  }
  if (change.type === 'cancelled') return wrongCancel(change, before, all);
  return change.type === 'claimed' ? unfairClaim(change, before) : undefined;
}

/**
 * Who says that one fall was nothing has not said so of another: while that one is checked, it stays so. A
 * name that is not on record yet may be a new name for the newest fall: some bands name every message
 * anew.
 */
function wrongCancel(
  { messageId: said, checkUntil }: Change & { type: 'cancelled' },
  { timeline, checkUntil: checkedUntil }: Incident,
  all: Iterable<Incident>,
): string | undefined {
  const endsCheck = checkedUntil !== undefined && checkUntil === undefined;
  if (!endsCheck || said === undefined || !isFall(said, all)) return undefined;
  const isNothing = (id: string): boolean =>
    id === said || timeline.some(({ type, ...rest }) => type === 'cancelled' && named(rest) === id);
  // What is said of a fall while its incident is closed is not in its timeline.
  const closed = timeline.findLastIndex(({ type }) => type === 'closed');
  for (const change of timeline.slice(closed + 1)) {
    const id = change.type === 'fell' ? change.messageId : undefined;
    if (id !== undefined && !isNothing(id)) return `'${said}' is cancelled, and with it '${id}'`;
  }
  return undefined;
}

const named = (change: object): unknown => (change as { messageId?: unknown }).messageId;

function isFall(id: string, all: Iterable<Incident>): boolean {
  for (const { timeline } of all) {
    if (timeline.some((change) => change.type === 'fell' && change.messageId === id)) return true;
  }
  return false;
}

/** No run is long enough for a band to fall silent, whatever the clock says and whoever was away. */
const neverSilent = ({ kind }: Change & { type: 'raised' }): string | undefined =>
  kind === 'silence' || kind === 'no-sign-of-life'
    ? 'a band is taken for silent because of us'
    : undefined;

/** A press while an incident is open counts on it: it does not open another. */
function raisedTwice(change: Change & { type: 'raised' }, all: Iterable<Incident>) {
  if (change.kind !== 'sos' && change.kind !== 'fall') return undefined;
  for (const other of all) {
    if (isOpen(other) && other.kind === change.kind && other.bandId === change.bandId) {
      return `${other.id} is open for the same band`;
    }
  }
  return undefined;
}

function unfairClaim(change: Change & { type: 'claimed' }, before: Incident): string | undefined {
  const owner = ownerOf(before);
  if (owner === undefined || owner === change.by) return undefined;
  return change.takenFrom === owner
    ? undefined
    : `${change.by} claims what ${owner} owns, and does not say so`;
}

export interface Deadline {
  readonly what: 'unclaimed' | 'pressed-again' | 'no-contact' | 'fall-unanswered';
  readonly due: Instant;
}

/** What has to happen to an open incident by itself, and when, if nothing else happens. */
export function deadlineOf(incident: Incident, policy: Policy): Deadline | undefined {
  const { state, priority, timeline, checkUntil } = incident;
  if (checkUntil !== undefined && state !== 'closed') {
    return { what: 'fall-unanswered', due: checkUntil };
  }
  if (priority !== 'emergency') return undefined;
  if (state === 'open') {
    const ring = timeline.findLastIndex(rings);
    if (happens(timeline, ring, 'escalated')) return undefined;
    return { what: 'unclaimed', due: after(timeline[ring], policy.escalation.unclaimedAfter) };
  }
  const deadlines = [pressedAgain(incident, policy), noContact(incident, policy)];
  return deadlines.filter((each) => each !== undefined).toSorted((a, b) => a.due - b.due)[0];
}

const ANSWERS = ['claimed', 'contacted', 'dispatched', 'arrived', 'held', 'noted', 'reopened'];
const isAnswer = ({ type }: Change): boolean => ANSWERS.includes(type);

function pressedAgain({ state, timeline }: Incident, policy: Policy): Deadline | undefined {
  const answer = timeline.find(isAnswer);
  const index = timeline.findLastIndex(rings);
  const ring = timeline[index];
  if (state === 'closed' || answer === undefined || ring === undefined) return undefined;
  const since = timeline.slice(index + 1);
  if (since.some((change) => isAnswer(change) || change.type === 'escalated')) return undefined;
  if (ring.at - answer.at <= minutes(1)) return undefined;
  return { what: 'pressed-again', due: after(ring, policy.escalation.unclaimedAfter) };
}

function noContact({ state, timeline }: Incident, policy: Policy): Deadline | undefined {
  if (state !== 'claimed') return undefined;
  const claim = timeline.findLastIndex(({ type }) => type === 'claimed' || type === 'reopened');
  if (happens(timeline, claim, 'escalated') || happens(timeline, claim, 'contacted')) {
    return undefined;
  }
  const due = after(timeline[claim], policy.escalation.noContactAfter);
  const opened = timeline.findLastIndex(({ type }) => type === 'reopened');
  const hold = timeline.slice(opened + 1).findLast((change) => change.type === 'held');
  // The tick that makes a claimed matter an emergency leaves the rest to the next one.
  const became = timeline.findLast(({ type }) => type === 'reclassified')?.at ?? due;
  return {
    what: 'no-contact',
    due: latest(latest(due, hold?.until ?? due), plus(became, millis(1))),
  };
}

const rings = (change: Change): boolean =>
  change.type === 'raised' ||
  change.type === 'pressed' ||
  change.type === 'fell' ||
  (change.type === 'reclassified' && change.priority === 'emergency');

const happens = (timeline: readonly Change[], from: number, type: Change['type']): boolean =>
  timeline.slice(from + 1).some((change) => change.type === type);

const after = (change: Change | undefined, wait: Policy['escalation']['unclaimedAfter']): Instant =>
  plus(change?.at ?? instant(0), wait);
