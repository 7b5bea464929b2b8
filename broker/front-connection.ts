// One band's line, as the MQTT library sees it: a stream that first yields the CONNECT and nothing
// more until the band is admitted, and after that only packets that passed the frame gate, in small
// pieces. So a library that would act on what follows an unanswered CONNECT, or keep what follows a
// large length, never gets to see either; and one band has only so much in work at a time.
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { Millis } from '../domain/time.ts';
import { createFrameGate, type FrameGate } from './frames.ts';

/** What the library reads at once; it works on all packets of one read side by side. */
const PIECE = 8 * 1024;
const WRITE_BUFFER = 16 * 1024;
/** How much somebody who is being refused may go on saying before the line is simply cut. */
const IGNORED_AT_MOST = 64 * 1024;

export interface ConnectionOptions {
  readonly socket: Socket;
  readonly address: string;
  /** The CONNECT packet, complete. */
  readonly connect: Buffer;
  /** What came with it. */
  readonly rest: Buffer;
  /** See BusLimits. */
  readonly packetBytes: number;
  /** Called when a packet was too long; the connection is being closed. */
  readonly oversized: () => void;
}

/**
 * `proving` until the secret is checked; `admitted`; `condemned`: refused, waiting for its answer,
 * nothing it says is kept; `resting`: the service stops and takes nothing new.
 */
type State = 'proving' | 'admitted' | 'condemned' | 'resting';

export class Connection extends Duplex {
  readonly address: string;
  readonly #socket: Socket;
  readonly #gate: FrameGate;
  readonly #oversized: () => void;
  #state: State = 'proving';
  /** Checked bytes that the library has not asked for yet. */
  #held: Buffer;
  #wanted = true;
  #peerEnded = false;
  #ignored = 0;

  /** The socket must be paused and have no `data` listener. */
  constructor(options: ConnectionOptions) {
    super({ readableHighWaterMark: PIECE, writableHighWaterMark: WRITE_BUFFER });
    this.address = options.address;
    this.#socket = options.socket;
    this.#held = options.rest;
    this.#oversized = options.oversized;
    this.#gate = createFrameGate(options.packetBytes);
    this.push(options.connect);
    options.socket.on('data', (chunk) => this.#take(chunk));
    options.socket.on('end', () => this.#end());
    options.socket.on('timeout', () => this.destroy(new Error('silent for too long')));
    options.socket.on('close', () => this.destroy());
  }

  /** The band has proven who it is: what it says from now on is handed on. */
  admit(): void {
    if (this.#state !== 'proving') return;
    this.#state = 'admitted';
    const early = this.#held;
    this.#held = Buffer.alloc(0);
    this.#take(early);
  }

  /** The band is refused: only the answer is still written, to whoever waits for it in silence. */
  condemn(): void {
    this.#state = 'condemned';
    this.#held = Buffer.alloc(0);
    this.#socket.resume();
  }

  /** Nothing more is read; what is in work can still be acknowledged. */
  rest(): void {
    if (this.#state === 'proving') this.destroy();
    if (this.#state !== 'admitted') return;
    this.#state = 'resting';
    this.#socket.pause();
  }

  /** A line without keep-alive must not stay for ever when nobody is at its other end. */
  limitSilence(within: Millis): void {
    this.#socket.setTimeout(within);
  }

  override _read(): void {
    this.#wanted = true;
    this.#flow();
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.#socket.write(chunk, done);
  }

  override _writev(
    chunks: readonly { readonly chunk: Buffer }[],
    done: (error?: Error | null) => void,
  ): void {
    this.#socket.write(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  }

  override _final(done: () => void): void {
    this.#socket.end();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    farewell(this.#socket);
    done(error);
  }

  #take(chunk: Buffer): void {
    if (this.#state === 'condemned') this.#ignore(chunk);
    if (this.#state !== 'admitted') return;
    if (!this.#gate.passes(chunk)) {
      this.#oversized();
      this.#socket.destroy();
      this.destroy();
      return;
    }
    this.#held = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    this.#flow();
  }

  #ignore(chunk: Buffer): void {
    this.#ignored += chunk.length;
    if (this.#ignored > IGNORED_AT_MOST) this.#socket.destroy();
  }

  /** Hands on as much as is wanted; reads from the socket only when nothing is left. */
  #flow(): void {
    if (this.#state !== 'admitted' || this.destroyed) return;
    while (this.#wanted && this.#held.length > 0) {
      const piece = this.#held.subarray(0, PIECE);
      this.#held = this.#held.subarray(piece.length);
      this.#wanted = this.push(piece);
    }
    if (this.#held.length > 0) this.#socket.pause();
    else if (this.#peerEnded) this.push(null);
    else this.#socket.resume();
  }

  /** The band has said its last word; what it said before is still handed on. */
  #end(): void {
    this.#peerEnded = true;
    if (this.#state === 'admitted') this.#flow();
    else this.destroy();
  }
}

const LAST_WORDS_WITHIN = 1_000;

/**
 * Closes a socket so that the other side can read what was written last: bytes that are left unread
 * would make the kernel answer with a reset, which takes the CONNACK back.
 */
export function farewell(socket: Socket, lastWords?: Uint8Array): void {
  if (socket.destroyed) return;
  let ignored = 0;
  socket.removeAllListeners('data');
  socket.on('data', (chunk) => {
    ignored += chunk.length;
    if (ignored > IGNORED_AT_MOST) socket.destroy();
  });
  const timer = setTimeout(() => socket.destroy(), LAST_WORDS_WITHIN);
  socket.once('close', () => clearTimeout(timer));
  socket.resume();
  if (lastWords) socket.end(lastWords);
  else socket.end();
}
