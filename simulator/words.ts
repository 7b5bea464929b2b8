// What a band says apart from its heartbeats, without anybody's command: a fall it believes to have
// felt, in phases as real bands send them, and the presses of a plight. Each word has its moment.
import type { FallPhase } from '../domain/message.ts';
import { type Instant, instant, plus, seconds } from '../domain/time.ts';
import type { Plight } from './plights/plight.ts';

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

/** All words that plights bring, oldest first for each. */
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

function fallWords(from: Instant, sensed: 'not' | 'detected' | 'confirmed'): readonly Word[] {
  if (sensed === 'not') return [];
  const fall = { say: 'fall', felt: from, impact: 3.1 } as const;
  const detected: Word = { ...fall, at: plus(from, seconds(2)), phase: 'detected' };
  return sensed === 'detected'
    ? [detected]
    : [detected, { ...fall, at: plus(detected.at, COUNTDOWN), phase: 'confirmed' }];
}
