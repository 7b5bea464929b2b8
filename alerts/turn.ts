// One turn of the engine: decisions taken on a copy, so that nothing is believed that could not be put
// on record. `keep` makes it true once the journal has it; without it the turn never happened.
import type { DeskAnswer } from '../domain/desk.ts';
import type { Effect } from '../domain/effect.ts';
import type { BandId, IncidentId, ResidentId } from '../domain/ids.ts';
import type { Incident } from '../domain/incident.ts';
import type {
  BandInput,
  Deaf,
  FromBand,
  FromDesk,
  ServiceInput,
  Tick,
  TroubleBegan,
  TroubleEnded,
} from '../domain/input.ts';
import { isEmergencyChannel } from '../domain/message.ts';
import type { Place } from '../domain/person.ts';
import type { Policies, Policy } from '../domain/policy.ts';
import { type Instant, minutes, since } from '../domain/time.ts';
import type { Call } from './decide/call.ts';
import { ringAnyway } from './decide/fault.ts';
import type { Habits } from './decide/habits.ts';
import { type OutageWatch, watchOutages } from './decide/outage.ts';
import { incidentRaisedBy, messageKeyOf, remember } from './decide/repeat.ts';
import { stepService } from './decide/service.ts';
import { type BandState, newBand, type ServiceState, type Step } from './decide/state.ts';
import { stepBand } from './decide/step.ts';
import type { RecordedVerdict } from './port.ts';
import { TurnRecord } from './turn-record.ts';
import { toRemember, type Watchlist } from './watchlist.ts';

export class Turn {
  readonly now: Instant;
  readonly #watchlist: Watchlist;
  readonly #policies: Policies;
  readonly #onRuleFailure: (detail: string) => void;
  /** Incidents that are closed and out of mind, but known to be in the journal. */
  readonly #past: ReadonlySet<IncidentId>;
  readonly #bands = new Map<BandId, BandState | undefined>();
  #service: ServiceState;
  #outages: OutageWatch;
  readonly record = new TurnRecord();
  readonly #effects: Effect[] = [];
  readonly #verdicts: RecordedVerdict[] = [];
  readonly changedBands = new Set<BandId>();
  #policyRevision: number | undefined;
  /** Those that are in the checkpoint. */
  readonly #habits = new Map<ResidentId, Habits>();

  constructor(
    watchlist: Watchlist,
    now: Instant,
    policies: Policies,
    onRuleFailure: (detail: string) => void,
    past: ReadonlySet<IncidentId> = new Set(),
  ) {
    this.#past = past;
    this.#watchlist = watchlist;
    this.#service = watchlist.service;
    this.#outages = watchlist.outages;
    this.now = now;
    this.#policies = policies;
    this.#onRuleFailure = onRuleFailure;
  }

  /** Effects that need no record. */
  get effects(): readonly Effect[] {
    return this.#effects;
  }

  /** Whether `keep` will say anything about this band. */
  touches(bandId: BandId): boolean {
    return this.#bands.has(bandId);
  }

