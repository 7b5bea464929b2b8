// The three figures of today. Asked for again each minute, and soon after an incident has changed.
import { useEffect, useState } from 'react';
import { type Figures, figuresToday } from '../api.ts';
import { board } from '../state.ts';

const OFTEN = 60_000;
/** A press, its claim and its arrival on other screens come close together: one question for all. */
const SOON = 700;

export function useFigures(): Figures | undefined {
  const [figures, setFigures] = useState<Figures>();
  useEffect(() => followFigures(setFigures), []);
  return figures;
}

function followFigures(tell: (figures: Figures) => void): () => void {
  let hasLeft = false;
  let soon: ReturnType<typeof setTimeout> | undefined;
  let known = board.get().incidents;
  const ask = async (): Promise<void> => {
    soon = undefined;
    const answer = await figuresToday();
    if (!hasLeft && answer.ok) tell(answer.value);
  };
  // Not put off by the next change: in a busy minute there is always a next one.
  const unfollow = board.subscribe(() => {
    const { incidents } = board.get();
    if (incidents === known) return;
    known = incidents;
    soon ??= setTimeout(ask, SOON);
  });
  const often = setInterval(ask, OFTEN);
  void ask();
  return () => {
    hasLeft = true;
    unfollow();
    clearTimeout(soon);
    clearInterval(often);
  };
}
