import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFrameGate, readHeader } from '../../broker/frames.ts';
import { variableLength } from '../support/mqtt-raw.ts';

const LIMIT = 300;
const packetOf = (remaining: number): Buffer =>
  Buffer.concat([Buffer.of(0x30), variableLength(remaining), Buffer.alloc(remaining, 0xff)]);

/** The same bytes, cut at these places. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const sorted = [...new Set(places.map((place) => place % (bytes.length + 1)))].toSorted(
    (a, b) => a - b,
  );
  return [0, ...sorted].map((from, index) => bytes.subarray(from, sorted[index] ?? bytes.length));
}

describe('the frame gate', () => {
  it('lets packets pass that are not too long, wherever the network cuts them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: LIMIT }), { minLength: 1, maxLength: 8 }),
        fc.array(fc.nat(), { maxLength: 20 }),
        (lengths, places) => {
          const gate = createFrameGate(LIMIT);
          const chunks = cut(Buffer.concat(lengths.map(packetOf)), places);
          expect(chunks.every((chunk) => gate.passes(chunk))).toBe(true);
        },
      ),
    );
  });

  it('stops a packet that is too long before its first byte of content', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: LIMIT }), { maxLength: 5 }),
        fc.integer({ min: LIMIT + 1, max: 268_435_455 }),
        fc.array(fc.nat(), { maxLength: 20 }),
        (lengths, tooLong, places) => {
          const gate = createFrameGate(LIMIT);
          const header = Buffer.concat([Buffer.of(0x30), variableLength(tooLong)]);
          const chunks = cut(Buffer.concat([...lengths.map(packetOf), header]), places);
          expect(chunks.every((chunk) => gate.passes(chunk))).toBe(false);
        },
      ),
    );
  });

  it('stops a length that goes on for ever, also when it drips', () => {
    const gate = createFrameGate(LIMIT);
    const drip = [0x30, 0x80, 0x80, 0x80, 0x80].map((byte) => gate.passes(Uint8Array.of(byte)));
    expect(drip).toEqual([true, true, true, true, false]);
  });

  it('reads the lengths the specification gives as examples', () => {
    for (const [remaining, size] of [
      [0, 2],
      [127, 129],
      [128, 131],
      [16_383, 16_386],
      [16_384, 16_388],
      [2_097_151, 2_097_155],
      [2_097_152, 2_097_157],
      [268_435_455, 268_435_460],
    ] as const) {
      const header = Buffer.concat([Buffer.of(0x10), variableLength(remaining)]);
      expect(readHeader(header)).toEqual({ found: 'header', firstByte: 0x10, size, remaining });
    }
  });
});
