// What a band says apart from its heartbeats, without anybody's command: a fall it believes to have
// felt, in phases as real bands send them, and the presses of a plight. Each word has its moment.
import type { FallPhase } from '../domain/message.ts';
import { type Instant, instant, plus, seconds } from '../domain/time.ts';
import type { Slip } from './day/slips.ts';
import type { FallSensed, Plight } from './plights/plight.ts';

export type Word = { readonly at: Instant } & (
  | { readonly say: 'sos' }
  | {
      readonly say: 'fall';
      readonly phase: FallPhase;
      /** When the band felt it: all phases of one fall share it. */
      readonly felt: Instant;
      /** In g. */
      readonly impact: number;
    }
);

const COUNTDOWN = seconds(60);

/** All words that a plight brings, oldest first. */
export const wordsOf = (plight: Plight): readonly Word[] => {
  switch (plight.type) {
    case 'faint':
    case 'on-the-floor':
      return fallWords(plight.from, plight.sensed);
    case 'presses':
      return Array.from({ length: plight.times }, (_, n) => ({
        at: instant(plight.from + n * plight.every),
        say: 'sos' as const,
      }));
    default:
      return [];
  }
};

function fallWords(from: Instant, sensed: FallSensed): readonly Word[] {
  if (sensed === 'not') return [];
  const fall = { say: 'fall', felt: from, impact: 3.1 } as const;
  const detected: Word = { ...fall, at: plus(from, seconds(2)), phase: 'detected' };
  return sensed === 'detected'
    ? [detected]
    : [detected, { ...fall, at: plus(detected.at, COUNTDOWN), phase: 'confirmed' }];
}

/** A fall that was none. */
export function wordsOfSlip({ impact, cancelledAfter }: Slip, at: Instant): readonly Word[] {
  const felt = instant(Math.round(at / 1_000) * 1_000);
  const fall = { say: 'fall', felt, impact } as const;
  const detected: Word = { ...fall, at: felt, phase: 'detected' };
  return cancelledAfter === undefined
    ? [detected]
    : [detected, { ...fall, at: plus(felt, seconds(cancelledAfter)), phase: 'cancelled' }];
}

/** When the first word is said after a moment and not after another. @param words in order. */
export function firstBetween(
  words: readonly Word[],
  after: Instant,
  until: Instant,
): Instant | undefined {
  for (const { at } of words) {
    if (at > until) return undefined;
    if (at > after) return at;
  }
  return undefined;
}
