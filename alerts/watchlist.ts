// All bands that are watched, with what the core remembers of each, and the service's own incidents.
import type { BandId, IncidentId, ResidentId } from '../domain/ids.ts';
import { type Incident, isOpen } from '../domain/incident.ts';
import type { Place } from '../domain/person.ts';
import type { Policy } from '../domain/policy.ts';
import type { Instant } from '../domain/time.ts';
import { type Habits, NO_HABITS } from './decide/habits.ts';
import { NO_MEMORY } from './decide/memory.ts';
import { NO_OUTAGES, type OutageWatch } from './decide/outage.ts';
import { type BandState, NOTHING_SAID, newBand, type ServiceState } from './decide/state.ts';
import type { Checkpoint, JournalContents, RecordedVerdict, Wearing } from './port.ts';

/** What of a band's state is kept in the checkpoint: all but what the journal knows anyway. */
type Remembered = Pick<
  BandState,
  | 'residentId'
  | 'watchedSince'
  | 'line'
  | 'present'
  | 'clock'
  | 'falls'
  | 'memory'
  | 'verdicts'
  | 'answered'
>;

/** Far more than are closed between a look into the journal and the turn after it. */
const CLOSED_KEPT = 500;

export class Watchlist {
  readonly #policy: Policy;
  readonly #bands = new Map<BandId, BandState>();
  #service: ServiceState = { incidents: [] };
  readonly #closed = new Map<IncidentId, Incident>();
  /** What is usual for each person, whichever band they wear; and what of it is on record. */
  readonly #habits = new Map<ResidentId, Habits>();
  readonly #recordedHabits = new Map<ResidentId, Habits>();
  #unrecordedVerdicts: RecordedVerdict[] = [];
  /** When the states of all bands were last put on record. */
  rememberedAt: Instant | undefined;
  /** Many bands that are silent at once, as of the last tick. */
  outages: OutageWatch = NO_OUTAGES;
  /** By which policies all bands were last looked at. */
  policyRevision: number | undefined;

  constructor(policy: Policy) {
    this.#policy = policy;
  }

