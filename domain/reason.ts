// Why an incident was raised, became sharper or ended: as data, with the evidence.
import type { CanaryStage } from './canary.ts';
import type { BAND_STATES, EmergencyChannel, Location } from './message.ts';
import type { Instant, Millis } from './time.ts';

/** What most likely keeps a band from speaking, by its last word and what is usual. */
const SILENCE_CAUSES = [
  'charging',
  'flat',
  'low-battery',
  'off-wrist',
  'asleep',
  'away',
  'coverage',
] as const;
export type SilenceCause = (typeof SILENCE_CAUSES)[number];

/** What a silent band last said of itself. */
interface LastWord {
  readonly lastHeardAt: Instant;
  /** Percent. */
  readonly battery?: number;
  /** When it would be flat, by how fast it has been emptying. */
  readonly flatAt?: Instant;
  /** dBm. */
  readonly signal?: number;
  readonly worn?: boolean;
  readonly charging?: boolean;
  readonly status?: (typeof BAND_STATES)[number];
  /** So far from home it was last seen, where that is far. */
  readonly metres?: number;
}

/** What bands that fell silent together have in common. `building` is one of a compound. */
export type Shared =
  | { readonly type: 'everything' }
  | { readonly type: 'compound' | 'gateway' | 'firmware'; readonly name: string }
  | { readonly type: 'building'; readonly name: string; readonly compound?: string };

/** Values at rest that speak for something: the middle one, how many they are, over how long. */
interface Measurements {
  readonly value: number;
  readonly readings: number;
  readonly lasted: Millis;
  /** For this person at this hour, when it is known. */
  readonly usual?: number;
}

/** Why an incident was raised or changed, as data; the screen words it in the reader's language. */
export type Reason =
  | { readonly code: 'pressed' }
  | { readonly code: 'unreadable'; readonly channel: EmergencyChannel; readonly detail: string }
  | { readonly code: 'fall-detected' }
  | { readonly code: 'fall-confirmed' }
  /** Nobody moved or said fine while the fall was being checked. */
  | { readonly code: 'fall-unanswered'; readonly waited: Millis }
  | { readonly code: 'moved-after-fall'; readonly steps?: number }
  /** Without a cause nothing about the band explains it. */
  | ({ readonly code: 'silent'; readonly cause?: SilenceCause } & LastWord)
  | ({ readonly code: 'no-sign-of-life' } & LastWord)
  /** `of` so many in the group that they share; without `shared` of all. */
  | {
      readonly code: 'many-silent';
      readonly bands: number;
      readonly of: number;
      readonly shared?: Shared;
    }
  /** `by` steps: all that could be told by. `usual`: the longest at this hour, from so many days. */
  | {
      readonly code: 'not-moving';
      readonly movedAt: Instant;
      readonly by: 'still' | 'steps';
      readonly usual?: Millis;
      readonly days?: number;
    }
  | { readonly code: 'not-moving-after-fall'; readonly movedAt: Instant }
  /** `usualMinute`: of the day, by which they are up on nine mornings out of ten. */
  | {
      readonly code: 'not-up';
      readonly movedAt: Instant;
      readonly usualMinute?: number;
      readonly days?: number;
    }
  /** On their feet at night from then on, with so many steps, and none after them. */
  | {
      readonly code: 'not-back';
      readonly leftAt: Instant;
      readonly movedAt: Instant;
      readonly steps: number;
    }
  /**
   * Moves, and has not walked since then. `usual`: how long they go without a walk about this time of the
   * day. `raisedBy`: beats per minute above what is usual for them at rest.
   */
  | {
      readonly code: 'no-steps';
      readonly walkedAt: Instant;
      readonly usual?: Millis;
      readonly raisedBy?: number;
    }
  | { readonly code: 'moved-again' }
  | { readonly code: 'heard-again' }
  | { readonly code: 'battery-low'; readonly percent: number }
  /** It will not last through the night. */
  | {
      readonly code: 'battery-dies';
      readonly percent: number;
      /** When it will be flat, at `perHour` percent an hour. */
      readonly flatAt: Instant;
      readonly perHour: number;
    }
  | { readonly code: 'charged' }
  /** It was said to run flat in the night, and did not. */
  | { readonly code: 'battery-lasted'; readonly percent: number }
  /** `lies-still`: it says that it is worn, but has had no pulse and no movement for hours. */
  | {
      readonly code: 'not-worn';
      readonly sign: 'says-so' | 'lies-still';
      /** Since then, within the hours in which people are up. */
      readonly offAt: Instant;
    }
  | { readonly code: 'worn-again' }
  /** Per minute. */
  | ({ readonly code: 'heart-rate-high' } & Measurements)
  | ({ readonly code: 'heart-rate-low' } & Measurements)
  | ({ readonly code: 'heart-rate-unusual' } & Measurements)
  /** `rate`: the lowest that the pacemaker is set to. */
  | ({ readonly code: 'pulse-under-pacemaker'; readonly rate: number } & Measurements)
  /** SpO2, percent. */
  | ({ readonly code: 'oxygen-low' } & Measurements)
  | ({ readonly code: 'oxygen-unusual' } & Measurements)
  /** Beside what is usual, over hours or days: beats per minute, percentage points. */
  | ({ readonly code: 'heart-rate-risen' | 'oxygen-fallen'; readonly by: number } & (
      | { readonly hours: number }
      | { readonly days: number }
    ))
  | { readonly code: 'vitals-back' }
  /** So many of about so many newest readings cannot be true. */
  | { readonly code: 'sensor-not-believed'; readonly bad: number; readonly readings: number }
  | { readonly code: 'sensor-believed' }
  /** Somebody is out; metres from home, and the place in WGS-84. */
  | {
      readonly code: 'out-at-night' | 'left-home' | 'far-away' | 'long-away';
      readonly metres: number;
      readonly outSince: Instant;
      readonly location: Location;
    }
  | { readonly code: 'back-home' }
  /** The band's clock shows so much less (more: negative) than it is. */
  | { readonly code: 'clock-wrong'; readonly by: Millis; readonly wrongSince: Instant }
  | { readonly code: 'clock-right' }
  /** The service itself did not run, or its clock was moved, for so long. */
  | { readonly code: 'deaf'; readonly gap: Millis }
  | { readonly code: 'rule-failed'; readonly detail: string }
  /** Entries of the journal are gone from its end, or are not what was written. */
  | { readonly code: 'record-damaged'; readonly missing: number; readonly damaged: number }
  /** Our own press got stuck there, twice in a row. */
  | { readonly code: 'canary-missed'; readonly stage: CanaryStage }
  | { readonly code: 'canary-back' }
  /** No duty screen is visible and can sound. */
  | { readonly code: 'nobody-listening' }
  | { readonly code: 'somebody-listening' };
