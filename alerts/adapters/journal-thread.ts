// The thread that writes the journal. One call of `append` is one transaction: when it answers, all of
// it survives a power cut.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { BandId, IncidentId, ResidentId } from '../../domain/ids.ts';
import { type Change, evolveAll, type Incident } from '../../domain/incident.ts';
import type { MessageKey, TakenMessage } from '../../domain/message.ts';
import type { Instant } from '../../domain/time.ts';
import { type HighWater, openHighWater } from '../../durable/high-water.ts';
import { emptied, openDurable, transaction } from '../../durable/sqlite.ts';
import { serve, threadData } from '../../durable/thread.ts';
import { TAKEN_MESSAGES_KEPT } from '../decide/state.ts';
import type {
  Checkpoint,
  HeldVerdict,
  IncidentPage,
  IncidentQuery,
  JournalBatch,
  JournalContents,
  VerdictQuery,
} from '../port.ts';
import {
  arrivalChecksum,
  changeChecksum,
  damagedEntries,
  incidentChecksum,
  isIntact,
  misfiledIncidents,
} from './journal-proof.ts';
import {
  forgetCanary,
  forgetStatus,
  forgetVerdicts,
  NOT_CANARY,
  type Walk,
} from './journal-retention.ts';
import { type IncidentRow, rowOf } from './journal-row.ts';
import { journalFile } from './journal-schema.ts';
import { heldVerdicts } from './journal-verdicts.ts';

interface WrittenChange {
  readonly incidentId: IncidentId;
  readonly version: number;
  /** The change as JSON. */
  readonly body: string;
}

export type WrittenBatch = Omit<JournalBatch, 'changes' | 'incidents'> & {
  readonly changes: readonly WrittenChange[];
  readonly incidents: readonly IncidentRow[];
};

export type JournalHandlers = {
  open(): JournalContents;
  append(batch: WrittenBatch): number;
  incident(id: IncidentId): Incident | undefined;
  incidents(query: IncidentQuery): IncidentPage;
  verdicts(query: VerdictQuery): readonly HeldVerdict[];
  /** Answers when it is this call's turn. */
  answer(): void;
  forgetCanary(before: Instant, limit: number): number;
  forgetStatus(before: Instant, walk: Walk): number | undefined;
  forgetVerdicts(before: Instant, walk: Walk): number | undefined;
  close(): void;
};

let db: DatabaseSync;
let insert: ReturnType<typeof prepare>;
let highWater: HighWater;

