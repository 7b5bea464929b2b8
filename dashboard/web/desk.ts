// What the officer does to an incident. One answer at a time for each: a double click is one claim,
// and nothing counts as done before the service has said so.
import type { IncidentView } from '../../domain/frame.ts';
import type { IncidentId } from '../../domain/ids.ts';
import { instant } from '../../domain/time.ts';
import { momentOf, PAUSE } from './alarms.ts';
import { act, type Failure } from './api.ts';
import { now } from './clock.ts';
import { board, link, pause, session } from './state.ts';
import { createStore } from './store.ts';

export type ActionName =
  | 'claim'
  | 'contact'
  | 'dispatch'
  | 'arrive'
  | 'hold'
  | 'note'
  | 'close'
  | 'reopen';

export type Errand =
  | { readonly state: 'sending'; readonly action: ActionName }
  /** Confirmed over HTTP; the frame that shows it is on its way. */
  | { readonly state: 'sent'; readonly action: ActionName; readonly steps: number }
  | { readonly state: 'failed'; readonly action: ActionName; readonly failure: Failure };

export const errands = createStore<ReadonlyMap<IncidentId, Errand>>(new Map());

const remember = (id: IncidentId, errand: Errand | undefined): void =>
  errands.update((old) => {
    const next = new Map(old);
    if (errand === undefined) next.delete(id);
    else next.set(id, errand);
    return next;
  });

/** An action that still waits for its answer, or for the frame that shows it. */
export const isUnderWay = (errand: Errand | undefined, incident: IncidentView): boolean =>
  errand?.state === 'sending' ||
  (errand?.state === 'sent' && errand.steps === incident.timeline.length);

const FRAME_PATIENCE = 2_000;

/** Resolves true once the service has it on record. */
export async function perform(
  incident: IncidentView,
  action: ActionName,
  body: object = {},
): Promise<boolean> {
  const { id } = incident;
  const steps = incident.timeline.length;
  if (link.get().state !== 'live' || isUnderWay(errands.get().get(id), incident)) return false;
  remember(id, { state: 'sending', action });
  const answer = await act(id, action, body);
  if (!answer.ok) {
    if (answer.failure.type === 'signed-out') session.set({ state: 'signed-out', ended: true });
    remember(id, { state: 'failed', action, failure: answer.failure });
    return false;
  }
  remember(id, { state: 'sent', action, steps });
  setTimeout(() => forget(id, action), FRAME_PATIENCE);
  return true;
}

function forget(id: IncidentId, action: ActionName): void {
  const errand = errands.get().get(id);
  if (errand?.state === 'sent' && errand.action === action) remember(id, undefined);
}

export const dismissFailure = (id: IncidentId): void => remember(id, undefined);

/** Two minutes without the sound of what rings now; whatever rings after it ends the pause. */
export function pauseSound(): void {
  const at = now();
  // An incident can carry a moment just ahead of this screen's clock: frames take time to arrive.
  const rang = [...board.get().incidents.values()].map((each) => momentOf(each.rangAt));
  pause.set({ from: instant(Math.max(at, ...rang)), until: instant(at + PAUSE) });
}
