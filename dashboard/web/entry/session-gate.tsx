// Who sits here: asks the service, and shows the shift or the way into it.
import { useEffect } from 'react';
import { DutyRoom } from '../duty-room.tsx';
import { session } from '../state.ts';
import { useStore } from '../store.ts';
import { SetUp } from './set-up.tsx';
import { SignIn } from './sign-in.tsx';
import { askWhoIAm } from './who-i-am.ts';

const ASK_AGAIN = 3_000;

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
