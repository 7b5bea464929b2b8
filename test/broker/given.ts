// The embedded broker with a gate that knows every band's secret, and lines to it.
import { afterEach } from 'vitest';
import { type AedesBusOptions, createAedesBus } from '../../broker/adapters/aedes.ts';
import type { Bus } from '../../broker/port.ts';
import type { Log, LogFields } from '../../domain/log.ts';
import { clock, createListener, type Listener, secretOf } from '../contracts/bus.ts';
import { connectPacket, openRaw, type RawLine } from '../support/mqtt-raw.ts';

export interface Room {
  readonly bus: Bus;
  readonly url: string;
  readonly urls: readonly string[];
  readonly desk: Listener;
  readonly log: RecordingLog;
}

export interface RecordingLog extends Log {
  readonly lines: readonly { readonly event: string; readonly fields: LogFields }[];
}

export function recordingLog(): RecordingLog {
  const lines: { event: string; fields: LogFields }[] = [];
  const note = (event: string, fields: LogFields = {}): void => void lines.push({ event, fields });
  return { lines, info: note, warn: note, error: note };
}

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});
/** Runs after the test, latest first. */
export const afterwards = (step: () => unknown): void => void undo.push(step);

export async function openRoom(options: Partial<AedesBusOptions> = {}): Promise<Room> {
  const desk = createListener();
  const log = recordingLog();
  const bus = createAedesBus({
    host: '127.0.0.1',
    port: 0,
    gate: { admits: async (id, secret) => secret === secretOf(id) },
    clock,
    log,
    ...options,
  });
  const { urls } = await bus.start(desk.receive);
  afterwards(() => bus.stop());
  return { bus, url: urls[0] as string, urls, desk, log };
}

export async function rawLine(room: Room): Promise<RawLine> {
  const line = await openRaw(room.url);
  afterwards(() => line.hangUp());
  return line;
}

/** A band that is connected and speaks raw packets. */
export async function rawBand(
  room: Room,
  id: string,
  other: Parameters<typeof connectPacket>[2] = {},
): Promise<RawLine> {
  const line = await rawLine(room);
  line.send(connectPacket(id, secretOf(id), other));
  const answer = await line.next();
  if (answer.cmd !== 'connack' || answer.returnCode !== 0) {
    throw new Error(`${id} was not let in`);
  }
  return line;
}
