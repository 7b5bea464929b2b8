// The canary on the real service: its press travels the whole way, nobody sees it, and wherever the way
// is broken it says so.
import { execFileSync } from 'node:child_process';
import { get } from 'node:https';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Degradation, IncidentView } from '../../domain/frame.ts';
import { type Patch, patched } from '../faults/patches.ts';
import { needs } from '../support/debian.ts';
import { startMosquitto } from '../support/mosquitto.ts';
import { admit, connectBand, type Service, signIn } from '../support/service.ts';
import { dataFolder, started } from './started.ts';

/** A minute of the canary in two seconds; patient enough for a machine that runs other tests as well. */
const HURRIED: Patch = {
  file: 'app/canary.ts',
  line: 'every: seconds(60), patience: seconds(10)',
  becomes: 'every: seconds(2), patience: seconds(1.9)',
};

const metric = async ({ http }: Service, name: string): Promise<number> => {
  const text = await (await fetch(`${http}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
};

/** What a watcher outside would do: ask, until it is so. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 50));
}

const arrivals = (service: Service) => metric(service, 'lamplight_canary_seconds_count');
const readiness = async ({ http }: Service) =>
  (await (await fetch(`${http}/readyz`)).json()) as {
    ready: boolean;
    degraded: readonly Degradation[];
  };

describe('the canary', { timeout: 120_000 }, () => {
  it('sings every minute, and nobody is bothered by it', async () => {
    const service = await started(dataFolder(), patched(HURRIED));
    const desk = await signIn(service);
    const screen = await desk.feed();
    await until(async () => (await arrivals(service)) >= 2);
    expect(service.output()).not.toContain('canary-missed');
    expect(await metric(service, 'lamplight_canary_last_success_age_seconds')).toBeLessThan(30);
    expect(await readiness(service)).toEqual({ ready: true, degraded: [] });

    const lists = await Promise.all(
      ['open', 'closed', 'all'].map((state) =>
        desk.call<{ items: unknown[] }>('GET', `/api/incidents?state=${state}`),
      ),
    );
    expect(lists.map(({ items }) => items)).toEqual([[], [], []]);
    expect(screen.frames.filter(({ type }) => type === 'incident')).toEqual([]);
    // No number of a frame was used up behind the screen's back.
    const numbers = screen.frames.map(({ seq }) => seq);
    expect(numbers).toEqual(numbers.map((_, n) => (numbers[0] ?? 0) + n));
    const tick = await screen.see(({ type }) => type === 'tick');
    expect(tick).toMatchObject({ onDuty: ['admin'] });
    expect(await metric(service, 'lamplight_bands_connected')).toBe(0);
    expect(await metric(service, 'lamplight_screens_connected')).toBe(1);
    expect(await metric(service, 'lamplight_messages_total\\{channel="sos"\\}')).toBe(0);
    expect(await metric(service, 'lamplight_incidents_open\\{priority="emergency"\\}')).toBe(0);
    expect(await desk.call('GET', '/api/figures/today')).toMatchObject({ calls: 0 });
    await service.stop();
  });

  it('takes nothing from a resident who presses meanwhile', async () => {
    const service = await started(dataFolder(), patched(HURRIED));
    const desk = await signIn(service);
    const screen = await desk.feed();
    const band = await admit(desk, 'band-1', '林秀华');
    const wrist = await connectBand(service, band);
    await until(async () => (await arrivals(service)) >= 1);
    await wrist.publishAsync('v1/bands/band-1/sos', '{"id":"1","at":1}', { qos: 1 });
    const seen = await screen.see(({ type }) => type === 'incident');
    expect(seen).toMatchObject({ incident: { kind: 'sos', bandId: 'band-1', presses: 1 } });
    await wrist.endAsync(true);
    await service.stop();
  });

  it('cannot be played by a wristband: its name is taken, and its secret is nobody else’s', async () => {
    const service = await started(dataFolder());
    const desk = await signIn(service);
    const answer = await desk.ask('POST', '/api/bands', { id: 'lamplight-canary' });
    expect(answer.status).toBe(409);
    const impostor = { id: 'lamplight-canary', secret: 'x'.repeat(43) };
    await expect(connectBand(service, impostor)).rejects.toThrow(/not authorized/i);
    await service.stop();
  });

  const NEVER = 'await new Promise(() => {});';
  it.concurrent.each<[string, Patch]>([
    [
      'open-screen',
      {
        file: 'dashboard/feed.ts',
        line: 'if (!admission.ok) return',
        becomes: 'return',
      },
    ],
    [
      'connect',
      {
        file: 'broker/adapters/aedes-hooks.ts',
        line: 'const admission = await desk.doorkeeper.decide(claim);',
        becomes: `${NEVER} const admission = { outcome: 'refused' };`,
      },
    ],
    [
      'acknowledge',
      { file: 'app/main.ts', line: 'await worker.receive(arrival);', becomes: NEVER },
    ],
    [
      'show',
      {
        file: 'alerts/effects.ts',
        line: 'for (const incident of incidents) this.#feed.incidentChanged(incident);',
        becomes:
          "for (const incident of incidents) if (incident.kind !== 'sos') this.#feed.incidentChanged(incident);",
      },
    ],
    [
      'answer',
      {
        file: 'alerts/effects.ts',
        line: 'await this.#line.tell(bandId, cue);',
        becomes: '',
      },
    ],
    [
      'close',
      {
        file: 'alerts/engine.ts',
        line: 'answer = turn.takeAction(input, known);',
        becomes: `throw new Error('broken for the test');`,
      },
    ],
  ])(
    'that gets stuck at "%s" twice is a technical incident that says where',
    async (stage, fault) => {
      const service = await started(dataFolder(), patched(HURRIED, fault));
      await until(async () => (await readiness(service)).degraded.includes('canary'));
      const canRecord = stage !== 'connect' && stage !== 'acknowledge';
      expect(await readiness(service)).toMatchObject({ ready: canRecord });
      const desk = await signIn(service);
      await until(async () => {
        const { items } = await desk.call<{ items: IncidentView[] }>('GET', '/api/incidents');
        return items.length === 1 && items[0]?.reason.code === 'canary-missed';
      });
      const { items } = await desk.call<{ items: IncidentView[] }>('GET', '/api/incidents');
      expect(items).toMatchObject([
        { kind: 'technical', priority: 'technical', reason: { code: 'canary-missed', stage } },
      ]);
      expect(await metric(service, 'lamplight_canary_missed')).toBeGreaterThanOrEqual(2);
      await service.kill();
    },
  );

  it('that comes back closes what it raised, and what it left open', async () => {
    const service = await started(
      dataFolder(),
      patched(HURRIED, {
        file: 'alerts/effects.ts',
        line: 'await this.#line.tell(bandId, cue);',
        becomes:
          'globalThis.told = (globalThis.told ?? 0) + 1; if (globalThis.told > 3) await this.#line.tell(bandId, cue);',
      }),
    );
    await until(async () => (await readiness(service)).degraded.includes('canary'));
    await until(async () => (await readiness(service)).degraded.length === 0);
    const desk = await signIn(service);
    const list = () => desk.call<{ items: IncidentView[] }>('GET', '/api/incidents?state=all');
    await until(async () => (await list()).items[0]?.state === 'closed');
    expect((await list()).items).toMatchObject([
      { reason: { code: 'canary-missed' }, state: 'closed', outcome: 'recovered' },
    ]);
    await service.stop();
  });
});

needs('mosquitto', 'mosquitto')('on somebody else’s broker', (program) => {
  it('the canary sings with the service’s own credentials', { timeout: 120_000 }, async () => {
    const broker = await startMosquitto(program);
    const service = await started(dataFolder(), {
      ...patched(HURRIED),
      LAMPLIGHT_BROKER_URL: broker.url,
    });
    await until(async () => (await arrivals(service)) >= 2);
    expect(await metric(service, 'lamplight_bands_connected')).toBe(0);
    await service.stop();
    await broker.stop();
  });
});

needs('openssl', 'openssl')('over TLS', (openssl) => {
  it('the canary finds its way, also where the service listens on every address', {
    timeout: 120_000,
  }, async () => {
    const folder = dataFolder();
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
    const about = ['-nodes', '-subj', '/CN=duty.lan', '-days', '2', '-keyout', key, '-out', cert];
    execFileSync(openssl, [...request, ...about], { stdio: 'ignore' });
    const service = await started(join(folder, 'data'), {
      ...patched(HURRIED),
      LAMPLIGHT_HOST: '0.0.0.0',
      LAMPLIGHT_TLS_CERT: cert,
      LAMPLIGHT_TLS_KEY: key,
      LAMPLIGHT_MQTTS_PORT: '0',
    });
    const url = `${service.http.replace('0.0.0.0', '127.0.0.1')}/metrics`;
    while (!(await fetchOver(url)).includes('lamplight_canary_seconds_count 2')) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await service.stop();
  });
});

/** `fetch` cannot be told to trust a certificate of the test's own. */
const fetchOver = (url: string): Promise<string> =>
  new Promise((resolve, reject) => {
    get(url, { rejectUnauthorized: false }, async (response) => {
      resolve(Buffer.concat(await response.toArray()).toString());
    }).once('error', reject);
  });
