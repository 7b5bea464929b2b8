// A crowd of bands in a process of its own, so that whoever measures the service does not share an event
// loop with thousands of sockets. Told once what to do, answers once with what came of it (crowd.ts).
import { setTimeout as sleep } from 'node:timers/promises';
import { connectPacket, openRaw, type RawLine } from '../support/mqtt-raw.ts';
import type { RegisteredBand } from '../support/service.ts';
import type {
  CrowdOrder,
  ReadingsOrder,
  ReadingsReport,
  StormOrder,
  StormReport,
} from './crowd.ts';
import { pressPacket } from './pressing.ts';

const RETRY = { least: 100, most: 1_000 };
/** A band that has no answer for so long hangs up and comes again. */
const PATIENCE = 15_000;

/** Connected and let in; rejects when it is not. */
async function letIn(mqtt: string, { id, secret }: RegisteredBand): Promise<RawLine> {
  const line = await openRaw(mqtt);
  line.send(connectPacket(id, secret, { keepalive: 0 }));
  const answer = await line.next();
  if (answer.cmd === 'connack' && answer.returnCode === 0) return line;
  line.hangUp();
  throw new Error('not let in');
}

/** Comes, presses, and stays until the press is acknowledged; comes again as often as it takes. */
async function pressOnce(mqtt: string, band: RegisteredBand, at: number): Promise<number> {
  for (let attempts = 1; ; attempts += 1) {
    let line: RawLine | undefined;
    try {
      line = await openRaw(mqtt);
      const giveUp = setTimeout(() => line?.hangUp(), PATIENCE);
      line.send(connectPacket(band.id, band.secret));
      line.send(pressPacket(band.id, { id: `${band.id}-storm`, at }, 1));
      while ((await line.next()).cmd !== 'puback');
      clearTimeout(giveUp);
      return attempts;
    } catch {
      line?.hangUp();
      await sleep(RETRY.least + Math.random() * (RETRY.most - RETRY.least));
    }
  }
}

async function storm({ mqtt, bands, spread }: StormOrder): Promise<StormReport> {
  const at = Date.now();
  const from = performance.now();
  const latencies: number[] = [];
  let attempts = 0;
  await Promise.all(
    bands.map(async (band) => {
      if (spread > 0) await sleep(Math.random() * spread);
      const begun = spread > 0 ? performance.now() : from;
      const tries = await pressOnce(mqtt, band, at);
      attempts += tries;
      latencies.push(performance.now() - begun);
    }),
  );
  return { latencies, attempts };
}

async function readings(order: ReadingsOrder): Promise<ReadingsReport> {
  const { mqtt, bands, each, every } = order;
  let acknowledged = 0;
  let next = 0;
  const lines: RawLine[] = [];
  const lane = async (): Promise<void> => {
    for (let n = next++; n < bands.length; n = next++) {
      lines[n] = await letIn(mqtt, bands[n] as RegisteredBand);
    }
  };
  await Promise.all(Array.from({ length: 32 }, lane));
  process.send?.({ type: 'connected' });
  await Promise.all(
    lines.map(async (line, index) => {
      const { id } = bands[index] as RegisteredBand;
      // Spread over the interval, as bands are.
      await sleep((index / lines.length) * every);
      const begun = performance.now();
      for (let n = 0; n < each; n += 1) {
        line.send(readingPacket(order, id, n));
        while ((await line.next()).cmd !== 'puback');
        acknowledged += 1;
        await sleep(Math.max(0, begun + (n + 1) * every - performance.now()));
      }
      line.hangUp();
    }),
  );
  return { acknowledged };
}

const readingPacket = ({ since, step }: ReadingsOrder, bandId: string, n: number) => ({
  cmd: 'publish' as const,
  topic: `v1/bands/${bandId}/heartbeat`,
  payload: JSON.stringify({
    id: `r-${n}`,
    at: since + n * step,
    heartRate: 60 + (n % 40),
    battery: 80,
    worn: true,
  }),
  qos: 1 as const,
  dup: false,
  retain: false,
  messageId: 1 + (n % 60_000),
});

process.once('message', async (order: CrowdOrder) => {
  const report = order.type === 'storm' ? await storm(order) : await readings(order);
  process.send?.({ type: 'done', report }, () => process.exit(0));
});
