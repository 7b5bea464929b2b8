// A story is a script: who does what, how long after the curtain rises. What follows from it (the
// incidents, the cues) is the service's part.
import type { FallPhase } from '../domain/message.ts';
import type { Instant, Millis } from '../domain/time.ts';
import type { Dice } from './dice.ts';
import type { Plight } from './plights.ts';

export type Act =
  /** `insistent`: presses again every 10 s, at most five times, until the band says `received`. */
  | { readonly type: 'press'; readonly patience: 'patient' | 'insistent' }
  /** @property impact in g. */
  | { readonly type: 'fall'; readonly impact: number }
  | { readonly type: 'end-countdown'; readonly phase: Exclude<FallPhase, 'detected'> }
  | { readonly type: 'get-up' }
  | { readonly type: 'leave-coverage' }
  | { readonly type: 'enter-coverage' }
  /** From now on the band's clock shows this, and runs on. */
  | { readonly type: 'set-clock'; readonly shows: Instant }
  | { readonly type: 'reboot' }
  /** Something happens by itself, from a moment of its own on. */
  | { readonly type: 'befall'; readonly plight: Plight };

export interface Moment {
  /** After the beginning, in the wearers' time. */
  readonly at: Millis;
  /** Which of the bands, counted from 0. */
  readonly who: number;
  readonly act: Act;
}

interface Cast {
  readonly size: number;
  /** The wearers' present when the story begins. */
  readonly begins: Instant;
  readonly dice: Dice;
}

interface Told {
  readonly name: string;
  /** One sentence for whoever chooses. */
  readonly tells: string;
}

export type Story = Told &
  (
    | {
        readonly type: 'live';
        /** Where the wearers' day stands when it begins: now, or last time it was this minute. */
        readonly begins: 'now' | { readonly minuteOfDay: number };
        readonly lasts: Millis;
        script(cast: Cast): readonly Moment[];
      }
    /** Not played but sent as a backlog: so much of the past. */
    | { readonly type: 'history'; readonly reach: Millis }
  );

/** About a share of the cast, and at least one of it: every so-many-th. */
export const everyNth = (size: number, n: number): readonly number[] =>
  Array.from({ length: Math.ceil(size / n) }, (_, index) => index * n);
