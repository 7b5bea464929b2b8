// The disk the simulation runs on keeps the same promises as the real one.
import { expect, it } from 'vitest';
import { evolveAll } from '../../domain/incident.ts';
import { journalContract } from '../contracts/journal.ts';
import { band, clock } from '../support/given.ts';
import { Disk } from './disk.ts';
import { createSimulatedJournal } from './journal.ts';

const calm = { latency: () => 1, answer: () => 1, isFailing: false };
const after = (_: number, work: () => void) => queueMicrotask(work);

journalContract('the simulated disk', async () => {
  const disk = new Disk();
  const journal = createSimulatedJournal({ disk, mood: calm, after });
  return {
    journal,
    async reopen() {
      await journal.close();
      return createSimulatedJournal({ disk, mood: calm, after });
    },
  };
});

const incident = evolveAll(undefined, [
  {
    type: 'raised',
    incidentId: 'sos.b1.1' as never,
    at: clock('08:00'),
    kind: 'sos',
    priority: 'emergency',
    bandId: band('b1'),
    dueAt: clock('08:15'),
    reason: { code: 'pressed' },
  },
]);
const batch = {
  arrivals: [],
  changes: incident.timeline.map((change) => ({ change, version: 1 })),
  incidents: [incident],
};

it('has, after a crash in the middle of a commit, all of it or nothing', async () => {
  for (const isThere of [true, false]) {
    const disk = new Disk();
    const never = () => {};
    void createSimulatedJournal({ disk, mood: calm, after: never }).append(batch);
    await Promise.resolve();
    disk.crash(isThere);
    expect([disk.changes.length, disk.rows.size, disk.truth.size]).toEqual(
      isThere ? [1, 1, 1] : [0, 0, 0],
    );
  }
});

it('may bring back after a crash what it said it could not write, but not over what came later', async () => {
  const disk = new Disk();
  const mood = { ...calm, isFailing: true };
  const journal = createSimulatedJournal({ disk, mood, after });
  await expect(journal.append(batch)).rejects.toThrow('disk I/O error');
  expect(disk.changes).toEqual([]);
  mood.isFailing = false;
  await journal.append({ arrivals: [], changes: [], incidents: [] });
  disk.crash(true);
  expect(disk.changes).toEqual([]);
});
