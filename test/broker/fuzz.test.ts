// Whatever bytes come in, the service stays up and a press is heard. The seed is printed when it
// fails; FUZZ_SEED and FUZZ_LINES repeat a run or make it longer.
import type { Packet } from 'mqtt-packet';
import { expect, it } from 'vitest';
import { millis } from '../../domain/time.ts';
import { secretOf } from '../contracts/bus.ts';
import { bytesOf, connectPacket, openRaw, type RawLine } from '../support/mqtt-raw.ts';
import { openRoom, rawBand } from './given.ts';

const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000);
const LINES = Number(process.env.FUZZ_LINES ?? 1_500);

/** Dice that fall the same way for the same seed (mulberry32). */
function diceOf(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}

const topic = 'v1/bands/rogue/sos';
const flags = { dup: false, retain: false };
const GOOD: readonly Packet[] = [
  { cmd: 'publish', topic, payload: '{"id":"1"}', qos: 1, messageId: 1, ...flags },
  { cmd: 'publish', topic, payload: '{"id":"2"}', qos: 2, messageId: 2, ...flags },
  { cmd: 'publish', topic, payload: '', qos: 0, ...flags },
  { cmd: 'subscribe', messageId: 3, subscriptions: [{ topic: 'v1/bands/rogue/cue', qos: 1 }] },
  { cmd: 'unsubscribe', messageId: 4, unsubscriptions: ['v1/bands/rogue/cue'] },
  { cmd: 'puback', messageId: 5 },
  { cmd: 'pubrec', messageId: 6 },
  { cmd: 'pubrel', messageId: 2 },
  { cmd: 'pubcomp', messageId: 7 },
  { cmd: 'pingreq' },
  { cmd: 'connack', returnCode: 0, sessionPresent: false },
  { cmd: 'suback', messageId: 3, granted: [0] },
  { cmd: 'disconnect' },
];
const CONNECT = bytesOf(
  connectPacket('rogue', secretOf('rogue'), {
    will: { topic: 'v1/bands/rogue/status', payload: Buffer.from('x'), qos: 1, retain: false },
  }),
);

function mutated(bytes: Buffer, dice: (sides: number) => number): Buffer {
  const copy = Buffer.from(bytes);
  for (let change = dice(4); change > 0; change--) copy[dice(copy.length)] = dice(256);
  switch (dice(6)) {
    case 0:
      return copy.subarray(0, 1 + dice(copy.length));
    case 1:
      return Buffer.concat([copy, copy.subarray(dice(copy.length))]);
    default:
      return copy;
  }
}

async function attack(url: string, dice: (sides: number) => number): Promise<void> {
  let line: RawLine;
  try {
    line = await openRaw(url);
  } catch {
    return;
  }
  const packets = Array.from({ length: 1 + dice(8) }, () => {
    const good = bytesOf(GOOD[dice(GOOD.length)] as Packet);
    return dice(2) === 0 ? good : mutated(good, dice);
  });
  const first = dice(3) === 0 ? mutated(CONNECT, dice) : CONNECT;
  line.send(Buffer.concat([first, ...packets]));
  if (dice(4) === 0) line.hangUp();
  else line.socket.end();
  await line.closed;
}

it(`survives ${LINES} lines of damaged packets, seed ${SEED}`, { timeout: 600_000 }, async () => {
  const dice = diceOf(SEED);
  const room = await openRoom({ limits: { connectWithin: millis(2_000) } });
  const wang = await rawBand(room, 'wang-1');
  const press = { topic: 'v1/bands/wang-1/sos', payload: '{}', qos: 1 as const, ...flags };
  for (let wave = 0; wave * 50 < LINES; wave++) {
    const storm = Promise.all(Array.from({ length: 50 }, () => attack(room.url, dice)));
    const messageId = 1 + (wave % 60_000);
    wang.send({ cmd: 'publish', messageId, ...press });
    expect(await wang.next()).toMatchObject({ cmd: 'puback', messageId });
    await storm;
  }
  // Nobody else was let in by mistake, and nothing came in another's name.
  const heard = new Set(room.desk.arrivals.map(({ bandId }) => bandId as string));
  expect([...heard].filter((id) => id !== 'wang-1' && id !== 'rogue')).toEqual([]);
  await expect.poll(() => room.bus.connected()).toBe(1);
});
