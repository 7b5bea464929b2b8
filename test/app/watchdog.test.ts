// What stands still is noticed from outside the main loop, told, and ended; what was only stopped for a
// while is not.
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { firstSight, look, WATCHDOG_LIMITS } from '../../app/watchdog-judge.ts';
import { type Patch, patched } from '../faults/patches.ts';
import { admit, connectBand, type Service, signIn } from '../support/service.ts';
import { dataFolder, started } from './started.ts';

describe('the watchdog’s judgement', () => {
  const { look: every, red, end } = WATCHDOG_LIMITS;
  /** Looks as often as it does, while only the first part moves, until `until`. */
  function watch(until: number) {
    let sight = firstSight([0, 0, 0, 0], 0);
    let verdict = look(sight, [0, 0, 0, 0], 0, WATCHDOG_LIMITS).verdict;
    for (let now = every as number; now <= until; now += every) {
      ({ sight, verdict } = look(sight, [now, 0, 0, 0], now, WATCHDOG_LIMITS));
    }
    return { sight, verdict };
  }

  it('is patient until a part has not moved for five seconds, and ends it after fifteen', () => {
    expect(watch(red - every).verdict.stalled).toEqual([]);
    const told = watch(red).verdict;
    expect(told.stalled.map(({ part }) => part)).toEqual(['engine', 'writer', 'feed']);
    expect(told.mustEnd).toBe(false);
    expect(watch(end - every).verdict.mustEnd).toBe(false);
    expect(watch(end).verdict.mustEnd).toBe(true);
  });

  it('knows nothing of the others after it was itself away', () => {
    const { sight } = watch(red);
    const after = look(sight, [1, 0, 0, 0], red + 60_000, WATCHDOG_LIMITS);
    expect(after.verdict).toEqual({ stalled: [], mustEnd: false });
  });
});

/** @param within milliseconds; patient enough for a machine that runs other tests as well. */
const health = async ({ http }: Service, within = 30_000) => {
  const response = await fetch(`${http}/healthz`, { signal: AbortSignal.timeout(within) });
  return { status: response.status, ...((await response.json()) as { stalled: string[] }) };
};

const answers = (service: Service): Promise<boolean> =>
  health(service, 1_000).then(
    () => true,
    () => false,
  );

/** Standing still is told after 3 s and ended after 8, so that a test need not wait for 15. */
const IMPATIENT: Patch = {
  file: 'app/watchdog-judge.ts',
  line: 'red: seconds(5),\n  end: seconds(15),',
  becomes: 'red: seconds(3),\n  end: seconds(8),',
};

