// The incidents of a shift on the stand-in: raised as a test says, and moved on as the service would when
// the desk acts.
import type { IncidentView, TimelineEntry } from '../../../domain/frame.ts';
import type { IncidentId, StaffName } from '../../../domain/ids.ts';
import { formatRfc3339, type Instant, instant } from '../../../domain/time.ts';
import { CARDS } from '../../screen/community.ts';
import type { FrameBody } from './line.ts';

export const OFFICER = '值班员甲' as StaffName;

/** What to raise; everything has a usual value. */
export interface Raising {
  readonly resident?: number;
  readonly kind?: IncidentView['kind'];
  readonly priority?: IncidentView['priority'];
  readonly reason?: IncidentView['reason'];
  /** How long ago, in seconds. */
  readonly ago?: number;
  readonly presses?: number;
  readonly checkFor?: number;
  readonly owner?: string;
  readonly escalated?: boolean;
}

const STATES: { readonly [action: string]: readonly [string, IncidentView['state']?] } = {
  claim: ['claimed', 'claimed'],
  contact: ['contacted'],
  dispatch: ['dispatched', 'dispatched'],
  arrive: ['arrived', 'on-scene'],
  note: ['noted'],
  close: ['closed', 'closed'],
};

const PROMISE = 900_000;
const A_DAY = 86_400_000;

function incidentOf(what: Raising, number: number, now: Instant): IncidentView {
  const { resident = 8, kind = 'sos', priority = 'emergency', ago = 0, presses = 1 } = what;
  const { id: residentId, bandId } = CARDS[resident]!;
  const written = (milliseconds: number) => formatRfc3339(instant(now + milliseconds));
  const openedAt = written(-ago * 1_000);
  const reason = what.reason ?? ({ code: 'pressed' } as const);
  const dueIn = priority === 'emergency' || what.checkFor ? PROMISE : A_DAY;
  const raised = { type: 'raised', at: openedAt, kind, priority, reason };
  const escalated = { type: 'escalated', at: written(0), level: 1, cause: 'unclaimed' };
  const claimed = { type: 'claimed', at: openedAt, by: what.owner };
  const timeline = [raised, what.escalated && escalated, what.owner && claimed];
  return {
    id: `${kind}.${bandId}.${number}` as IncidentId,
    ...{ kind, priority, residentId, openedAt, presses, reason },
    state: what.owner ? 'claimed' : 'open',
    bandId: bandId!,
    at: openedAt,
    ...(what.owner && { owner: what.owner as StaffName }),
    dueAt: written(dueIn - ago * 1_000),
    rangAt: openedAt,
    ...(what.checkFor && { checkUntil: written(what.checkFor * 1_000) }),
    timeline: timeline.filter(Boolean) as readonly TimelineEntry[],
  };
}

export type Shift = ReturnType<typeof beginShift>;

export function beginShift(now: () => Instant, push: (frame: FrameBody) => void) {
  const open = new Map<IncidentId, IncidentView>();
  const closed: IncidentView[] = [];
  let raised = 0;

  const show = (incident: IncidentView): IncidentView => {
    const person = CARDS.find((card) => card.id === incident.residentId);
    if (incident.state === 'closed') {
      open.delete(incident.id);
      closed.unshift(incident);
    } else open.set(incident.id, incident);
    push({ type: 'incident', incident, ...(person && { person }) });
    return incident;
  };

  return {
    open,
    closed,
    show,
    raise: (what: Raising = {}): IncidentView => {
      raised += 1;
      return show(incidentOf(what, raised, now()));
    },
    /** What the service would make of an action of the desk. Returns the status of its answer. */
    act: (id: string, action: string, body: Record<string, unknown>): number => {
      const incident = open.get(id as IncidentId);
      const change = STATES[action];
      if (!incident || !change) return 404;
      const [type, next] = change;
      const { takeOver: _takeOver, ...rest } = body;
      const at = formatRfc3339(now());
      show({
        ...incident,
        state: next ?? incident.state,
        owner: action === 'claim' ? OFFICER : (incident.owner ?? OFFICER),
        ...(action === 'close' && { closedAt: at, outcome: body.outcome as 'assisted' }),
        timeline: [...incident.timeline, { type, at, by: OFFICER, ...rest } as TimelineEntry],
      });
      return 200;
    },
    closeAll: (): void => {
      for (const incident of [...open.values()]) {
        show({ ...incident, state: 'closed', closedAt: formatRfc3339(now()), outcome: 'test' });
      }
    },
    forget: (): void => {
      open.clear();
      closed.length = 0;
    },
  };
}
