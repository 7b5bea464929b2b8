// What one duty screen knows: (board, frame) → board. No clock and no browser in here: whoever
// receives a frame says when, on a clock of the PC that only ever runs forward (`Uptime`).
//
// The service's clock is kept as its difference to that uptime, so a PC whose own clock is wrong
// shows the same digits as its neighbour. A frame is under way for some time but never arrives
// before it was sent: the largest difference seen is the one nearest to the truth.
import type {
  Degradation,
  IncidentView,
  ResidentCard,
  ResidentView,
  ServerFrame,
} from '../../domain/frame.ts';
import type { IncidentId, ResidentId, StaffName } from '../../domain/ids.ts';
import { type Instant, instant, parseRfc3339 } from '../../domain/time.ts';

/** Milliseconds since the page was opened. */
export type Uptime = number;

interface Outage {
  readonly from: Instant;
  readonly to: Instant;
}

type TickFrame = Extract<ServerFrame, { type: 'tick' }>;

export interface Board {
  /** Of the newest frame; undefined before the first snapshot. */
  readonly seq?: number;
  /** Everything that is not closed. */
  readonly incidents: ReadonlyMap<IncidentId, IncidentView>;
  readonly residents: ReadonlyMap<ResidentId, ResidentView>;
  /** Unmasked, and only for people of open incidents. */
  readonly people: ReadonlyMap<ResidentId, ResidentCard>;
  readonly degraded: readonly Degradation[];
  readonly backlog?: TickFrame['backlog'];
  readonly onDuty: readonly StaffName[];
  /** The service's clock minus the uptime. */
  readonly offset?: number;
  /** Since when the service has been telling an earlier time than `offset` would. */
  readonly doubtedAt?: Uptime | undefined;
  readonly heardAt?: Uptime;
  /** The newest time during which this screen heard nothing. */
  readonly outage?: Outage;
  readonly lastClosed?: IncidentView;
}

export const EMPTY_BOARD: Board = {
  incidents: new Map(),
  residents: new Map(),
  people: new Map(),
  degraded: [],
  onDuty: [],
};

/** Without a frame for this long, what is shown may be old. */
export const STALE_AFTER = 6_000;

/** A time that lies further back than this is not explained by a slow network. */
const CLOCK_MOVED = 2_000;

export type Received =
  | { readonly ok: true; readonly board: Board }
  /** A frame is missing: only a snapshot can help. */
  | { readonly ok: false; readonly missing: number };

export function receive(board: Board, frame: ServerFrame, at: Uptime): Received {
  if (frame.type !== 'snapshot') {
    if (board.seq === undefined) return { ok: false, missing: frame.seq };
    if (frame.seq > board.seq + 1) return { ok: false, missing: board.seq + 1 };
    // Sent twice around a reconnection: heard, but nothing new.
    if (frame.seq <= board.seq) return { ok: true, board: heard(board, at) };
  }
  const next = folded(heard(board, at), frame, at);
  return { ok: true, board: { ...next, seq: frame.seq } };
}

/** What time it is for the service; undefined until it has said so once. */
export const serverTime = (board: Board, at: Uptime): Instant | undefined =>
  board.offset === undefined ? undefined : instant(Math.round(at + board.offset));

/** Whether the incident began while this screen was cut off. */
export function raisedWhileCutOff(board: Board, incident: IncidentView): boolean {
  const openedAt = parseRfc3339(incident.openedAt);
  const { outage } = board;
  return (
    openedAt !== undefined &&
    outage !== undefined &&
    openedAt > outage.from &&
    openedAt <= outage.to
  );
}

function heard(board: Board, at: Uptime): Board {
  const { heardAt, offset } = board;
  if (heardAt === undefined || offset === undefined || at - heardAt <= STALE_AFTER) {
    return { ...board, heardAt: at };
  }
  const outage = { from: instant(heardAt + offset), to: instant(at + offset) };
  return { ...board, heardAt: at, outage };
}

function folded(board: Board, frame: ServerFrame, at: Uptime): Board {
  switch (frame.type) {
    case 'snapshot':
      return {
        ...board,
        ...clockFrom(board, frame.serverTime, at),
        incidents: new Map(openOnly(frame.incidents).map((each) => [each.id, each])),
        residents: new Map(frame.residents.map((each) => [each.id, each])),
        people: new Map(frame.people.map((each) => [each.id, each])),
      };
    case 'incident':
      return withIncident(board, frame.incident, frame.person);
    case 'resident':
      return {
        ...board,
        residents: new Map(board.residents).set(frame.resident.id, frame.resident),
      };
    case 'tick':
      return {
        ...board,
        ...clockFrom(board, frame.serverTime, at),
        degraded: same(board.degraded, frame.degraded),
        backlog: frame.backlog,
        onDuty: same(board.onDuty, frame.onDuty),
      };
    default:
      // A newer service may say what this page does not know; it is no reason to stop.
      frame satisfies never;
      return board;
  }
}

const openOnly = (incidents: readonly IncidentView[]): readonly IncidentView[] =>
  incidents.filter((each) => each.state !== 'closed');

function withIncident(board: Board, incident: IncidentView, person?: ResidentCard): Board {
  const incidents = new Map(board.incidents);
  const people = new Map(board.people);
  if (person !== undefined) people.set(person.id, person);
  if (incident.state !== 'closed') {
    return { ...board, incidents: incidents.set(incident.id, incident), people };
  }
  incidents.delete(incident.id);
  // The name goes back behind its mask when the last matter of that person is closed.
  const stillOpen = [...incidents.values()].some((each) => each.residentId === incident.residentId);
  if (incident.residentId !== undefined && !stillOpen) people.delete(incident.residentId);
  const lastClosed = incident.priority === 'emergency' ? incident : board.lastClosed;
  return { ...board, incidents, people, ...(lastClosed !== undefined && { lastClosed }) };
}

/** An earlier time is believed only after it has been told for so long. */
const DOUBT = 5_000;

/**
 * Frames that are sent again after a reconnection tell old times in quick succession: they look like
 * a clock that was set back, and must not set the screen's clock back.
 */
function clockFrom(board: Board, written: string, at: Uptime): Pick<Board, 'offset' | 'doubtedAt'> {
  const said = parseRfc3339(written);
  if (said === undefined) return {};
  const offset = said - at;
  const known = board.offset;
  if (known === undefined || offset > known) return { offset, doubtedAt: undefined };
  if (known - offset <= CLOCK_MOVED) return { offset: known, doubtedAt: undefined };
  const doubtedAt = board.doubtedAt ?? at;
  return at - doubtedAt >= DOUBT ? { offset, doubtedAt: undefined } : { doubtedAt };
}

/** Keeps the old list when nothing changed, so that nothing is drawn again. */
const same = <Item>(old: readonly Item[], fresh: readonly Item[]): readonly Item[] =>
  old.length === fresh.length && old.every((item, index) => item === fresh[index]) ? old : fresh;
