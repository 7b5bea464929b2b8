// How long a press takes, to its acknowledgement and to a screen, while something else goes on; always
// beside the same figure of the same run without it, because a figure alone says more about the
// machine than about the service.
import { readFileSync } from 'node:fs';
import { inMillis, type Spread, spreadOf } from '../bench/measure.ts';
import { connectPacket, openRaw, type RawLine } from '../support/mqtt-raw.ts';
import type { Desk, RegisteredBand, Service } from '../support/service.ts';
import { type Ledger, nextPress, noteAcknowledged } from './ledger.ts';
import { pressPacket } from './pressing.ts';
import { watch } from './watching.ts';

export interface Latency {
  readonly acknowledged: Spread;
  readonly shown: Spread;
}

export interface Probe {
  /** Presses so many times, one after the other, and closes what that raised. */
  measure(presses: number): Promise<Latency>;
  /** Presses until `work` has come to its end, and for at least `least` presses. */
  measureDuring(work: Promise<unknown>, least?: number): Promise<Latency>;
  close(): void;
}

/** @param bands pressed in turn; nobody else presses them. */
export async function startProbe(
  service: Service,
  desk: Desk,
  bands: readonly RegisteredBand[],
  ledger: Ledger,
): Promise<Probe> {
  const lines = await Promise.all(bands.map((band) => linedUp(service, band)));
  const awaited = new Map<string, () => void>();
  const raised = new Set<string>();
  const screen = await watch({ http: service.http, cookie: desk.cookie }, (frame) => {
    if (frame.type !== 'incident') return;
    for (const entry of frame.incident.timeline.slice(-60)) {
      const id = 'messageId' in entry ? entry.messageId : undefined;
      if (id === undefined || !awaited.has(id)) continue;
      raised.add(frame.incident.id);
      awaited.get(id)?.();
    }
  });
  let turn = 0;

  async function press(): Promise<{ acknowledged: number; shown: number }> {
    const band = bands[turn % bands.length] as RegisteredBand;
    const line = lines[turn % lines.length] as RawLine;
    turn += 1;
    const next = nextPress(ledger, band.id);
    ledger.sent.add(next.id);
    const from = performance.now();
    const since = () => performance.now() - from;
    const shown = new Promise<number>((resolve) => awaited.set(next.id, () => resolve(since())));
    line.send(pressPacket(band.id, next, 1 + (turn % 60_000)));
    while ((await line.next()).cmd !== 'puback');
    const acknowledged = since();
    noteAcknowledged(ledger, next);
    const result = { acknowledged, shown: await shown };
    awaited.delete(next.id);
    return result;
  }

  async function measureWhile(goesOn: (done: number) => boolean): Promise<Latency> {
    const samples: { acknowledged: number; shown: number }[] = [];
    while (goesOn(samples.length)) {
      samples.push(await press());
      // Before timelines become so long that their length is what is measured.
      if (samples.length % (20 * bands.length) === 0) await clear();
    }
    await clear();
    return {
      acknowledged: spreadOf(samples.map(({ acknowledged }) => acknowledged)),
      shown: spreadOf(samples.map(({ shown }) => shown)),
    };
  }

  async function clear(): Promise<void> {
    for (const id of raised) {
      await desk.call('POST', `/api/incidents/${id}/close`, { outcome: 'test' });
    }
    raised.clear();
  }

  return {
    measure: (presses) => measureWhile((done) => done < presses),
    measureDuring(work, least = 20) {
      let isOver = false;
      const over = (): void => {
        isOver = true;
      };
      work.then(over, over);
      return measureWhile((done) => !isOver || done < least);
    },
    close() {
      screen.hangUp();
      for (const line of lines) line.hangUp();
    },
  };
}

/** A band's line that is let in and says nothing yet. */
async function linedUp(
  service: Pick<Service, 'mqtt'>,
  { id, secret }: RegisteredBand,
): Promise<RawLine> {
  const line = await openRaw(service.mqtt);
  line.send(connectPacket(id, secret, { keepalive: 0 }));
  await line.next();
  return line;
}

/** `a press to the screen: p50 3 ms, p99 9 ms; before p50 3 ms, p99 8 ms` */
export const comparison = (what: string, before: Latency, during: Latency): string =>
  `a press to the screen ${what}: ${inMillis(during.shown)}; without: ${inMillis(before.shown)}`;

/**
 * More than the machine's own noise: both cores may be busy with other tests, so this finds what is
 * several times slower and not what is slower by a tenth; the figures are in the remarks.
 */
export function slowedBy(what: string, before: Latency, during: Latency): readonly string[] {
  const isSlower = during.shown.p99 > 5 * before.shown.p99 + 500;
  return isSlower ? [comparison(what, before, during)] : [];
}

/** Bytes of a process in memory. */
export function residentMemory({ pid }: Pick<Service, 'pid'>): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
}

export const MEBIBYTE = 1024 * 1024;

/** The most a process has had in memory since now. */
export function watchMemory(service: Pick<Service, 'pid'>): {
  most(): number;
  stop(): void;
} {
  let most = residentMemory(service);
  const look = (): void => {
    most = Math.max(most, residentMemory(service));
  };
  const timer = setInterval(look, 100);
  return {
    most() {
      look();
      return most;
    },
    stop: () => clearInterval(timer),
  };
}
