// The journal, replayed. It keeps what bands said (arrivals) and what was decided (changes), apart from
// each other; here the one is held against the other. Every press and fall must be in an incident or have
// a reason on record why not, and every entry of a band must have a message it came from. Every incident
// must fold from its changes, without a gap, into what the lists say of it.
import type { DatabaseSync } from 'node:sqlite';
import { isCanary } from '../../domain/canary.ts';
import type { BandId } from '../../domain/ids.ts';
import { type Change, evolveAll, type Incident, isOpen } from '../../domain/incident.ts';
import { createSaid, type Said } from './said.ts';

export interface JournalProof {
  /** Presses and falls on record, the canary's left out. */
  readonly arrivals: number;
  /** Of them, in an incident. */
  readonly inIncidents: number;
  /** Delivered again: the first delivery is in an incident. */
  readonly repeats: number;
  /** A wearer said that all is well when nothing was open. */
  readonly nothingToCancel: number;
  /** A wearer took back a fall that another one had followed. */
  readonly takenBackTooLate: number;
  readonly incidents: number;
  readonly changes: number;
  readonly problems: readonly string[];
}

interface ChangeRow {
  readonly incident_id: string;
  readonly version: number;
  readonly body: string;
}
interface IncidentRow {
  readonly id: string;
  readonly opened_at: number;
  readonly is_open: number;
  readonly resident_id: string | null;
}

/** Reads one state of the file, also while a service writes it. */
export function verifyJournal(db: DatabaseSync): JournalProof {
  db.exec('BEGIN');
  try {
    const problems: string[] = [];
    const listed = new Map<string, IncidentRow>();
    for (const row of db.prepare('SELECT * FROM incidents').iterate()) {
      listed.set(String(row.id), row as unknown as IncidentRow);
    }
    const said = createSaid();
    let [changes, incidents] = [0, 0];
    for (const [id, rows] of timelines(db)) {
      changes += rows.length;
      incidents += 1;
      const incident = folded(id, rows, problems);
      if (incident) compare(incident, listed.get(id), problems);
      if (incident && !isCanary(incident)) said.incident(incident);
      listed.delete(id);
    }
    for (const id of listed.keys()) problems.push(`incident ${id} is listed and has no changes`);
    checkMark(db, problems);
    const proof = heldAgainst(db, said, problems);
    return { ...proof, incidents, changes, problems };
  } finally {
    db.exec('COMMIT');
  }
}

function* timelines(db: DatabaseSync): Generator<readonly [string, readonly ChangeRow[]]> {
  const rows = db.prepare(
    'SELECT incident_id, version, body FROM changes ORDER BY incident_id, version',
  );
  let current: ChangeRow[] = [];
  for (const each of rows.iterate()) {
    const row = each as unknown as ChangeRow;
    const id = current[0]?.incident_id;
    if (id !== undefined && id !== row.incident_id) {
      yield [id, current];
      current = [];
    }
    current.push(row);
  }
  const last = current[0]?.incident_id;
  if (last !== undefined) yield [last, current];
}

function folded(id: string, rows: readonly ChangeRow[], problems: string[]): Incident | undefined {
  const gap = rows.findIndex(({ version }, index) => version !== index + 1);
  if (gap >= 0) problems.push(`incident ${id}: its change ${gap + 1} is missing`);
  try {
    const changes = rows.map(({ body }) => JSON.parse(body) as Change);
    const stray = changes.find(({ incidentId }) => incidentId !== id);
    if (stray) problems.push(`incident ${id} has a change of ${stray.incidentId}`);
    return evolveAll(undefined, changes);
  } catch (error) {
    problems.push(`incident ${id} does not fold: ${(error as Error).message}`);
    return undefined;
  }
}

function compare(incident: Incident, row: IncidentRow | undefined, problems: string[]): void {
  if (!row) {
    problems.push(`incident ${incident.id} is in no list`);
    return;
  }
  const isAsListed =
    row.opened_at === incident.openedAt &&
    (row.is_open === 1) === isOpen(incident) &&
    row.resident_id === (incident.residentId ?? null);
  if (!isAsListed) problems.push(`incident ${incident.id} is listed as something else`);
}

/** Effects cannot have been performed of changes that do not exist. */
function checkMark(db: DatabaseSync, problems: string[]): void {
  const row = db
    .prepare(
      `SELECT value, (SELECT coalesce(max(seq), 0) FROM changes) AS last
       FROM marks WHERE name = 'performed'`,
    )
    .get() as { value: number; last: number } | undefined;
  if (row && row.value > row.last) {
    problems.push(
      `effects are marked as performed up to ${row.value}, but the last change is ${row.last}`,
    );
  }
}

type Held = Pick<
  JournalProof,
  'arrivals' | 'inIncidents' | 'repeats' | 'nothingToCancel' | 'takenBackTooLate'
>;

function heldAgainst(db: DatabaseSync, said: Said, problems: string[]): Held {
  const counts = {
    arrivals: 0,
    'in-incident': 0,
    repeat: 0,
    'nothing-to-cancel': 0,
    'taken-back-too-late': 0,
  };
  const arrivals = db.prepare(
    `SELECT seq, received_at, band_id, channel, key, payload FROM arrivals
     WHERE channel IN ('sos', 'fall') ORDER BY seq`,
  );
  for (const row of arrivals.iterate()) {
    const bandId = String(row.band_id) as BandId;
    if (isCanary({ bandId })) continue;
    counts.arrivals += 1;
    const verdict = said.judge({
      bandId,
      channel: row.channel === 'fall' ? 'fall' : 'sos',
      key: String(row.key),
      receivedAt: Number(row.received_at),
      payload: row.payload as Uint8Array,
    });
    if (verdict === 'lost') {
      problems.push(`arrival ${row.seq} of band ${bandId} (${row.channel}) is in no incident`);
    } else counts[verdict] += 1;
  }
  for (const entry of said.unfounded()) problems.push(entry);
  return {
    arrivals: counts.arrivals,
    inIncidents: counts['in-incident'],
    repeats: counts.repeat,
    nothingToCancel: counts['nothing-to-cancel'],
    takenBackTooLate: counts['taken-back-too-late'],
  };
}
