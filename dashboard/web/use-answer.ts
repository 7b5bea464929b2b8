// What a page asks the service for when it is opened.
import { useEffect, useState } from 'react';
import type { Answer } from './api.ts';

interface Asked<Value> {
  /** Undefined until the first answer; then the newest one. */
  readonly answer: Answer<Value> | undefined;
  readonly again: () => void;
}

/** Asks once, and again on wish or when `ask` is another. What is known stays until the answer. */
export function useAnswer<Value>(ask: () => Promise<Answer<Value>>): Asked<Value> {
  const [answer, setAnswer] = useState<Answer<Value>>();
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn is the wish to ask again.
  useEffect(() => {
    let left = false;
    void ask().then((fresh) => !left && setAnswer(fresh));
    return () => {
      left = true;
    };
  }, [ask, turn]);
  return { answer, again: () => setTurn((n) => n + 1) };
}
