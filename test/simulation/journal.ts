// The journal on a simulated disk: commits one after the other, takes its time, may be told no, and
// answers some time after it has become durable. A crash can come before, between and after.
import type {
  HeldVerdict,
  IncidentPage,
  IncidentQuery,
  Journal,
  JournalBatch,
  JournalContents,
  VerdictQuery,
} from '../../alerts/port.ts';
import type { BandId, IncidentId } from '../../domain/ids.ts';
import type { Change } from '../../domain/incident.ts';
import type { TakenMessage } from '../../domain/message.ts';
import { RULES } from '../../domain/verdict.ts';
import type { Disk } from './disk.ts';

/** How the disk behaves at this moment. */
export interface DiskMood {
  /** Milliseconds until a write is durable. */
  latency(): number;
  /** Milliseconds from then until whoever asked hears of it. */
  answer(): number;
  /** No space, or no answer from the medium: what is written now is refused. */
  readonly isFailing: boolean;
}

export interface SimulatedJournalParts {
  readonly disk: Disk;
  readonly mood: DiskMood;
  /** Does work after so many milliseconds, unless the process is gone by then. */
  readonly after: (delay: number, work: () => void) => void;
}

const RECENT_MESSAGES_KEPT = 256;

export function createSimulatedJournal({ disk, mood, after }: SimulatedJournalParts): Journal {
  // One thread owns the file: each call waits for the one before it.
  let last: Promise<unknown> = Promise.resolve();
  const pause = (delay: number) => new Promise<void>((resolve) => after(delay, resolve));
  const inTurn = <Value>(work: () => Promise<Value>): Promise<Value> => {
    const mine = last.then(work);
    last = mine.catch(() => {});
    return mine;
  };
  const answered = async <Value>(value: Value): Promise<Value> => {
    await pause(mood.answer());
    return value;
  };
  return {
    open: () => inTurn(() => answered(contentsOf(disk))),
    async append(batch) {
      const seq = await inTurn(() => commit(batch));
      return answered(seq);
    },
    incident: (id) => inTurn(() => answered(incidentOn(disk, id))),
    incidents: (query) => inTurn(() => answered(pageOf(disk, query))),
    verdicts: (query) => inTurn(() => answered(heldOn(disk, query))),
    close: () => inTurn(async () => {}),
  };

  async function commit(batch: JournalBatch): Promise<number> {
    disk.begin(batch);
    await pause(mood.latency());
    // The batch stays undecided: its pages may have reached the medium although it said no.
    if (mood.isFailing) throw new Error('disk I/O error');
    return disk.write(batch);
  }
}

const incidentOn = (disk: Disk, id: IncidentId) => disk.truth.get(id);

function contentsOf(disk: Disk): JournalContents {
  const open = [...disk.rows.values()].filter((row) => row.isOpen).sort(byOpening);
  return {
    openIncidents: open.flatMap(({ id }) => incidentOn(disk, id) ?? []),
    recentMessages: recentMessages(disk),
    bands: new Map(disk.bands),
    habits: new Map(disk.habits),
    ...(disk.tickAt !== undefined && { tickAt: disk.tickAt }),
    unperformed: disk.changes
      .slice(disk.performedThrough)
      .map(({ seq, body }) => ({ seq, change: JSON.parse(body) as Change })),
  };
}

function recentMessages(disk: Disk): ReadonlyMap<BandId, readonly TakenMessage[]> {
  const result = new Map<BandId, readonly TakenMessage[]>();
  for (const { bandId, channel, key, receivedAt } of disk.arrivals) {
    if (channel !== 'sos' && channel !== 'fall') continue;
    const known = result.get(bandId) ?? [];
    result.set(bandId, [...known, { key, receivedAt }].slice(-RECENT_MESSAGES_KEPT));
  }
  return result;
}

interface Opened {
  readonly openedAt: number;
  readonly id: string;
}
const byOpening = (a: Opened, b: Opened): number =>
  a.openedAt - b.openedAt || (a.id < b.id ? -1 : 1);

function heldOn(disk: Disk, { residentId, at }: VerdictQuery): readonly HeldVerdict[] {
  const said = disk.verdicts.filter((each) => each.residentId === residentId);
  // Sorting keeps the order of writing where two are of the same millisecond.
  said.sort((a, b) => a.verdict.at - b.verdict.at);
  return RULES.flatMap((rule) => {
    const ofRule = said.filter(({ verdict }) => verdict.rule === rule);
    const held = ofRule.findLast(({ verdict }) => verdict.at <= at);
    const next = ofRule.find(({ verdict }) => verdict.at > at)?.verdict;
    return held ? [{ bandId: held.bandId, verdict: held.verdict, ...(next && { next }) }] : [];
  });
}

function pageOf(
  disk: Disk,
  { state, residentId, openedBy, limit, cursor }: IncidentQuery,
): IncidentPage {
  const matching = [...disk.rows.values()]
    .filter((row) => state === 'all' || row.isOpen === (state === 'open'))
    .filter((row) => residentId === undefined || row.residentId === residentId)
    .filter((row) => openedBy === undefined || row.openedAt <= openedBy)
    .sort((a, b) => byOpening(b, a));
  const from = cursor === undefined ? 0 : matching.findIndex(({ id }) => id === cursor) + 1;
  const shown = matching.slice(from, from + limit);
  const last = shown.at(-1);
  return {
    items: shown.flatMap(({ id }) => incidentOn(disk, id) ?? []),
    ...(last && matching.length > from + limit && { next: last.id }),
  };
}
