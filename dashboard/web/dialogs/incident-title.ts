import type { IncidentView } from '../../../domain/frame.ts';
import { board } from '../state.ts';
import { subjectOf } from '../wording.ts';

/** A dialog always says whom it is about: the card beside it may by then be somebody else's. */
export function titled(words: string, incident: IncidentView): string {
  const { room, name } = subjectOf(board.get(), incident);
  return `${words} · ${room} ${name}`;
}
