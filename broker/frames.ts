// Where one MQTT packet ends and the next begins (MQTT 3.1.1 section 2.2), read from the raw bytes
// before any parser keeps them. A packet may declare up to 256 MB, and a parser that waits for the
// rest holds everything until then; whoever declares too much is known here after five bytes.

/** Of the fixed header: one byte of type and flags, one to four bytes of length. */
const LENGTH_BYTES_AT_MOST = 4;

export type Header =
  | { readonly found: 'nothing-yet' }
  /** A length that goes on after its fourth byte [MQTT-2.2.3]. */
  | { readonly found: 'malformed' }
  | {
      readonly found: 'header';
      readonly firstByte: number;
      /** Bytes of the packet with its fixed header, and without. */
      readonly size: number;
      readonly remaining: number;
    };

/** Reads the fixed header at the start of `bytes`. */
export function readHeader(bytes: Uint8Array): Header {
  let remaining = 0;
  for (let index = 1; index <= LENGTH_BYTES_AT_MOST; index++) {
    const byte = bytes[index];
    if (byte === undefined) return { found: 'nothing-yet' };
    remaining += (byte & 0x7f) * 128 ** (index - 1);
    if (byte < 0x80) {
      return { found: 'header', firstByte: bytes[0] ?? 0, size: 1 + index + remaining, remaining };
    }
  }
  return { found: 'malformed' };
}

export interface FrameGate {
  /** False as soon as the bytes so far begin a packet that is too long or malformed. */
  passes(chunk: Uint8Array): boolean;
}

/** Follows a stream of packets, keeping nothing but a few bytes of an incomplete header. */
export function createFrameGate(remainingAtMost: number): FrameGate {
  let header: Uint8Array = new Uint8Array(0);
  let skip = 0;
  return {
    passes(chunk) {
      let at = 0;
      while (at < chunk.length) {
        const step = Math.min(skip, chunk.length - at);
        skip -= step;
        at += step;
        if (at >= chunk.length) return true;
        const rest = chunk.subarray(at, at + 1 + LENGTH_BYTES_AT_MOST);
        const start = header.length === 0 ? rest : Buffer.concat([header, rest]);
        const read = readHeader(start);
        if (read.found === 'malformed') return false;
        if (read.found === 'nothing-yet') {
          header = Uint8Array.from(start);
          return true;
        }
        if (read.remaining > remainingAtMost) return false;
        // The part of this packet that earlier chunks brought is behind us already.
        skip = read.size - header.length;
        header = new Uint8Array(0);
      }
      return true;
    },
  };
}
