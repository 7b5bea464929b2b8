// What arrives while the disk is slow is decided together, in one turn; each of it must still be
// decided on what the one before it has left. Each of these was once found by the simulation.
import { describe, expect, it } from 'vitest';
import { Turn } from '../../alerts/turn.ts';
import { Watchlist } from '../../alerts/watchlist.ts';
import type { DeskAction } from '../../domain/desk.ts';
import type { Incident } from '../../domain/incident.ts';
import { DEFAULT_POLICY, samePolicyForAll } from '../../domain/policy.ts';
import { type Instant, minutes } from '../../domain/time.ts';
import { parse } from '../../ingest/parse.ts';
import { band, clock, must, resident, staff } from '../support/given.ts';

function desk() {
  const watchlist = new Watchlist(DEFAULT_POLICY);
  const nothing = {
    openIncidents: [],
    recentMessages: new Map(),
    bands: new Map(),
    habits: new Map(),
    unperformed: [],
  };
  watchlist.restore(nothing, [[band('b1'), resident('r1')]], clock('08:00'));
  return {
    watchlist,
    only: (): Incident => must(watchlist.openIncidents()[0]),
    /** Everything that `work` does is decided together; the changes it made, with their numbers. */
    turn(now: Instant, work: (turn: Turn) => void) {
      const turn = new Turn(watchlist, now, samePolicyForAll(DEFAULT_POLICY), (detail) => {
        throw new Error(detail);
      });
      work(turn);
      turn.keep();
      return turn.record.changes.map(({ change, version }) => `${version} ${change.type}`);
    },
  };
}

function press(turn: Turn, id: string): void {
  const payload = new TextEncoder().encode(JSON.stringify({ id, at: turn.now }));
  const arrival = { bandId: band('b1'), channel: 'sos', payload, qos: 1, dup: false } as const;
  const message = parse('sos', payload);
  turn.takeMessage({
    type: 'message',
    arrival: { ...arrival, receivedAt: turn.now },
    message,
  });
}

const tick = (turn: Turn): void => turn.takeTick();

const act = (turn: Turn, who: string, known: Incident, action: DeskAction) =>
  turn.takeAction({ type: 'action', incidentId: known.id, by: staff(who), action }, known);

describe('in one turn', () => {
  it('a press is not forgotten over the news that we were deaf', () => {
    const { turn, watchlist } = desk();
    turn(clock('08:00'), (it) => {
      press(it, '1');
      it.takeDeaf({ type: 'deaf', gap: minutes(1) });
    });
    expect(watchlist.openIncidents()).toMatchObject([{ kind: 'sos', presses: 1 }]);
  });

  it('a press of a band nobody knew is looked after by the tick behind it', () => {
    const { turn, watchlist } = desk();
    watchlist.remove(band('b1'));
    turn(clock('08:00'), (it) => {
      press(it, '1');
      it.takeDeaf({ type: 'deaf', gap: minutes(1) });
      tick(it);
    });
    expect(turn(clock('08:01'), tick)).toEqual(['3 escalated']);
  });

  it('ticks that waited for the disk together escalate once', () => {
    const { turn } = desk();
    turn(clock('08:00'), (it) => press(it, '1'));
    const changes = turn(clock('08:01'), (it) => {
      tick(it);
      tick(it);
      tick(it);
    });
    expect(changes).toEqual(['3 escalated']);
  });

  it('what one has closed the other cannot claim', () => {
    const { turn, only, watchlist } = desk();
    turn(clock('08:00'), (it) => press(it, '1'));
    const known = only();
    turn(clock('08:01'), (it) => {
      act(it, '王', known, { type: 'close', outcome: 'assisted' });
      expect(act(it, '李', known, { type: 'claim' })).toMatchObject({
        ok: false,
        refusal: { code: 'closed', owner: '王' },
      });
    });
    expect(watchlist.openIncidents()).toEqual([]);
  });
});

it('two who looked up the same closed incident both note on it, one after the other', () => {
  const { turn, only, watchlist } = desk();
  turn(clock('08:00'), (it) => press(it, '1'));
  const open = only();
  turn(clock('08:01'), (it) => act(it, '王', open, { type: 'close', outcome: 'assisted' }));
  const closed = must(watchlist.latest(open.id));
  const note = (text: string) => (it: Turn) => act(it, '王', closed, { type: 'note', note: text });
  expect(turn(clock('08:02'), note('一'))).toEqual(['5 noted']);
  expect(turn(clock('08:03'), note('二'))).toEqual(['6 noted']);
});
