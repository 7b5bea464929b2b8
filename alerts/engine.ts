// The only loop with state. Inputs queue; one turn takes all that is queued, lets the core decide each,
// appends everything in one transaction, and only then lets go of who waits and performs what follows.
//
// A heartbeat that changes nothing on record does not wait for a disk: it is stepped at once, unless
// something of the same band is still queued or being appended, which it must not overtake.
import { isCanary } from '../domain/canary.ts';
import type { DeskAction, DeskAnswer } from '../domain/desk.ts';
import type { Degradation } from '../domain/frame.ts';
import type { BandId, IncidentId, ResidentId, StaffName } from '../domain/ids.ts';
import type { Incident } from '../domain/incident.ts';
import type { Deaf, FromBand, FromDesk } from '../domain/input.ts';
import type { Log } from '../domain/log.ts';
import type { Arrival, BandMessage, Garbled } from '../domain/message.ts';
import type { Place } from '../domain/person.ts';
import type { Policies } from '../domain/policy.ts';
import type { Present } from '../domain/present.ts';
import type { Reason } from '../domain/reason.ts';
import { type Clock, type Instant, type Millis, seconds, since } from '../domain/time.ts';
import { EffectOutbox } from './effects.ts';
import type {
  AlertEngine,
  BandLine,
  DutyFeed,
  IncidentQuery,
  Journal,
  JournalDamage,
  Wearing,
  Why,
} from './port.ts';
import { Turn } from './turn.ts';
import { Watchlist } from './watchlist.ts';
import { whyAt, whyNow } from './why.ts';

export interface EngineParts {
  readonly journal: Journal;
  readonly feed: DutyFeed;
  readonly line: BandLine;
  readonly policies: Policies;
  readonly clock: Clock;
  readonly log: Log;
}

/** One thing the loop has to do, and whom to tell when it is on record. */
interface Job {
  /** Undefined: all bands, and the service itself. */
  readonly bandId?: BandId | undefined;
  readonly run: (turn: Turn) => void;
  readonly done: (turn: Turn) => void;
  readonly failed: (error: Error) => void;
}

/** A tick that waited longer than this has nothing more to say. */
const STALE_TICK = seconds(5);

/** So much work between two looks at the event loop. */
const JOBS_PER_TURN = 2_000;

export interface RunningEngine extends AlertEngine {
  /**
   * Opens the journal and takes up where it ended.
   * Resolves with the moment up to which it knows what time has done: the first tick counts from there.
   * @param bands every band in use and who wears it.
   */
  start(bands: Iterable<Wearing>): Promise<Instant>;
  /** Time has passed; called by the ticker once a second. */
  tick(): Promise<void>;
  /** Our own clock jumped, or we did not run, by so much. */
  deaf(gap: Millis): Promise<void>;
  /** Something about the service itself is wrong; told once while it lasts. */
  troubleBegan(reason: Reason): Promise<void>;
  /** What began with `code` is over. Nothing happens when it never began. */
  troubleEnded(code: Reason['code'], reason: Reason): Promise<void>;
  /** Decides all that is queued, then closes the journal. */
  stop(): Promise<void>;
}

export function createAlertEngine(parts: EngineParts): RunningEngine {
  return new Engine(parts);
}

class Engine implements RunningEngine {
  readonly #parts: EngineParts;
  readonly #watchlist: Watchlist;
  readonly #outbox: EffectOutbox;
  #queue: Job[] = [];
  /** Bands with something of their own queued or being appended. */
  #busy = new Map<BandId, number>();
  /** The turn that waits for the disk. */
  #appending: Turn | undefined;
  #running: Promise<void> | undefined;
  #journalFailed = false;
  #ruleFailed = false;

  constructor(parts: EngineParts) {
    this.#parts = parts;
    this.#watchlist = new Watchlist(parts.policies.community);
    this.#outbox = new EffectOutbox(parts.feed, parts.line, parts.log);
  }

  async start(bands: Iterable<Wearing>): Promise<Instant> {
    const { journal, clock, log } = this.#parts;
    const contents = await journal.open();
    const now = clock();
    this.#watchlist.restore(contents, bands, now);
    this.#outbox.resume(contents.unperformed, (id) => this.#watchlist.incident(id));
    const gap = contents.tickAt === undefined ? 0 : now - contents.tickAt;
    log.info('engine-started', { openIncidents: contents.openIncidents.length, gap });
    if (gap > 0) await this.deaf(gap as Millis);
    if (contents.damage) await this.#tellOfDamage(contents.damage);
    return now;
  }

