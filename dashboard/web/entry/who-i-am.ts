// Asks the service whose session this is.
import { whoAmI } from '../api.ts';
import { session } from '../state.ts';

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
