// What was remembered of a band when the service stopped, taken up again by a later version of it.
import { describe, expect, it } from 'vitest';
import { NO_MEMORY } from '../../alerts/decide/memory.ts';
import { toRemember, Watchlist } from '../../alerts/watchlist.ts';
import { DEFAULT_POLICY } from '../../domain/policy.ts';
import { band, clock, must, resident } from '../support/given.ts';

const B1 = band('b1');
const WEARING = [[B1, resident('r1')]] as const;
const NOTHING = {
  openIncidents: [],
  recentMessages: new Map(),
  bands: new Map<typeof B1, string>(),
  habits: new Map(),
  unperformed: [],
};

/** A watchlist that takes up a band from what was written down of it. */
function takenUp(bands: ReadonlyMap<typeof B1, string>) {
  const watchlist = new Watchlist(DEFAULT_POLICY);
  watchlist.restore({ ...NOTHING, bands }, WEARING, clock('08:00'));
  return must(watchlist.band(B1));
}

describe('what a rule did not remember yet when it was written down', () => {
  const written = JSON.parse(toRemember(takenUp(NOTHING.bands)));

  it('begins as of somebody new, deep inside as well, and the rest is as it was', () => {
    const { isSane: _, ...sensor } = written.memory.vitals.sensor;
    const { whereabouts: __, ...slices } = written.memory;
    const vitals = { ...written.memory.vitals, sensor: { ...sensor, same: 7 } };
    const older = JSON.stringify({ ...written, memory: { ...slices, vitals } });
    const { memory } = takenUp(new Map([[B1, older]]));
    expect(memory.vitals.sensor).toEqual({ ...NO_MEMORY.vitals.sensor, same: 7 });
    expect(memory.whereabouts).toEqual(NO_MEMORY.whereabouts);
  });

  it('costs nothing where it cannot be read: the band starts afresh', () => {
    expect(takenUp(new Map([[B1, '{"resid']])).memory).toEqual(NO_MEMORY);
  });
});