  async #tellOfDamage({ missing, damaged }: JournalDamage): Promise<void> {
    this.#parts.log.error('journal-damaged', { missing, damaged });
    await this.troubleBegan({ code: 'record-damaged', missing, damaged });
  }

  receive(arrival: Arrival, message: BandMessage | Garbled): Promise<void> {
    const input: FromBand = { type: 'message', arrival, message };
    if (arrival.channel === 'heartbeat' && this.#takesAtOnce(input)) return Promise.resolve();
    return this.#enqueue(arrival.bandId, (turn) => turn.takeMessage(input));
  }

  async act(incidentId: IncidentId, by: StaffName, action: DeskAction): Promise<DeskAnswer> {
    // A closed incident is not in memory; the desk may still note on it or open it again.
    const known = this.#watchlist.incident(incidentId) ?? (await this.incident(incidentId));
    if (!known) return { ok: false, refusal: { code: 'not-found' } };
    const input: FromDesk = { type: 'action', incidentId, by, action };
    let answer: DeskAnswer | undefined;
    await this.#enqueue(known.bandId, (turn) => {
      answer = turn.takeAction(input, known);
    });
    return answer ?? { ok: false, refusal: { code: 'not-found' } };
  }

  assign(bandId: BandId, residentId: ResidentId | undefined, place?: Place): Promise<void> {
    return this.#enqueue(bandId, (turn) => turn.assign(bandId, residentId, place));
  }

  locate(bandId: BandId, place: Place): Promise<void> {
    return this.#enqueue(bandId, (turn) => turn.locate(bandId, place));
  }

  retire(bandId: BandId): Promise<void> {
    return this.#enqueue(bandId, (turn) => turn.retire(bandId));
  }

  tick(): Promise<void> {
    const askedAt = this.#parts.clock();
    return this.#enqueue(undefined, (turn) => {
      // Asked for long ago: a later one stands behind it. Or the clock was moved in between, and must
      // not make the bands look silent before the ticker has seen it: it says so before it asks again.
      if (Math.abs(since(askedAt, turn.now)) > STALE_TICK) return;
      turn.takeTick();
    });
  }

  deaf(gap: Millis): Promise<void> {
    const input: Deaf = { type: 'deaf', gap };
    return this.#enqueue(undefined, (turn) => turn.takeDeaf(input));
  }

  troubleBegan(reason: Reason): Promise<void> {
    return this.#enqueue(undefined, (turn) => turn.takeTrouble({ type: 'trouble-began', reason }));
  }

  troubleEnded(code: Reason['code'], reason: Reason): Promise<void> {
    const input = { type: 'trouble-ended', code, reason } as const;
    return this.#enqueue(undefined, (turn) => turn.takeTrouble(input));
  }

  openIncidents(): readonly Incident[] {
    return this.#watchlist.openIncidents().filter((incident) => !isCanary(incident));
  }

  present(bandId: BandId): Present | undefined {
    return this.#watchlist.band(bandId)?.present;
  }

  async incident(id: IncidentId): Promise<Incident | undefined> {
    const known = this.#watchlist.incident(id) ?? (await this.#parts.journal.incident(id));
    return known && isCanary(known) ? undefined : known;
  }

  incidents(query: IncidentQuery) {
    return this.#parts.journal.incidents(query);
  }

  async why(residentId: ResidentId, at?: Instant): Promise<Why> {
    const { journal, clock, policies } = this.#parts;
    const asked = { journal, watchlist: this.#watchlist, residentId };
    return at === undefined ? whyNow(asked, clock(), policies) : whyAt(asked, at);
  }

  degraded(): readonly Degradation[] {
    return [
      ...(this.#journalFailed ? ['journal' as const] : []),
      ...(this.#ruleFailed ? ['rules' as const] : []),
    ];
  }

  async stop(): Promise<void> {
    while (this.#running) await this.#running;
    // A start that follows goes on as if nothing had been; one that cannot have it knows half a minute less.
    await this.#enqueue(undefined, (turn) => turn.remember()).catch(() => {});
    await this.#outbox.settled();
    await this.#parts.journal.close();
  }

  /** True when the heartbeat could be taken without anything to put on record. */
  #takesAtOnce(input: FromBand): boolean {
    const { bandId } = input.arrival;
    // A tick that is only queued decides on what it finds; it does not hold up a heartbeat.
    if (this.#busy.has(bandId) || this.#appending?.touches(bandId)) return false;
    const turn = this.#newTurn();
    turn.takeMessage(input);
    if (!turn.record.isEmpty) return false;
    turn.keep();
    this.#outbox.performNow(turn.effects);
    for (const changed of turn.changedBands) this.#parts.feed.presentChanged(changed);
    return true;
  }

  #newTurn(past?: ReadonlySet<IncidentId>): Turn {
    const { policies, clock } = this.#parts;
    const failed = (detail: string) => this.#noteRuleFailure(detail);
    return new Turn(this.#watchlist, clock(), policies, failed, past);
  }

  #noteRuleFailure(detail: string): void {
    this.#ruleFailed = true;
    this.#parts.log.error('rule-failed', { detail });
  }

  #enqueue(bandId: BandId | undefined, run: (turn: Turn) => void): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#queue.push({ bandId, run, done: () => resolve(), failed: reject });
    if (bandId !== undefined) this.#busy.set(bandId, (this.#busy.get(bandId) ?? 0) + 1);
    this.#running ??= this.#run();
    return promise;
  }

  async #run(): Promise<void> {
    // Let everything that arrived in the same moment join the first transaction.
    await Promise.resolve();
    while (this.#queue.length > 0) {
      const jobs = this.#queue.splice(0, JOBS_PER_TURN);
      await this.#turn(jobs);
      for (const { bandId } of jobs) this.#release(bandId);
    }
    this.#running = undefined;
  }

  #release(bandId: BandId | undefined): void {
    if (bandId === undefined) return;
    const left = (this.#busy.get(bandId) ?? 1) - 1;
    if (left === 0) this.#busy.delete(bandId);
    else this.#busy.set(bandId, left);
  }

  /** Never rejects: what fails is told to those who wait for it. */
  async #turn(jobs: readonly Job[], past: ReadonlySet<IncidentId> = new Set()): Promise<void> {
    const turn = this.#newTurn(past);
    const decided: Job[] = [];
    for (const job of jobs) {
      try {
        job.run(turn);
        decided.push(job);
      } catch (error) {
        job.failed(error instanceof Error ? error : new Error(String(error)));
      }
    }
    try {
      this.#appending = turn;
      const seq = turn.record.isEmpty ? undefined : await this.#append(turn);
      turn.keep();
      this.#appending = undefined;
      this.#outbox.perform(turn, seq);
      for (const bandId of turn.changedBands) this.#parts.feed.presentChanged(bandId);
      for (const job of decided) job.done(turn);
    } catch (error) {
      this.#appending = undefined;
      const known = new Set([...past, ...(await this.#raisedBefore(turn))]);
      if (known.size > past.size) return this.#turn(decided, known);
      const failure = new Error('the journal could not record it', { cause: error });
      for (const job of decided) job.failed(failure);
    }
  }

  /**
   * A press may come again when its band has said so much since that we do not remember it. If what it
   * raised is closed by then, only the journal can tell, by refusing to have it raised twice; and that
   * must not cost the others in the same turn.
   */
  async #raisedBefore(turn: Turn): Promise<ReadonlySet<IncidentId>> {
    const raised = turn.record.changes.filter(({ version }) => version === 1);
    const found = await Promise.all(
      raised.map(({ change }) =>
        this.#parts.journal.incident(change.incidentId).catch(() => undefined),
      ),
    );
    return new Set(found.flatMap((incident) => incident?.id ?? []));
  }

  async #append(turn: Turn): Promise<number> {
    try {
      const seq = await this.#parts.journal.append(
        turn.record.batch(this.#outbox.performedThrough),
      );
      if (this.#journalFailed) this.#parts.log.info('journal-records-again');
      this.#journalFailed = false;
      return seq;
    } catch (error) {
      if (!this.#journalFailed) {
        this.#parts.log.error('journal-failed', { reason: String(error) });
      }
      this.#journalFailed = true;
      throw error;
    }
  }
}