  /** @param bands every band in use, and who wears it: the registry's word, not the journal's. */
  restore(contents: JournalContents, bands: Iterable<Wearing>, now: Instant): void {
    for (const [residentId, text] of contents.habits) {
      const kept = read<Habits>(text);
      if (kept === undefined) continue;
      const habits = filled(kept, NO_HABITS);
      this.#habits.set(residentId, habits);
      this.#recordedHabits.set(residentId, habits);
    }
    const wearers = new Map<BandId, readonly [ResidentId | undefined, Place | undefined]>();
    for (const [bandId, residentId, place] of bands) wearers.set(bandId, [residentId, place]);
    const open = Map.groupBy(contents.openIncidents, ({ bandId }) => bandId);
    // A retired band keeps what is still open about it.
    for (const bandId of open.keys()) {
      if (bandId !== undefined && !wearers.has(bandId)) wearers.set(bandId, [undefined, undefined]);
    }
    for (const [bandId, [residentId, place]] of wearers) {
      const fresh = newBand(bandId, residentId, now, this.#policy, this.habitsOf(residentId));
      const kept = read<Remembered>(contents.bands.get(bandId));
      this.#bands.set(bandId, {
        ...fresh,
        ...(place && { place }),
        ...(kept !== undefined && kept.residentId === residentId && complete(kept)),
        taken: contents.recentMessages.get(bandId) ?? [],
        incidents: open.get(bandId) ?? [],
      });
    }
    this.#service = { incidents: open.get(undefined) ?? [] };
  }

  band(bandId: BandId): BandState | undefined {
    return this.#bands.get(bandId);
  }

  bands(): Iterable<BandState> {
    return this.#bands.values();
  }

  get service(): ServiceState {
    return this.#service;
  }

  set(state: BandState): void {
    this.#bands.set(state.bandId, state);
    if (state.residentId !== undefined) this.#habits.set(state.residentId, state.habits);
  }

  /** What is usual for a person; undefined while nothing is known. */
  habitsOf(residentId: ResidentId | undefined): Habits | undefined {
    return residentId === undefined ? undefined : this.#habits.get(residentId);
  }

  /** What has been learned of people and is not on record, of those who wear no band now, too. */
  *unrecordedHabits(): Generator<readonly [ResidentId, Habits]> {
    for (const [residentId, habits] of this.#habits) {
      if (this.#recordedHabits.get(residentId) !== habits) yield [residentId, habits];
    }
  }

  /** What rules have said otherwise; on record with the next checkpoint. */
  get unrecordedVerdicts(): readonly RecordedVerdict[] {
    return this.#unrecordedVerdicts;
  }

  noteVerdicts(verdicts: readonly RecordedVerdict[]): void {
    for (const verdict of verdicts) this.#unrecordedVerdicts.push(verdict);
  }

  /** A checkpoint is on record. What was learned and said while it was written is in the next one. */
  recorded({ tickAt, verdicts }: Checkpoint, habits: ReadonlyMap<ResidentId, Habits>): void {
    this.rememberedAt = tickAt;
    for (const [residentId, each] of habits) this.#recordedHabits.set(residentId, each);
    const recorded = new Set(verdicts);
    this.#unrecordedVerdicts = this.#unrecordedVerdicts.filter((each) => !recorded.has(each));
  }

  setService(state: ServiceState): void {
    this.#service = state;
  }

  remove(bandId: BandId): void {
    this.#bands.delete(bandId);
  }

  /**
   * Puts down what has become of an incident. The newest closed ones stay known for a while: whoever
   * has looked one up in the journal may act on it when it has already changed again.
   */
  note(incident: Incident): void {
    this.#closed.delete(incident.id);
    if (isOpen(incident)) return;
    this.#closed.set(incident.id, incident);
    const [oldest] = this.#closed.keys();
    if (this.#closed.size > CLOSED_KEPT && oldest !== undefined) this.#closed.delete(oldest);
  }

  /** An incident as it now is; undefined when nothing has happened to it for long. */
  latest(id: IncidentId): Incident | undefined {
    return this.incident(id) ?? this.#closed.get(id);
  }

  /** An incident that is not closed. */
  incident(id: IncidentId): Incident | undefined {
    return this.openIncidents().find((incident) => incident.id === id);
  }

  openIncidents(): readonly Incident[] {
    const result: Incident[] = [...this.#service.incidents];
    for (const { incidents } of this.#bands.values()) {
      if (incidents.length > 0) result.push(...incidents);
    }
    return result;
  }
}

/** What was written down before a rule had something to remember has no place for it. */
const complete = (kept: Remembered): Remembered => ({
  ...kept,
  memory: filled(kept.memory, NO_MEMORY),
  verdicts: { ...NOTHING_SAID, ...kept.verdicts },
  answered: { ...NOTHING_SAID, ...kept.answered },
});

type Part = Readonly<Record<string, unknown>>;
const isPart = (value: unknown): value is Part =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What is kept, and where it has no place for something, at whatever depth, how that begins. */
function filled<Kept>(kept: Kept, begins: Kept): Kept {
  if (!isPart(kept) || !isPart(begins)) return kept ?? begins;
  const parts = Object.entries(begins).map(([key, part]) => [key, filled(kept[key], part)]);
  return { ...kept, ...Object.fromEntries(parts) };
}

/** A checkpoint that cannot be read is worth nothing and costs nothing: the band starts afresh. */
function read<Value>(text: string | undefined): Value | undefined {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as Value;
  } catch {
    return undefined;
  }
}

export function toRemember(state: BandState): string {
  const { residentId, watchedSince, line, present, clock, falls, memory, verdicts, answered } =
    state;
  const kept: Remembered = {
    ...(residentId !== undefined && { residentId }),
    ...(line && { line }),
    ...{ watchedSince, present, clock, falls, memory, verdicts, answered },
  };
  return JSON.stringify(kept);
}
