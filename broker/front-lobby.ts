// Where a socket waits until it has said who it is. Its first packet must be a CONNECT
// [MQTT-3.1.0-1], of a length a CONNECT can have, and complete in time.
import type { Socket } from 'node:net';
import { readHeader } from './frames.ts';
import { farewell } from './front-connection.ts';
import type { BusLimits } from './limits.ts';

export interface FirstPacket {
  /** The CONNECT, complete. */
  readonly connect: Buffer;
  /** What came with it. */
  readonly rest: Buffer;
}

export interface Outcome {
  readonly complete: (packet: FirstPacket) => void;
  /** The socket is being closed. */
  readonly refused: (reason: Refused['refused'] | 'connect-too-slow') => void;
}

interface Refused {
  readonly refused: 'not-mqtt' | 'connect-too-long' | 'too-eager';
}

const CONNECT = 0x10;
/** CONNACK, no session, return code 5: not authorized (MQTT 3.1.1 section 3.2). */
const NOT_AUTHORIZED = Buffer.from([0x20, 0x02, 0x00, 0x05]);

type Limits = Pick<BusLimits, 'connectWithin' | 'connectBytes' | 'packetBytes'>;

/** Calls exactly one of the outcomes, or none when the socket closes before. */
export function awaitConnect(socket: Socket, limits: Limits, outcome: Outcome): void {
  let collected: Buffer = Buffer.alloc(0);
  const finish = (): void => {
    clearTimeout(timer);
    socket.off('data', collect);
    socket.off('close', finish);
    socket.off('end', giveUp);
  };
  const giveUp = (): void => {
    finish();
    socket.destroy();
  };
  const collect = (chunk: Buffer): void => {
    collected = collected.length === 0 ? chunk : Buffer.concat([collected, chunk]);
    const first = judge(collected, limits);
    if (first === 'incomplete') return;
    finish();
    if ('refused' in first) {
      outcome.refused(first.refused);
      // A client with an absurd id is told so; what does not speak MQTT is told nothing.
      if (first.refused === 'connect-too-long') farewell(socket, NOT_AUTHORIZED);
      else socket.destroy();
    } else {
      socket.pause();
      outcome.complete(first);
    }
  };
  const tooSlow = (): void => {
    outcome.refused('connect-too-slow');
    giveUp();
  };
  const timer = setTimeout(tooSlow, limits.connectWithin);
  socket.on('data', collect);
  socket.on('close', finish);
  socket.on('end', giveUp);
}

function judge(collected: Buffer, limits: Limits): 'incomplete' | Refused | FirstPacket {
  if (collected[0] !== CONNECT) return { refused: 'not-mqtt' };
  const header = readHeader(collected);
  if (header.found === 'malformed') return { refused: 'not-mqtt' };
  if (header.found === 'nothing-yet') return 'incomplete';
  if (header.remaining > limits.connectBytes) return { refused: 'connect-too-long' };
  if (collected.length < header.size) return 'incomplete';
  const rest = collected.subarray(header.size);
  if (rest.length > limits.packetBytes) return { refused: 'too-eager' };
  return { connect: collected.subarray(0, header.size), rest };
}
