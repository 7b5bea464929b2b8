// A rehearsal of two policies over the recorded past, in threads of its own: this one plays the first
// policy and reads the journal, a second one plays the other, so that two cores share the work. Neither
// is ever waited for by anything that has to do with an alarm, and on Linux both yield the processor to
// whoever wants it.
import { constants, setPriority } from 'node:os';
import { parentPort, resourceLimits, Worker, workerData } from 'node:worker_threads';
import { type JournalPast, openJournalPast } from '../../alerts/adapters/journal-past.ts';
import type { Policies } from '../../domain/policy.ts';
import { days, type Instant, instant, millis } from '../../domain/time.ts';
import { openEmbeddedPast } from '../../ingest/adapters/embedded-past.ts';
import { openInfluxPast } from '../../ingest/adapters/influx-past.ts';
import type { PastReadings } from '../../ingest/port.ts';
import type { PolicySet, ReadingsSource, RehearsalJob, RehearsalNews } from './job.ts';
import { absencesIn, actedOn } from './journal-says.ts';
import type { Past } from './past.ts';
import { type Replayed, replay } from './replay.ts';
import { resultOf } from './result.ts';

/** Habits are learned from so much of what was before. */
const LEARNED_FROM = days(14);

const { job, plays } = workerData as {
  readonly job: RehearsalJob;
  /** Which policy; with the first, the second is started from here. */
  readonly plays: 0 | 1;
};

const tell = (news: RehearsalNews): void => parentPort?.postMessage(news);

/** On Linux a priority belongs to a thread; elsewhere it would be the whole service's. */
function yieldToOthers(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(constants.priority.PRIORITY_LOW);
  } catch {
    // Not allowed to: it is one thread among others then, and still keeps nobody waiting.
  }
}

async function play(which: 0 | 1): Promise<Replayed> {
  const readings = openReadings(job.readings);
  const journal = openJournalPast(job.journal);
  try {
    const begin = instant(job.from - LEARNED_FROM);
    let told = 0;
    return await replay({
      past: pastOf(journal, readings, begin),
      policies: policiesOf(job.policies[which]),
      countFrom: job.from,
      playedUntil(at) {
        const percent = Math.floor((100 * (at - begin)) / (job.to - begin));
        if (percent > told) tell({ type: 'progress', percent });
        told = Math.max(told, percent);
      },
    });
  } finally {
    readings.close();
    journal.close();
  }
}

const openReadings = (source: ReadingsSource): PastReadings =>
  source.type === 'embedded' ? openEmbeddedPast(source.path) : openInfluxPast(source.connection);

const pastOf = (journal: JournalPast, readings: PastReadings, begin: Instant): Past => ({
  from: begin,
  to: job.to,
  bands: job.bands,
  places: job.places,
  arrivals: journal.arrivals(begin, job.to),
  absences: absencesIn(journal.incidents(begin, job.to)),
  readings: readings.read(begin, job.to),
});

function policiesOf({ community, people }: PolicySet): Policies {
  const own = new Map(people);
  return {
    community,
    of: (id) => (id === undefined ? community : (own.get(id) ?? community)),
    revision: () => 0,
  };
}

/** The other policy, in a thread of its own. */
function playOther(): Promise<Replayed> {
  const { promise, resolve, reject } = Promise.withResolvers<Replayed>();
  const other = new Worker(new URL(import.meta.url), {
    workerData: { job, plays: 1 },
    resourceLimits,
  });
  other.on('message', (news: RehearsalNews) => {
    if (news.type === 'played') resolve(news.replayed);
  });
  other.on('error', reject);
  other.on('exit', () => reject(new Error('the thread of the second policy has ended')));
  return promise;
}

yieldToOthers();
if (plays === 1) tell({ type: 'played', replayed: await play(1) });
else {
  const [b, a] = await Promise.all([playOther(), play(0)]);
  const journal = openJournalPast(job.journal);
  const real = actedOn(journal.incidents(job.from, job.to));
  journal.close();
  const length = millis(job.to - job.from);
  tell({ type: 'done', result: resultOf({ job, length, a, b, real }) });
}
