// What lies on the simulated disk: what was committed, and nothing else. A batch is there as a whole
// or not at all. The two cases in which nobody can say which: the machine stopped in the middle of a
// commit, and a commit that was answered with an error, whose pages a crash may bring back as long as
// nothing was written over them.
//
// `truth` is folded here, change by change as they become durable, apart from all the engine believes.
import type { JournalBatch, RecordedArrival, RecordedVerdict } from '../../alerts/port.ts';
import type { BandId, IncidentId, ResidentId } from '../../domain/ids.ts';
import { type Change, evolve, type Incident, isOpen } from '../../domain/incident.ts';
import type { Instant } from '../../domain/time.ts';
import type { Point } from '../../ingest/port.ts';

export interface WrittenChange {
  readonly seq: number;
  readonly incidentId: IncidentId;
  readonly version: number;
  /** As JSON: what does not survive being written does not survive here either. */
  readonly body: string;
}

interface Row {
  readonly id: IncidentId;
  readonly openedAt: Instant;
  readonly isOpen: boolean;
  readonly residentId: ResidentId | undefined;
}

/** Somebody decided on old news: an engine alone with its journal never does. */
export class VersionConflict extends Error {}

export class Disk {
  readonly changes: WrittenChange[] = [];
  readonly arrivals: RecordedArrival[] = [];
  readonly rows = new Map<IncidentId, Row>();
  readonly bands = new Map<BandId, string>();
  readonly habits = new Map<ResidentId, string>();
  readonly verdicts: RecordedVerdict[] = [];
  tickAt: Instant | undefined;
  performedThrough = 0;
  readonly points: Point[] = [];
  readonly truth = new Map<IncidentId, Incident>();
  /** Told each change as it becomes durable, and the incident as it was before. */
  onWritten: (change: Change, before: Incident | undefined, version: number) => void = () => {};
  readonly #versions = new Set<string>();
  #undecided: JournalBatch | undefined;

  /** Its pages are being written, over whatever was written there and never committed. */
  begin(batch: JournalBatch): void {
    this.#undecided = batch;
  }

  /** All of it, at once. Returns the number of the last change. */
  write(batch: JournalBatch): number {
    this.#undecided = undefined;
    for (const { change, version } of batch.changes) {
      if (this.#versions.has(`${change.incidentId} ${version}`)) {
        throw new VersionConflict(`${change.incidentId} has a change ${version} already`);
      }
    }
    this.arrivals.push(...batch.arrivals);
    for (const { change, version } of batch.changes) this.#writeChange(change, version);
    for (const { id, openedAt, residentId, ...rest } of batch.incidents) {
      this.rows.set(id, { id, openedAt, isOpen: isOpen(rest as Incident), residentId });
    }
    for (const { bandId, state } of batch.checkpoint?.bands ?? []) this.bands.set(bandId, state);
    for (const one of batch.checkpoint?.habits ?? []) this.habits.set(one.residentId, one.habits);
    this.verdicts.push(...(batch.checkpoint?.verdicts ?? []));
    if (batch.checkpoint) this.tickAt = batch.checkpoint.tickAt;
    if (batch.performedThrough) this.performedThrough = batch.performedThrough;
    return this.changes.length;
  }

  /** The machine has stopped: what was undecided is decided. `torn`: for a disk that breaks its word. */
  crash(isThere: boolean, torn = (batch: JournalBatch): JournalBatch => batch): void {
    if (this.#undecided !== undefined && isThere) this.write(torn(this.#undecided));
    this.#undecided = undefined;
  }

  #writeChange(change: Change, version: number): void {
    const { incidentId } = change;
    const body = JSON.stringify(change);
    this.#versions.add(`${incidentId} ${version}`);
    this.changes.push({ seq: this.changes.length + 1, incidentId, version, body });
    const read = JSON.parse(body) as Change;
    const before = this.truth.get(incidentId);
    this.onWritten(read, before, version);
    this.truth.set(incidentId, evolve(before, read));
  }
}