function prepare(database: DatabaseSync) {
  const statement = (sql: string): StatementSync => database.prepare(sql);
  return {
    arrival: statement(
      `INSERT INTO arrivals (received_at, band_id, channel, key, payload, checksum)
       VALUES (?, ?, ?, ?, ?, ?)`,
    ),
    change: statement(
      'INSERT INTO changes (incident_id, version, body, checksum) VALUES (?, ?, ?, ?)',
    ),
    incident: statement(
      `INSERT INTO incidents (id, opened_at, is_open, resident_id, checksum) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET opened_at = excluded.opened_at, is_open = excluded.is_open,
         resident_id = excluded.resident_id, checksum = excluded.checksum`,
    ),
    band: statement(
      `INSERT INTO bands (band_id, state) VALUES (?, ?)
       ON CONFLICT (band_id) DO UPDATE SET state = excluded.state`,
    ),
    habits: statement(
      `INSERT INTO habits (resident_id, habits) VALUES (?, ?)
       ON CONFLICT (resident_id) DO UPDATE SET habits = excluded.habits`,
    ),
    verdict: statement(
      `INSERT INTO verdicts (resident_id, band_id, rule, at, code, facts)
       VALUES (?, ?, ?, ?, ?, ?)`,
    ),
    mark: statement(
      `INSERT INTO marks (name, value) VALUES (?, ?)
       ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    ),
    lastSeq: statement('SELECT coalesce(max(seq), 0) AS seq FROM changes'),
    lastArrival: statement('SELECT coalesce(max(seq), 0) AS seq FROM arrivals'),
    timeline: statement('SELECT * FROM changes WHERE incident_id = ? ORDER BY version'),
  };
}

serve({
  open() {
    const file = journalFile(threadData<string>());
    db = openDurable(file);
    insert = prepare(db);
    highWater = openHighWater(file.path);
    const { known = 0 } = highWater;
    if (known > 0 && held() === 0) throw emptied(file, known);
    const damage = { missing: Math.max(0, known - held()), damaged: damagedEntries(db) };
    transaction(db, refile);
    return { ...contents(), ...(damage.missing + damage.damaged > 0 && { damage }) };
  },
  append: (batch: WrittenBatch) => noted(transaction(db, () => write(batch))),
  incident: (id: IncidentId) => incidentOf(id),
  incidents: (query: IncidentQuery) => page(query),
  verdicts: (query: VerdictQuery) => heldVerdicts(db, query),
  answer: () => {},
  forgetCanary: (before: Instant, limit: number) =>
    transaction(db, () => forgetCanary(db, before, limit)),
  forgetStatus: (before: Instant, walk: Walk) =>
    transaction(db, () => forgetStatus(db, before, walk)),
  forgetVerdicts: (before: Instant, walk: Walk) =>
    transaction(db, () => forgetVerdicts(db, before, walk)),
  close() {
    highWater.close();
    db.close();
  },
} satisfies JournalHandlers);

function write(batch: WrittenBatch): number {
  for (const { receivedAt, bandId, channel, key, payload } of batch.arrivals) {
    const row = { received_at: receivedAt, band_id: bandId, channel, key, payload };
    insert.arrival.run(receivedAt, bandId, channel, key, payload, arrivalChecksum(row));
  }
  for (const { incidentId, version, body } of batch.changes) {
    const checksum = changeChecksum({ incident_id: incidentId, version, body });
    insert.change.run(incidentId, version, body, checksum);
  }
  for (const row of batch.incidents) list(row);
  if (batch.checkpoint) keep(batch.checkpoint);
  if (batch.performedThrough) insert.mark.run('performed', batch.performedThrough);
  return (insert.lastSeq.get() as { seq: number }).seq;
}

function keep({ tickAt, bands, habits, verdicts }: Checkpoint): void {
  for (const { bandId, state } of bands) insert.band.run(bandId, state);
  for (const one of habits) insert.habits.run(one.residentId, one.habits);
  for (const { residentId, bandId, verdict } of verdicts) {
    const { rule, at, code, facts } = verdict;
    insert.verdict.run(residentId, bandId, rule, at, code, JSON.stringify(facts));
  }
  insert.mark.run('tick', tickAt);
}

function list({ id, openedAt, isOpen, residentId }: IncidentRow): void {
  const row = { id, opened_at: openedAt, is_open: isOpen ? 1 : 0, resident_id: residentId };
  insert.incident.run(id, openedAt, row.is_open, residentId, incidentChecksum(row));
}

/** What is durable will be missed when it is gone. */
function noted(seq: number): number {
  highWater.note(held());
  return seq;
}

/** Entries there are, and rising: the newest of a table is never deleted. */
const held = (): number =>
  Number(insert.lastSeq.get()?.seq ?? 0) + Number(insert.lastArrival.get()?.seq ?? 0);

/** Lists anew what the list does not say as it was written. */
function refile(): void {
  for (const id of misfiledIncidents(db)) {
    const incident = incidentOf(id);
    if (incident) list(rowOf(incident));
  }
}

interface ChangeRow {
  readonly incident_id: string;
  readonly version: number;
  readonly body: string;
  readonly checksum: number | null;
}

/** Undefined also when the change that began it is damaged: without that one it cannot be told. */
function incidentOf(id: IncidentId): Incident | undefined {
  const rows = insert.timeline.all(id) as unknown as ChangeRow[];
  const changes = rows.filter((row) => isIntact(row, changeChecksum)).map(changeIn);
  return changes[0]?.type === 'raised' ? evolveAll(undefined, changes) : undefined;
}

const changeIn = ({ body }: { readonly body: string }): Change => JSON.parse(body) as Change;

function contents(): Omit<JournalContents, 'damage'> {
  const tickAt = mark('tick');
  return {
    openIncidents: ids('SELECT id FROM incidents WHERE is_open = 1').flatMap(
      (id) => incidentOf(id) ?? [],
    ),
    recentMessages: recentMessages(),
    bands: texts<BandId>('SELECT band_id AS id, state AS text FROM bands'),
    habits: texts<ResidentId>('SELECT resident_id AS id, habits AS text FROM habits'),
    ...(tickAt !== undefined && { tickAt: tickAt as Instant }),
    unperformed: unperformed(mark('performed') ?? 0),
  };
}

function texts<Id extends string>(sql: string): ReadonlyMap<Id, string> {
  const rows = db.prepare(sql).all() as unknown as { readonly id: Id; readonly text: string }[];
  return new Map(rows.map(({ id, text }) => [id, text]));
}

const ids = (sql: string): IncidentId[] =>
  (db.prepare(sql).all() as { id: IncidentId }[]).map(({ id }) => id);

function mark(name: string): number | undefined {
  const row = db.prepare('SELECT value FROM marks WHERE name = ?').get(name);
  return (row as { value: number } | undefined)?.value;
}

function recentMessages(): ReadonlyMap<BandId, readonly TakenMessage[]> {
  const rows = db
    .prepare(
      `SELECT band_id, key, received_at FROM (
         SELECT band_id, key, received_at, seq,
                row_number() OVER (PARTITION BY band_id ORDER BY seq DESC) AS age
         FROM arrivals WHERE channel IN ('sos', 'fall')
       ) WHERE age <= ? ORDER BY seq`,
    )
    .all(TAKEN_MESSAGES_KEPT) as { band_id: BandId; key: MessageKey; received_at: Instant }[];
  const result = new Map<BandId, TakenMessage[]>();
  for (const { band_id, key, received_at } of rows) {
    const known = result.get(band_id) ?? [];
    known.push({ key, receivedAt: received_at });
    result.set(band_id, known);
  }
  return result;
}

function unperformed(after: number): JournalContents['unperformed'] {
  const rows = db.prepare('SELECT * FROM changes WHERE seq > ? ORDER BY seq').all(after);
  return (rows as unknown as (ChangeRow & { seq: number })[])
    .filter((row) => isIntact(row, changeChecksum))
    .map((row) => ({ seq: row.seq, change: changeIn(row) }));
}

/** The cursor is the last row of the page before: when it was opened, and its id for equal moments. */
function page({ state, residentId, openedBy, limit, cursor }: IncidentQuery): IncidentPage {
  const [beforeAt, beforeId] = readCursor(cursor);
  const where = [
    '(opened_at, id) < (?, ?)',
    NOT_CANARY,
    ...(state === 'all' ? [] : [`is_open = ${state === 'open' ? 1 : 0}`]),
    ...(residentId === undefined ? [] : ['resident_id = ?']),
    ...(openedBy === undefined ? [] : ['opened_at <= ?']),
  ];
  const rows = db
    .prepare(
      `SELECT id, opened_at FROM incidents WHERE ${where.join(' AND ')}
       ORDER BY opened_at DESC, id DESC LIMIT ?`,
    )
    .all(
      beforeAt,
      beforeId,
      ...(residentId === undefined ? [] : [residentId]),
      ...(openedBy === undefined ? [] : [openedBy]),
      limit + 1,
    ) as unknown as { id: IncidentId; opened_at: number }[];
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    items: shown.flatMap(({ id }) => incidentOf(id) ?? []),
    ...(last && { next: `${last.opened_at}_${last.id}` }),
  };
}

const CURSOR = /^(\d{1,16})_([A-Za-z0-9_.~-]+)$/;

/** Anything that is no cursor of ours starts from the newest. */
function readCursor(cursor: string | undefined): readonly [number, string] {
  const parts = CURSOR.exec(cursor ?? '');
  return parts ? [Number(parts[1]), parts[2] ?? ''] : [Number.MAX_SAFE_INTEGER, ''];
}
