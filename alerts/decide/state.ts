// What the core remembers between two inputs: of each band, and of the service about itself.
import type { Refusal } from '../../domain/desk.ts';
import type { Effect } from '../../domain/effect.ts';
import type { BandId, ResidentId } from '../../domain/ids.ts';
import {
  type Change,
  evolve,
  type Incident,
  isOpen,
  type Priority,
} from '../../domain/incident.ts';
import type { Line, TakenMessage } from '../../domain/message.ts';
import type { Place } from '../../domain/person.ts';
import type { Policy } from '../../domain/policy.ts';
import type { Present } from '../../domain/present.ts';
import type { Instant } from '../../domain/time.ts';
import { RULES, type RuleName, type Verdict } from '../../domain/verdict.ts';
import { type BandClock, UNKNOWN_CLOCK } from './band-clock.ts';
import { type FallCount, NO_FALLS } from './fall-count.ts';
import { type Habits, NO_HABITS } from './habits.ts';
import { type Memory, NO_MEMORY } from './memory.ts';

/**
 * Emergency messages remembered of each band; a repeat of an older one rings once more, unless the
 * journal knows it for the one that raised an incident.
 */
export const TAKEN_MESSAGES_KEPT = 256;

interface HoldsIncidents {
  /** All that are not closed; a closed one only while the desk is acting on it. */
  readonly incidents: readonly Incident[];
}

export interface BandState extends HoldsIncidents {
  readonly bandId: BandId;
  /** Nobody: the band is known, but its silence means nothing. */
  readonly residentId?: ResidentId;
  /** Since when it is watched for this resident. */
  readonly watchedSince: Instant;
  /** Where its wearer lives: the registry's word. */
  readonly place?: Place;
  /** What it speaks through and runs on, as it last said. */
  readonly line?: Line;
  readonly present: Present;
  /** How far the band's own clock is off. */
  readonly clock: BandClock;
  /** What its falls were worth. */
  readonly falls: FallCount;
  /** What the rules remember of the last hours. */
  readonly memory: Memory;
  /** What is usual for whoever wears it; goes with the person. */
  readonly habits: Habits;
  /** What each rule last said. */
  readonly verdicts: ByRule<Verdict>;
  /** What the desk has closed and what has not ended since. */
  readonly answered: ByRule<Answer>;
  /** Before this, time alone changes nothing that any rule would say. */
  readonly lookAt: Instant;
  readonly taken: readonly TakenMessage[];
}

type ByRule<Said> = { readonly [Name in RuleName]: Said | undefined };

/** All names are there from the beginning, so that what is read for every reading has one shape. */
export const NOTHING_SAID = Object.fromEntries(RULES.map((rule) => [rule, undefined])) as {
  readonly [Name in RuleName]: undefined;
};

interface Answer {
  readonly at: Instant;
  readonly priority: Priority;
}

export type ServiceState = HoldsIncidents;

export interface Step<State> {
  readonly state: State;
  /** To be put on record; what they ask of the world is `respond`'s to say. */
  readonly changes: readonly Change[];
  /** What needs no record: an answer to a repeat. */
  readonly effects: readonly Effect[];
  /** What rules now say otherwise than before. */
  readonly verdicts?: readonly Verdict[];
  /** Why the desk's action was not carried out. */
  readonly refusal?: Refusal;
}

export const newBand = (
  bandId: BandId,
  residentId: ResidentId | undefined,
  now: Instant,
  policy: Policy,
  habits: Habits = NO_HABITS,
): BandState => ({
  bandId,
  ...(residentId !== undefined && { residentId }),
  watchedSince: now,
  present: { connection: 'unheard', cadence: policy.silence.cadence, beats: '', refused: 0 },
  clock: UNKNOWN_CLOCK,
  falls: NO_FALLS,
  memory: NO_MEMORY,
  habits,
  verdicts: NOTHING_SAID,
  answered: NOTHING_SAID,
  lookAt: now,
  taken: [],
  incidents: [],
});

/** Folds changes into the incidents of a state; what is closed afterwards is let go. */
export function withChanges<State extends HoldsIncidents>(
  state: State,
  changes: readonly Change[],
): State {
  if (changes.length === 0) return state;
  const incidents = new Map(state.incidents.map((incident) => [incident.id, incident]));
  for (const change of changes) {
    incidents.set(change.incidentId, evolve(incidents.get(change.incidentId), change));
  }
  return { ...state, incidents: [...incidents.values()].filter(isOpen) };
}
