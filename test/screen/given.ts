// Frames and incidents for the pure tests, told in seconds of the night shift.

import { type Board, EMPTY_BOARD, receive } from '../../dashboard/web/board.ts';
import type { IncidentView, ServerFrame, TimelineEntry } from '../../domain/frame.ts';
import type { BandId, IncidentId, ResidentId } from '../../domain/ids.ts';
import { formatRfc3339, type Instant, instant } from '../../domain/time.ts';
import { CARDS, viewOf } from './community.ts';

/** 03:00 in Dezhou. */
export const NIGHT = 1_795_287_600_000;

/** So many seconds into the story. */
export const at = (seconds: number): Instant => instant(NIGHT + seconds * 1_000);
export const written = (seconds: number): string => formatRfc3339(at(seconds));

export interface Told extends Partial<Omit<IncidentView, 'timeline' | 'id'>> {
  readonly id?: string;
  /** When it was raised. */
  readonly raised?: number;
  /** What happened to it since: type, when, and who. */
  readonly later?: readonly (readonly [TimelineEntry['type'], number, object?])[];
  readonly who?: number;
}

export function incident({
  id,
  raised = 0,
  later = [],
  who = 0,
  ...rest
}: Told = {}): IncidentView {
  const reason = { code: 'pressed' } as const;
  return {
    id: (id ?? `sos.band-${who}.${raised}`) as IncidentId,
    kind: 'sos',
    priority: 'emergency',
    state: 'open',
    residentId: CARDS[who]!.id as ResidentId,
    bandId: CARDS[who]!.bandId as BandId,
    openedAt: written(raised),
    at: written(raised),
    presses: 1,
    dueAt: written(raised + 900),
    rangAt: written(raised),
    reason,
    timeline: [
      { type: 'raised', at: written(raised), kind: 'sos', priority: 'emergency', reason },
      ...later.map(([type, when, more]) => ({ type, at: written(when), by: '甲', ...more })),
    ] as unknown as readonly TimelineEntry[],
    ...rest,
  };
}

type FrameOf<Type extends ServerFrame['type']> = Extract<ServerFrame, { type: Type }>;

export const snapshot = (
  seq: number,
  seconds: number,
  incidents: readonly IncidentView[] = [],
): FrameOf<'snapshot'> => ({
  seq,
  type: 'snapshot',
  serverTime: written(seconds),
  incidents,
  residents: CARDS.map((card, index) => viewOf(card, index, at(seconds))),
  people: CARDS.filter((card) => incidents.some((each) => each.residentId === card.id)),
});

export const tick = (seq: number, seconds: number): FrameOf<'tick'> => ({
  seq,
  type: 'tick',
  serverTime: written(seconds),
  degraded: [],
  onDuty: [],
});

export const changed = (seq: number, view: IncidentView): FrameOf<'incident'> => {
  const person = CARDS.find((card) => card.id === view.residentId);
  return { seq, type: 'incident', incident: view, ...(person && { person }) };
};

/** A board that has received these frames, each with the uptime in seconds at which it came. */
export function boardAfter(...frames: readonly (readonly [number, ServerFrame])[]): Board {
  let board = EMPTY_BOARD;
  for (const [seconds, frame] of frames) {
    const result = receive(board, frame, seconds * 1_000);
    if (!result.ok) throw new Error(`frame ${frame.seq} came after a gap`);
    board = result.board;
  }
  return board;
}

/** A board with these matters open, at the beginning of the story. */
export const boardWith = (...incidents: readonly IncidentView[]): Board =>
  boardAfter([0, snapshot(1, 0, incidents)]);
