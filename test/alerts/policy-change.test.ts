// Somebody changes the policy while the service runs: what is due by the new numbers is due at once.
import { describe, expect, it } from 'vitest';
import { Rehearsal } from '../../alerts/rehearsal.ts';
import { DEFAULT_POLICY, type Policies, type Policy } from '../../domain/policy.ts';
import { changed } from '../../domain/policy-changes.ts';
import { minutes, plus, seconds } from '../../domain/time.ts';
import { parse } from '../../ingest/parse.ts';
import { band, clock, resident } from '../support/given.ts';

const SOONER = changed(DEFAULT_POLICY, { 'silence.noticeAfter': minutes(5) });

/** The policy of one person can be set, with or without saying that it is another. */
function settable() {
  let own: Policy = DEFAULT_POLICY;
  let revision = 0;
  const policies: Policies = {
    community: DEFAULT_POLICY,
    of: (id) => (id === resident('r1') ? own : DEFAULT_POLICY),
    revision: () => revision,
  };
  const set = (policy: Policy, isTold = true): void => {
    own = policy;
    if (isTold) revision += 1;
  };
  return { policies, set };
}

function silentForTenMinutes(policies: Policies): Rehearsal {
  const bands = ['1', '2'].map((n) => [band(`b${n}`), resident(`r${n}`)] as const);
  const room = new Rehearsal(bands, clock('10:00'), policies);
  for (const [bandId] of bands) {
    const payload = new TextEncoder().encode('{"worn": true, "battery": 80}');
    const receivedAt = room.now;
    const arrival = {
      bandId,
      channel: 'heartbeat',
      payload,
      qos: 1,
      dup: false,
      receivedAt,
    } as const;
    const message = parse('heartbeat', payload);
    room.turn((turn) => turn.takeMessage({ type: 'message', arrival, message }));
  }
  for (const _ of room.until(clock('10:10'), seconds(10))) throw new Error('too soon');
  return room;
}

describe('a policy that is changed for one person', () => {
  it('is gone by with the next tick, for that person only', () => {
    const { policies, set } = settable();
    const room = silentForTenMinutes(policies);
    set(SOONER);
    const told = [...room.until(plus(room.now, seconds(1)), seconds(1))];
    expect(told.map(({ incident }) => [incident.kind, incident.residentId])).toEqual([
      ['silence', 'r1'],
    ]);
  });

  it('is found only because the policies say so: without that nobody looks before it is due', () => {
    const { policies, set } = settable();
    const room = silentForTenMinutes(policies);
    set(SOONER, false);
    expect([...room.until(plus(room.now, seconds(1)), seconds(1))]).toEqual([]);
  });
});
