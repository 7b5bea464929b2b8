// Thousands of bands: how they are registered fast enough, and how they are set going (crowd-process.ts).
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { admit, type Desk, type RegisteredBand } from '../support/service.ts';

/** All come at once, each with a press. */
export interface StormOrder {
  readonly type: 'storm';
  readonly mqtt: string;
  readonly bands: readonly RegisteredBand[];
  /** Milliseconds over which they come; 0: at once. */
  readonly spread: number;
}

export interface StormReport {
  /** Milliseconds from the first attempt to the acknowledgement. */
  readonly latencies: readonly number[];
  /** More than there are bands: some had to come again. */
  readonly attempts: number;
}

/** Each says a reading every so often, and the next one when that is acknowledged. */
export interface ReadingsOrder {
  readonly type: 'readings';
  readonly mqtt: string;
  readonly bands: readonly RegisteredBand[];
  readonly each: number;
  /** Milliseconds between two readings of a band. */
  readonly every: number;
  /** What the bands' clocks say: the first moment, and how far apart. */
  readonly since: number;
  readonly step: number;
}

export interface ReadingsReport {
  readonly acknowledged: number;
}

export type CrowdOrder = StormOrder | ReadingsOrder;
type ReportOf<Order extends CrowdOrder> = Order extends StormOrder ? StormReport : ReadingsReport;

export interface Crowd<Report> {
  /** Everybody is on the line; only of readings. */
  readonly connected: Promise<void>;
  readonly done: Promise<Report>;
  stop(): void;
}

export function startCrowd<Order extends CrowdOrder>(order: Order): Crowd<ReportOf<Order>> {
  const child = fork(join(import.meta.dirname, 'crowd-process.ts'), { execArgv: [] });
  const connected = Promise.withResolvers<void>();
  const done = Promise.withResolvers<ReportOf<Order>>();
  child.on('message', (message: { type: string; report: ReportOf<Order> }) => {
    if (message.type === 'connected') connected.resolve();
    else done.resolve(message.report);
  });
  child.once('exit', (code) => done.reject(new Error(`the crowd ended with ${code}`)));
  child.send(order);
  return { connected: connected.promise, done: done.promise, stop: () => child.kill('SIGKILL') };
}

/** Requests at a time: enough for the registry to sync many entries at once. */
const AT_A_TIME = 64;

/** So many residents, each with a band; fast. */
export async function admitCrowd(
  desk: Desk,
  count: number,
  prefix = 'crowd',
): Promise<readonly RegisteredBand[]> {
  const bands: RegisteredBand[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let n = next++; n < count; n = next++) {
      bands[n] = await admit(desk, `${prefix}-${n}`, `住户${n}`);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, lane));
  return bands;
}
