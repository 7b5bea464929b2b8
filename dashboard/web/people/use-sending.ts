// One change at a time, and why the last one was not made.
import { useState } from 'react';
import type { Answer, Failure } from '../api.ts';
import { session } from '../state.ts';

export interface Sending {
  readonly busy: boolean;
  readonly failure: Failure | undefined;
  /** Undefined when it was not done; `failure` then says why. */
  send<Value>(ask: () => Promise<Answer<Value>>): Promise<Value | undefined>;
}

export function useSending(): Sending {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  return {
    busy,
    failure,
    async send(ask) {
      setBusy(true);
      const answer = await ask();
      setBusy(false);
      if (answer.ok) {
        setFailure(undefined);
        return answer.value;
      }
      if (answer.failure.type === 'signed-out') session.set({ state: 'signed-out', ended: true });
      setFailure(answer.failure);
      return undefined;
    },
  };
}
