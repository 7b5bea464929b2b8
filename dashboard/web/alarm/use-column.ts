// What the right column shows now, and which incident the function keys are about.
import type { IncidentView } from '../../../domain/frame.ts';
import { type Column, columnOf } from '../alarms.ts';
import { now } from '../clock.ts';
import { board, me, pick } from '../state.ts';
import { useStore } from '../store.ts';

/** Made once for each state of board and choice, however many components ask. */
let made: { readonly key: readonly unknown[]; readonly column: Column } | undefined;

export function currentColumn(): Column {
  const key = [board.get().incidents, pick.get(), me()];
  if (made === undefined || !made.key.every((part, index) => part === key[index])) {
    made = { key, column: columnOf(board.get(), pick.get(), me()) };
  }
  return made.column;
}

export function useColumn(): Column {
  useStore(pick, (value) => value);
  return useStore(board, currentColumn);
}

export const choose = (incident: IncidentView): void => pick.set({ id: incident.id, at: now() });
