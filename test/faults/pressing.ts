// Wearers who press without end, over raw MQTT, each with several presses under way at a time.
import type { Packet } from 'mqtt-packet';
import { connectPacket, openRaw, type RawLine } from '../support/mqtt-raw.ts';
import { admit, type Desk, type RegisteredBand, type Service } from '../support/service.ts';
import { type Ledger, nextPress, noteAcknowledged, type Press } from './ledger.ts';

export interface Presser {
  /** Resolves when the line has ended, from whichever side. */
  readonly over: Promise<void>;
  /** No new presses; hangs up when the last one under way is acknowledged. */
  stop(): Promise<void>;
  /** Hangs up now. What is under way will be sent again by the next presser of this band. */
  cut(): Promise<void>;
}

export interface Pressing {
  /** Presses under way at a time. */
  readonly inFlight?: number;
  /** Milliseconds from an acknowledgement to the next press. */
  readonly pause?: number;
  /** After so many it stops by itself. */
  readonly atMost?: number;
  /** Told of each press as it is sent, with its packet id and the line's own port. */
  readonly onSent?: (press: Press, packetId: number, port: number) => void;
}

/** A press, in MQTT QoS 1. */
export const pressPacket = (bandId: string, press: Press, messageId: number): Packet => ({
  cmd: 'publish',
  topic: `v1/bands/${bandId}/sos`,
  payload: JSON.stringify(press),
  qos: 1,
  dup: false,
  retain: false,
  messageId,
});

/** Connects, sends again what was never acknowledged, and goes on pressing. Never rejects. */
export function startPressing(
  service: Pick<Service, 'mqtt'>,
  band: Pick<RegisteredBand, 'id' | 'secret'>,
  ledger: Ledger,
  { inFlight = 4, pause = 0, atMost = Number.POSITIVE_INFINITY, onSent }: Pressing = {},
): Presser {
  const underWay = new Map<number, Press>();
  const resend = [...(ledger.waiting.get(band.id) ?? [])];
  let line: RawLine | undefined;
  let packetId = 0;
  let left = atMost;

  const press = (): void => {
    if (left <= 0 || !line || line.socket.destroyed) return;
    left -= 1;
    const next = resend.shift() ?? nextPress(ledger, band.id);
    // Never 0 (MQTT 3.1.1 section 2.3.1).
    packetId = (packetId % 65_535) + 1;
    underWay.set(packetId, next);
    ledger.sent.add(next.id);
    onSent?.(next, packetId, line.socket.localPort ?? 0);
    line.send(pressPacket(band.id, next, packetId));
  };
  const heard = (packet: Packet): void => {
    if (packet.cmd !== 'puback') return;
    const acknowledged = underWay.get(packet.messageId ?? 0);
    if (!acknowledged) return;
    underWay.delete(packet.messageId ?? 0);
    noteAcknowledged(ledger, acknowledged);
    if (pause > 0 && left > 0) return void setTimeout(press, pause);
    press();
    if (underWay.size === 0) line?.hangUp();
  };
  const live = async (): Promise<void> => {
    line = await openRaw(service.mqtt);
    line.send(connectPacket(band.id, band.secret));
    await line.next();
    for (let n = 0; n < inFlight; n += 1) press();
    if (underWay.size === 0) line.hangUp();
    for (;;) heard(await line.next());
  };
  // Every line ends with its `next` rejected: cut by the service, or hung up by us.
  const over = live()
    .catch(() => {})
    .then(() => {
      line?.hangUp();
      ledger.waiting.set(band.id, [...underWay.values(), ...resend]);
    });
  return {
    over,
    stop() {
      left = 0;
      if (underWay.size === 0) line?.hangUp();
      return over;
    },
    cut() {
      left = 0;
      line?.hangUp();
      return over;
    },
  };
}

/** So many residents, each with a band. */
export async function admitBands(desk: Desk, count: number): Promise<readonly RegisteredBand[]> {
  const bands: RegisteredBand[] = [];
  for (let n = 0; n < count; n += 1) bands.push(await admit(desk, `band-${n}`, `住户${n}`));
  return bands;
}

export const pressAll = (
  service: Pick<Service, 'mqtt'>,
  bands: readonly RegisteredBand[],
  ledger: Ledger,
  pressing?: Pressing,
): readonly Presser[] => bands.map((band) => startPressing(service, band, ledger, pressing));

export const allOver = async (pressers: readonly Presser[]): Promise<void> =>
  void (await Promise.all(pressers.map(({ over }) => over)));

export const stopAll = async (pressers: readonly Presser[]): Promise<void> =>
  void (await Promise.all(pressers.map((presser) => presser.stop())));

export const cutAll = async (pressers: readonly Presser[]): Promise<void> =>
  void (await Promise.all(pressers.map((presser) => presser.cut())));