describe.concurrent('the watchdog', { timeout: 120_000 }, () => {
  it('ends a service whose event loop is blocked, which can no longer answer', async () => {
    const dataDir = dataFolder();
    const service = await started(
      dataDir,
      patched(IMPATIENT, {
        file: 'app/main.ts',
        line: 'health.open();',
        becomes:
          "health.open(); process.on('SIGUSR2', () => { for (const end = Date.now() + 60_000; Date.now() < end; ); });",
      }),
    );
    expect(await health(service)).toMatchObject({ status: 200, stalled: [] });
    process.kill(service.pid, 'SIGUSR2');
    // Whoever asks gets no answer any more.
    while (await answers(service)) await sleep(10);
    const { code, output } = await service.ended;
    // Killed: the loop could not have ended it.
    expect(code).toBeNull();
    expect(output).toMatch(/"event":"stalled","parts":"[^"]*loop/);
    expect(output).toContain('"event":"ended-by-watchdog"');
    const again = await started(dataDir);
    await again.stop();
  });

  it.each<[string, Patch]>([
    [
      'writer',
      {
        file: 'alerts/adapters/journal-thread.ts',
        line: 'answer: () => {},',
        becomes: 'answer: () => { for (;;); },',
      },
    ],
    [
      'engine',
      {
        file: 'alerts/ticker.ts',
        line: 'await engine.tick();',
        becomes: 'await new Promise(() => {});',
      },
    ],
    ['feed', { file: 'dashboard/feed.ts', line: 'ticked?.();', becomes: '' }],
  ])('turns /healthz red while the %s stands still, says so, and ends it', async (part, fault) => {
    const service = await started(dataFolder(), patched(IMPATIENT, fault));
    let seen = await health(service).catch(() => undefined);
    while (seen?.status !== 503) {
      await sleep(100);
      seen = await health(service).catch(() => undefined);
    }
    expect(seen).toMatchObject({ alive: false });
    expect(seen.stalled).toContain(part);
    const ready = await fetch(`${service.http}/readyz`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ ready: false, degraded: ['stalled'] });
    const { code, output } = await service.ended;
    expect(code).toBeNull();
    expect(output).toMatch(new RegExp(`"event":"ended-by-watchdog","parts":"[^"]*${part}`));
  });

  it('lets live what was only stopped for a while', async () => {
    const service = await started(dataFolder(), patched(IMPATIENT));
    process.kill(service.pid, 'SIGSTOP');
    while (await answers(service)) await sleep(10);
    await sleep(6_000);
    process.kill(service.pid, 'SIGCONT');
    while (!(await answers(service))) await sleep(10);
    await sleep(2_000);
    expect(service.output()).not.toContain('stalled');
    expect(await service.stop()).toBe(0);
  });

  it('is not needed when the spool’s thread dies: it is opened again, and no reading is lost', async () => {
    const dataDir = dataFolder();
    const service = await started(
      dataDir,
      patched(
        {
          file: 'ingest/spool-thread.ts',
          line: 'function append(items: readonly SpoolItem[]): SpoolStats {',
          becomes: `function append(items: readonly SpoolItem[]): SpoolStats {
          if (!existsSync('${dataDir}/died')) {
            openSync('${dataDir}/died', 'w');
            process.exit(3);
          }`,
        },
        {
          file: 'ingest/spool-thread.ts',
          line: "import { existsSync, renameSync } from 'node:fs';",
          becomes: "import { existsSync, openSync, renameSync } from 'node:fs';",
        },
      ),
    );
    const desk = await signIn(service);
    const band = await admit(desk, 'band-1', '林秀华');
    const reading = JSON.stringify({ at: Date.now(), heartRate: 71 });
    // What is not acknowledged the band says again, as often as it takes.
    for (let isTaken = false; !isTaken; ) {
      const wrist = await connectBand(service, band);
      const said = wrist.publishAsync('v1/bands/band-1/heartbeat', reading, { qos: 1 });
      const lost = new Promise((_, reject) =>
        wrist.once('close', () => reject(new Error('closed'))),
      );
      isTaken = await Promise.race([said, lost]).then(
        () => true,
        () => false,
      );
      wrist.end(true);
    }
    expect(service.output()).toContain('"event":"spool-thread-lost"');
    const [from, to] = [-1, 1].map((minute) =>
      new Date(Date.now() + minute * 60_000).toISOString(),
    );
    const { items: residents } = await desk.call<{ items: { id: string }[] }>(
      'GET',
      '/api/residents',
    );
    const path = `/api/residents/${residents[0]?.id}/readings?metric=heartRate&from=${from}&to=${to}`;
    const stored = async () => (await desk.call<{ items: unknown[] }>('GET', path)).items;
    let items = await stored();
    while (items.length === 0) {
      await sleep(50);
      items = await stored();
    }
    expect(items).toMatchObject([{ mean: 71 }]);
    expect(await service.stop()).toBe(0);
  });

  it('is not needed when the journal’s thread dies: the service ends at once, to be started again', async () => {
    const dataDir = dataFolder();
    const service = await started(
      dataDir,
      patched({
        file: 'alerts/adapters/journal-thread.ts',
        line: 'answer: () => {},',
        becomes: 'answer: () => process.exit(3),',
      }),
    );
    const { code, output } = await service.ended;
    expect(code).toBe(70);
    expect(output).toContain('"event":"ends-for-restart"');
    const again = await started(dataDir);
    expect(await again.stop()).toBe(0);
  });
});
