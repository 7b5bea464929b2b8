// A rehearsal in the real service: asked for over HTTP, played by threads of its own over the history and
// the journal as they lie, and nothing that a band or a person does waits for it.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { silentLog } from '../../domain/log.ts';
import type { RehearsalResult } from '../../domain/rehearsal.ts';
import { days, formatRfc3339, type Instant, instant, minutes, plus } from '../../domain/time.ts';
import { createEmbeddedStore } from '../../ingest/adapters/embedded.ts';
import type { Point } from '../../ingest/port.ts';
import { temporaryFolder } from '../support/folder.ts';
import { band, must, resident } from '../support/given.ts';
import { admit, connectBand, type Desk, signIn } from '../support/service.ts';
import { started } from './started.ts';

interface Asked {
  readonly id: string;
  readonly state: 'running' | 'done' | 'failed';
  readonly percent?: number;
  readonly reason?: string;
  readonly result?: RehearsalResult;
}

const NOW = instant(Date.now());
const FROM = plus(NOW, days(-6));

/** Six days of a reading every two minutes; on each day an hour of silence at noon, in Dezhou. */
function lives(name: string, wearer: string): readonly Point[] {
  const points: Point[] = [];
  for (let at = FROM; at < NOW; at = plus(at, minutes(2))) {
    const localHour = (Math.floor(at / 3_600_000) + 8) % 24;
    if (localHour === 12) continue;
    const steps = Math.floor((at - FROM) / 60_000);
    const measured = { heartRate: 70, worn: true, battery: 80, steps };
    points.push({ bandId: band(name), residentId: resident(wearer), at, ...measured });
  }
  return points;
}

async function withHistory(bands: number) {
  const dataDir = temporaryFolder();
  const service = await started(dataDir);
  const desk = await signIn(service);
  const admitted = [];
  for (let n = 1; n <= bands; n += 1) admitted.push(await admit(desk, `b${n}`, `住户${n}`));
  // Beside the service, as an installer who brings a history along would not do it: for the test.
  const store = createEmbeddedStore({ path: join(dataDir, 'readings.db'), log: silentLog });
  await store.start();
  for (const { id, residentId } of admitted) {
    const points = lives(id, residentId);
    for (let n = 0; n < points.length; n += 2_000) await store.write(points.slice(n, n + 2_000));
  }
  await store.close();
  return { service, desk, admitted };
}

const span = { from: formatRfc3339(FROM), to: formatRfc3339(NOW as Instant) };
const LATER = { changes: { silence: { noticeAfterSeconds: 2_400 } } };

async function finished(desk: Desk, id: string): Promise<Asked> {
  for (;;) {
    const asked = await desk.call<Asked>('GET', `/api/rehearsals/${id}`);
    if (asked.state !== 'running') return asked;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe('a rehearsal of two policies', { timeout: 120_000 }, () => {
  it('says what would have rung by each, and how they differ; one runs at a time', async () => {
    const { desk } = await withHistory(3);
    const body = { ...span, policies: [{}, LATER] };
    const begun = await desk.call<Asked>('POST', '/api/rehearsals', body);
    expect(begun.state).toBe('running');
    expect((await desk.ask('POST', '/api/rehearsals', body)).status).toBe(409);
    const { state, result } = await finished(desk, begun.id);
    expect(state).toBe('done');
    const { policies, difference, residents, days: perDay } = must(result);
    expect(residents).toBe(3);
    // An hour of silence a day each: told after 20 minutes by the one, after 40 by the other.
    const [usual, later] = policies.map(({ byKind }) => {
      const told = { ...byKind.silence, ...byKind['no-sign-of-life'] };
      return Object.values(told).reduce((sum, n) => sum + n, 0);
    });
    expect(usual).toBeGreaterThan(10);
    expect(later).toBeGreaterThan(10);
    expect(difference.counts.later + difference.counts.onlyA).toBeGreaterThan(10);
    expect(perDay.length).toBeGreaterThanOrEqual(6);
    const mistaken = { policies: [{}, { changes: { fall: { checkSeconds: 1 } } }] };
    const refused = await desk.ask('POST', '/api/rehearsals', mistaken);
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({
      errors: [{ field: 'policies.1.changes.fall.checkSeconds' }],
    });
  });

  it('keeps no press waiting: presses are taken, shown and answered while it runs', async () => {
    const { service, desk, admitted } = await withHistory(20);
    const wrist = await connectBand(service, must(admitted[0]));
    const body = { ...span, policies: [{}, LATER] };
    const { id } = await desk.call<Asked>('POST', '/api/rehearsals', body);
    for (let n = 0; n < 10; n += 1) {
      const press = JSON.stringify({ id: `p${n}`, at: Date.now() });
      await wrist.publishAsync(`v1/bands/${must(admitted[0]).id}/sos`, press, { qos: 1 });
    }
    const { items } = await desk.call<{ items: { presses: number }[] }>(
      'GET',
      '/api/incidents?state=open',
    );
    expect(items.some(({ presses }) => presses === 10)).toBe(true);
    // All of that has happened, and it has not come to its end.
    const asked = await desk.call<Asked>('GET', `/api/rehearsals/${id}`);
    expect(asked.state).toBe('running');
    expect((await desk.ask('DELETE', `/api/rehearsals/${id}`)).status).toBe(204);
    expect((await finished(desk, id)).state).toBe('failed');
    await wrist.endAsync(true);
  });
});
