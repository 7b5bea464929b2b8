// An alert engine that keeps everything in memory and decides next to nothing: enough to show what
// the dashboard makes of its answers. What is decided in earnest is tested with the engine itself.
import type { AlertEngine, DutyFeed, IncidentPage, IncidentQuery, Why } from '../../alerts/port.ts';
import type { DeskAction, DeskAnswer } from '../../domain/desk.ts';
import type { MessageId } from '../../domain/ids.ts';
import {
  type BandId,
  type IncidentId,
  incidentIdFor,
  type ResidentId,
  type StaffName,
} from '../../domain/ids.ts';
import {
  type Change,
  evolve,
  type Incident,
  isOpen,
  ownerOf,
  type Raised,
} from '../../domain/incident.ts';
import type { Present } from '../../domain/present.ts';
import { type Clock, type Instant, minutes, plus } from '../../domain/time.ts';

export interface FakeEngine extends AlertEngine {
  /** A press arrives: an SOS is opened, or joined when `messageId` is of an open one. */
  press(residentId: ResidentId, messageId: string, bandId?: BandId): Incident;
  apply(change: Change): Incident;
  /** The band was heard: what is known of its wearer is now this. */
  hear(bandId: BandId, present: Present): void;
  /** The next actions cannot be recorded. */
  failing: boolean;
  /** The answer to every "why", and who was asked about, of when. */
  whatWas: Why;
  readonly askedWhy: (readonly [ResidentId, Instant | undefined])[];
  readonly assignments: (readonly [BandId, ResidentId | undefined])[];
}

export function createFakeEngine(clock: Clock, feed: DutyFeed): FakeEngine {
  const incidents = new Map<IncidentId, Incident>();
  const presents = new Map<BandId, Present>();
  const assignments: (readonly [BandId, ResidentId | undefined])[] = [];

  function apply(change: Change): Incident {
    const incident = evolve(incidents.get(change.incidentId), change);
    incidents.set(incident.id, incident);
    feed.incidentChanged(incident);
    return incident;
  }

  const engine: FakeEngine = {
    failing: false,
    whatWas: { verdicts: [], incidents: [] },
    askedWhy: [],
    assignments,
    apply,
    press(residentId, messageId, bandId = `band-${residentId}` as BandId) {
      const incidentId = incidentIdFor('sos', bandId, messageId);
      const at = clock();
      const raised: Raised = {
        type: 'raised',
        incidentId,
        at,
        kind: 'sos',
        priority: 'emergency',
        bandId,
        residentId,
        dueAt: plus(at, minutes(15)),
        reason: { code: 'pressed' },
      };
      if (!incidents.has(incidentId)) apply(raised);
      return apply({ type: 'pressed', incidentId, at, messageId: messageId as MessageId });
    },
    hear(bandId, present) {
      presents.set(bandId, present);
      feed.presentChanged(bandId);
    },
    receive: async () => {},
    async act(id, by, action) {
      if (engine.failing) throw new Error('the disk is full');
      return answerTo(incidents.get(id), clock, by, action, apply);
    },
    assign: async (bandId, residentId) => void assignments.push([bandId, residentId]),
    locate: async () => {},
    retire: async (bandId) => void assignments.push([bandId, undefined]),
    openIncidents: () => [...incidents.values()].filter(isOpen),
    present: (bandId) => presents.get(bandId),
    incident: async (id) => incidents.get(id),
    async why(residentId, at) {
      engine.askedWhy.push([residentId, at]);
      return engine.whatWas;
    },
    incidents: async (query) => pageFrom([...incidents.values()].reverse(), query),
    degraded: () => [],
  };
  return engine;
}

function answerTo(
  incident: Incident | undefined,
  clock: Clock,
  by: StaffName,
  action: DeskAction,
  apply: (change: Change) => Incident,
): DeskAnswer {
  if (!incident) return { ok: false, refusal: { code: 'not-found' } };
  const owner = ownerOf(incident);
  if (incident.state === 'closed' && action.type !== 'reopen') {
    const { outcome } = incident;
    return { ok: false, refusal: { code: 'closed', outcome, ...(owner && { owner }) } };
  }
  if (incident.state !== 'closed' && action.type === 'reopen') {
    return { ok: false, refusal: { code: 'not-closed' } };
  }
  if (action.type === 'claim' && owner !== undefined && owner !== by && !action.takeOver) {
    return { ok: false, refusal: { code: 'owned', owner } };
  }
  return { ok: true, incident: apply(changeFor(incident.id, clock, by, action)) };
}

const PAST = {
  claim: 'claimed',
  contact: 'contacted',
  dispatch: 'dispatched',
  arrive: 'arrived',
  hold: 'held',
  note: 'noted',
  close: 'closed',
  reopen: 'reopened',
  see: 'seen',
} as const satisfies Record<DeskAction['type'], Change['type']>;

function changeFor(
  incidentId: IncidentId,
  clock: Clock,
  by: StaffName,
  action: DeskAction,
): Change {
  const { type, ...rest } = action;
  const until = action.type === 'hold' && { until: plus(clock(), action.duration) };
  return { ...rest, ...until, type: PAST[type], incidentId, at: clock(), by } as Change;
}

function pageFrom(newestFirst: readonly Incident[], query: IncidentQuery): IncidentPage {
  const wanted = newestFirst.filter(
    (incident) =>
      (query.state === 'all' || (query.state === 'open') === isOpen(incident)) &&
      (query.residentId === undefined || query.residentId === incident.residentId),
  );
  const start = query.cursor === undefined ? 0 : Number(query.cursor);
  const items = wanted.slice(start, start + query.limit);
  const next = start + query.limit;
  return { items, ...(next < wanted.length && { next: String(next) }) };
}
