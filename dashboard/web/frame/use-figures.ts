// The three figures of today. Asked for again each minute, and soon after an incident has changed.
import { useEffect, useState } from 'react';
import { type Figures, figuresToday } from '../api.ts';
import { board } from '../state.ts';
import { useStore } from '../store.ts';

export function useFigures(): Figures | undefined {
  const [figures, setFigures] = useState<Figures>();
  const incidents = useStore(board, (value) => value.incidents);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a changed incident is the reason to ask.
  useEffect(() => {
    let left = false;
    const ask = async (): Promise<void> => {
      const answer = await figuresToday();
      if (!left && answer.ok) setFigures(answer.value);
    };
    const soon = setTimeout(ask, 700);
    const often = setInterval(ask, 60_000);
    return () => {
      left = true;
      clearTimeout(soon);
      clearInterval(often);
    };
  }, [incidents]);
  return figures;
}