  keep(): void {
    for (const [bandId, state] of this.#bands) {
      if (state === undefined) this.#watchlist.remove(bandId);
      else this.#watchlist.set(state);
    }
    this.#watchlist.setService(this.#service);
    this.#watchlist.outages = this.#outages;
    if (this.#policyRevision !== undefined) this.#watchlist.policyRevision = this.#policyRevision;
    for (const incident of this.record.incidents) this.#watchlist.note(incident);
    this.#watchlist.noteVerdicts(this.#verdicts);
    const { checkpoint } = this.record;
    if (checkpoint) this.#watchlist.recorded(checkpoint, this.#habits);
  }

  takeMessage(input: FromBand): void {
    const { arrival, message } = input;
    const state = this.#reminded(
      this.#band(arrival.bandId) ?? this.#stranger(arrival.bandId),
      input,
    );
    // Presses, falls and states of the band are on record whatever the rules make of them.
    if (arrival.channel !== 'heartbeat') {
      const { bandId, channel, receivedAt, payload } = arrival;
      const key = messageKeyOf(arrival, message);
      this.record.arrived({ bandId, channel, receivedAt, key, payload });
    }
    this.changedBands.add(arrival.bandId);
    this.#took(
      state,
      this.#guarded(state, input, () => this.#ringAnyway(state, input)),
    );
  }

  /** @param read the incident when it was last looked up; what has happened to it since counts. */
  takeAction(input: FromDesk, read: Incident): DeskAnswer {
    const known = this.record.incident(read.id) ?? this.#watchlist.latest(read.id) ?? read;
    const { bandId } = known;
    const refusal =
      bandId === undefined
        ? this.#actOnService(input, known)
        : this.#actOnBand(bandId, input, known);
    if (refusal) return { ok: false, refusal };
    return { ok: true, incident: this.record.incident(known.id) ?? known };
  }

  takeTick(): void {
    const { now } = this;
    const bands = this.bands();
    const { community } = this.#policies;
    const told = this.#service.incidents;
    const { watch, news } = watchOutages(this.#outages, bands, told, now, community);
    this.#outages = watch;
    const { outages } = watch;
    const input: Tick = {
      type: 'tick',
      ...(outages.length > 0 && { outages }),
      ...(news.length > 0 && { outageNews: news }),
    };
    const revision = this.#policies.revision(this.now);
    const isOtherPolicy = revision !== this.#watchlist.policyRevision;
    this.#policyRevision = revision;
    for (const each of bands) {
      // What was to be looked at later may be due at once by other numbers.
      const state = isOtherPolicy ? { ...each, lookAt: this.now } : each;
      const step = this.#guarded(state, input);
      if (step.state === state) continue;
      if (step.state.present.connection !== state.present.connection) {
        this.changedBands.add(state.bandId);
      }
      this.#took(state, step);
    }
    this.#tookService(input);
    this.#rememberNowAndThen();
  }

  takeDeaf(input: Deaf): void {
    for (const state of this.bands()) this.#took(state, this.#guarded(state, input));
    this.#tookService(input);
  }

  /** Every band as this turn has left it so far: a later input never decides on an earlier state. */
  bands(): readonly BandState[] {
    const untouched = [...this.#watchlist.bands()].filter(({ bandId }) => !this.#bands.has(bandId));
    return [...untouched, ...[...this.#bands.values()].filter((state) => state !== undefined)];
  }

  takeTrouble(input: TroubleBegan | TroubleEnded): void {
    this.#tookService(input);
  }

  assign(bandId: BandId, residentId: ResidentId | undefined, place?: Place): void {
    const state =
      this.#band(bandId) ?? newBand(bandId, residentId, this.now, this.#policies.community);
    const input = {
      type: 'assigned',
      bandId,
      ...(residentId !== undefined && { residentId }),
    } as const;
    const step = this.#guarded(state, input);
    const habits = this.#habitsOf(residentId) ?? step.state.habits;
    this.#took(state, { ...step, state: { ...step.state, habits, ...(place && { place }) } });
    this.changedBands.add(bandId);
  }

  locate(bandId: BandId, place: Place): void {
    const state = this.#band(bandId);
    if (state) this.#bands.set(bandId, { ...state, place });
  }

  /** What is usual goes with the person; the band they wore until now may have learned it a moment ago. */
  #habitsOf(residentId: ResidentId | undefined): Habits | undefined {
    if (residentId === undefined) return undefined;
    const worn = [...this.#bands.values()].findLast((state) => state?.residentId === residentId);
    return worn?.habits ?? this.#watchlist.habitsOf(residentId);
  }

  retire(bandId: BandId): void {
    const state = this.#band(bandId);
    if (!state) return;
    // What is still open about it must be answered; it is only let go when nothing is.
    if (state.incidents.length === 0) this.#bands.set(bandId, undefined);
    else this.assign(bandId, undefined);
    this.changedBands.add(bandId);
  }

  #policyOf({ residentId }: BandState): Policy {
    return this.#policies.of(residentId, this.now);
  }

  #band(bandId: BandId): BandState | undefined {
    return this.#bands.has(bandId) ? this.#bands.get(bandId) : this.#watchlist.band(bandId);
  }

  /** A band the broker let in but nobody told us of: its press counts all the same. */
  #stranger(bandId: BandId): BandState {
    return newBand(bandId, undefined, this.now, this.#policies.community);
  }

  /** A message that raised an incident long ago is a repeat, though the band's memory has let it go. */
  #reminded(state: BandState, { arrival, message }: FromBand): BandState {
    const { channel } = arrival;
    if (this.#past.size === 0 || !isEmergencyChannel(channel)) return state;
    const raises = incidentRaisedBy(state, channel, arrival, message);
    return this.#past.has(raises) ? remember(state, arrival, message) : state;
  }

  #actOnBand(bandId: BandId, input: FromDesk, known: Incident) {
    const state = this.#band(bandId) ?? this.#stranger(bandId);
    const step = stepBand(withIncident(state, known), input, this.now, this.#policyOf(state));
    // What changed nothing leaves nothing: a closed incident must not stay among those that are open.
    if (step.changes.length > 0) this.#took(withIncident(state, known), step);
    return step.refusal;
  }

  #actOnService(input: FromDesk, known: Incident) {
    const state = withIncident(this.#service, known);
    const step = stepService(state, input, this.now, this.#policies.community);
    if (step.changes.length > 0) {
      this.#service = step.state;
      this.record.changed(state.incidents, step.changes);
    }
    return step.refusal;
  }

  /** A rule that throws must not stop the others: the band stays as it was, and people are told. */
  #guarded(
    state: BandState,
    input: BandInput,
    instead: () => Step<BandState> = () => ({ state, changes: [], effects: [] }),
  ): Step<BandState> {
    try {
      return stepBand(state, input, this.now, this.#policyOf(state));
    } catch (error) {
      this.#tookService({ type: 'rule-failed', detail: this.#failed(error) });
      return instead();
    }
  }

  #ringAnyway(state: BandState, { arrival, message }: FromBand): Step<BandState> {
    if (!isEmergencyChannel(arrival.channel)) return { state, changes: [], effects: [] };
    const call = {
      arrival,
      message: message as Call['message'],
      now: this.now,
      policy: this.#policyOf(state),
    };
    return ringAnyway(state, call, 'see the service log');
  }

  #failed(error: unknown): string {
    const detail = error instanceof Error ? `${error.name} in a rule` : 'a rule failed';
    this.#onRuleFailure(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return detail;
  }

  #tookService(input: ServiceInput): void {
    const before = this.#service;
    const step = stepService(before, input, this.now, this.#policies.community);
    this.#service = step.state;
    this.record.changed(before.incidents, step.changes);
  }

  #took(before: BandState, step: Step<BandState>): void {
    this.#bands.set(step.state.bandId, step.state);
    this.record.changed(before.incidents, step.changes);
    this.#effects.push(...step.effects);
    const { bandId, residentId } = step.state;
    for (const verdict of step.verdicts ?? []) {
      if (residentId !== undefined) this.#verdicts.push({ residentId, bandId, verdict });
    }
  }

  #rememberNowAndThen(): void {
    const { rememberedAt } = this.#watchlist;
    const isDue =
      rememberedAt === undefined || Math.abs(since(rememberedAt, this.now)) >= REMEMBER_EVERY;
    if (isDue) this.remember();
  }

  /** Puts on record what can be lost without harm, as it now is. */
  remember(): void {
    const bands = this.bands();
    for (const [residentId, habits] of this.#watchlist.unrecordedHabits()) {
      this.#habits.set(residentId, habits);
    }
    for (const state of this.#bands.values()) {
      if (state?.residentId !== undefined) this.#habits.set(state.residentId, state.habits);
    }
    this.record.checkpoint = {
      tickAt: this.now,
      bands: bands.map((state) => ({ bandId: state.bandId, state: toRemember(state) })),
      habits: [...this.#habits].map(([residentId, habits]) => ({
        residentId,
        habits: JSON.stringify(habits),
      })),
      verdicts: [...this.#watchlist.unrecordedVerdicts, ...this.#verdicts],
    };
  }
}

/** A restart knows of every band at most this much less than it could. */
const REMEMBER_EVERY = minutes(0.5);

const withIncident = <State extends { readonly incidents: readonly Incident[] }>(
  state: State,
  incident: Incident,
): State =>
  state.incidents.some(({ id }) => id === incident.id)
    ? state
    : { ...state, incidents: [...state.incidents, incident] };
