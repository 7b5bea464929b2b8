// Figures: what was measured, and beside it what it is held against, measured in the same run on the
// same machine. A figure without its floor or peer says nothing.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

export interface Figure {
  readonly what: string;
  readonly ours: string;
  /** The floor (what the machine itself needs) or a peer doing the same. */
  readonly beside: string;
}

export type Benchmark = () => Promise<readonly Figure[]>;

export interface Spread {
  readonly p50: number;
  readonly p99: number;
  readonly count: number;
}

export function spreadOf(samples: readonly number[]): Spread {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99), count: sorted.length };
}

const digits = (n: number): string => (n < 10 ? n.toFixed(2) : n.toFixed(n < 100 ? 1 : 0));

export const inMillis = ({ p50, p99 }: Spread): string =>
  `p50 ${digits(p50)} ms, p99 ${digits(p99)} ms`;

export const perSecond = (count: number, millis: number): string =>
  `${Math.round((count / millis) * 1_000).toLocaleString('en')}/s`;

/**
 * Puts aside what was prepared for a measurement. While much is being made that stays, the engine learns
 * to make all that follows among what stays, too; in one process of thirty that doubled what was measured.
 */
export function settle(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

const PARTS = 5;

/** Microseconds for one of `times` calls: the middle of five parts, so that no neighbour counts. */
export function microsEach(times: number, work: (n: number) => void): number {
  const part = Math.ceil(times / PARTS);
  const each: number[] = [];
  // Once around for the compiler.
  for (let n = 0; n < part; n += 1) work(n);
  for (let nth = 0; nth < PARTS; nth += 1) {
    const begun = performance.now();
    for (let n = 0; n < part; n += 1) work(nth * part + n);
    each.push(((performance.now() - begun) / part) * 1_000);
  }
  return each.sort((a, b) => a - b)[PARTS >> 1] ?? Number.NaN;
}

export const micros = (n: number): string => `${digits(n)} µs`;
export const millis = (n: number): string => `${digits(n)} ms`;
