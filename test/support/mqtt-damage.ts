// Damaged MQTT: what a broken radio, a bad firmware or somebody with bad intentions may send. Seeded, so
// that what once went wrong can be sent again.
import type { Packet } from 'mqtt-packet';
import { bytesOf, connectPacket } from './mqtt-raw.ts';

/** A whole number, at least 0 and less than `sides`. */
export type Throw = (sides: number) => number;

/** Dice that fall the same way for the same seed (mulberry32). */
export function diceOf(seed: number): Throw {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}

const flags = { dup: false, retain: false };

const goodPackets = (id: string): readonly Packet[] => {
  const topic = `v1/bands/${id}/sos`;
  return [
    { cmd: 'publish', topic, payload: '{"id":"1"}', qos: 1, messageId: 1, ...flags },
    { cmd: 'publish', topic, payload: '{"id":"2"}', qos: 2, messageId: 2, ...flags },
    { cmd: 'publish', topic, payload: '', qos: 0, ...flags },
    { cmd: 'subscribe', messageId: 3, subscriptions: [{ topic: `v1/bands/${id}/cue`, qos: 1 }] },
    { cmd: 'unsubscribe', messageId: 4, unsubscriptions: [`v1/bands/${id}/cue`] },
    { cmd: 'puback', messageId: 5 },
    { cmd: 'pubrec', messageId: 6 },
    { cmd: 'pubrel', messageId: 2 },
    { cmd: 'pubcomp', messageId: 7 },
    { cmd: 'pingreq' },
    { cmd: 'connack', returnCode: 0, sessionPresent: false },
    { cmd: 'suback', messageId: 3, granted: [0] },
    { cmd: 'disconnect' },
  ];
};

/** All that one line says in one go: a CONNECT of that band and some packets, whole or damaged. */
export function damagedLine(dice: Throw, id: string, secret: string): Buffer {
  const connect = bytesOf(
    connectPacket(id, secret, {
      will: { topic: `v1/bands/${id}/status`, payload: Buffer.from('x'), qos: 1, retain: false },
    }),
  );
  const good = goodPackets(id);
  const packets = Array.from({ length: 1 + dice(8) }, () => {
    const bytes = bytesOf(good[dice(good.length)] as Packet);
    return dice(2) === 0 ? bytes : damaged(bytes, dice);
  });
  return Buffer.concat([dice(3) === 0 ? damaged(connect, dice) : connect, ...packets]);
}

function damaged(bytes: Buffer, dice: Throw): Buffer {
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
