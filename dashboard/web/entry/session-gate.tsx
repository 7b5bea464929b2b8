// Who sits here: asks the service, and shows the shift or the way into it.
import { useEffect } from 'react';
import { whoAmI } from '../api.ts';
import { DutyRoom } from '../duty-room.tsx';
import { session } from '../state.ts';
import { useStore } from '../store.ts';
import { SetUp } from './set-up.tsx';
import { SignIn } from './sign-in.tsx';

const ASK_AGAIN = 3_000;

/** Signed in, signed out, or no answer; keeps what is known when the service cannot be reached. */
export async function askWhoIAm(): Promise<void> {
  const before = session.get();
  const answer = await whoAmI();
  if (answer.ok) {
    const { name, role, timezone, promiseMinutes } = answer.value;
    if (before.state === 'signed-in' && before.session.name === name) return;
    session.set({ state: 'signed-in', session: { name, role, timezone, promiseMinutes } });
  } else if (answer.failure.type === 'signed-out') {
    session.set({ state: 'signed-out', ended: before.state === 'signed-in' });
  } else if (before.state !== 'signed-in') {
    session.set({ state: 'unreachable' });
  }
}

export function SessionGate() {
  const { state } = useStore(session, (value) => value);
  useEffect(() => {
    if (state === 'asking') void askWhoIAm();
    if (state !== 'unreachable') return undefined;
    const timer = setInterval(() => void askWhoIAm(), ASK_AGAIN);
    return () => clearInterval(timer);
  }, [state]);
  if (location.pathname === '/setup') return <SetUp />;
  if (state === 'asking') return null;
  return state === 'signed-in' ? <DutyRoom /> : <SignIn />;
}
