// What the rules know of somebody after an ordinary past: lived through once, and then given to every
// story that begins there. States are values; nobody can spoil them for the next.
import type { BandState } from '../../alerts/decide/state.ts';
import type { Policies } from '../../domain/policy.ts';
import { minutes } from '../../domain/time.ts';
import { OurRules } from './ours.ts';
import { rosterOf } from './roster.ts';
import type { Past } from './story.ts';

const states = new Map<string, BandState>();
const NO_BYTES = new Uint8Array();
/** Nobody waits for anything on an ordinary day. */
const COARSE = { tense: minutes(1), calm: minutes(5) };

/** @param policies with a name: under other numbers other things are learned. */
export function learned(past: Past, policies: Policies, policyName: string): BandState {
  const key = `${past.key} ${policyName}`;
  const known = states.get(key);
  if (known !== undefined) return known;
  const { bandId } = past.person;
  const rules = new OurRules(rosterOf({ people: [past.person] }), past.from, policies, COARSE);
  for (const { at, message } of past.said()) {
    rules.until(at);
    const arrival = {
      bandId,
      channel: message.type,
      payload: NO_BYTES,
      qos: 1,
      dup: false,
      receivedAt: at,
    } as const;
    rules.hear([{ arrival, message }]);
  }
  rules.until(past.to);
  const state = rules.state(bandId);
  states.set(key, state);
  return state;
}
