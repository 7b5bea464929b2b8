// Rehearsals that somebody has asked for on the administrator's page: one at a time, in threads of their
// own, and the last few kept until the service ends.
import { Worker } from 'node:worker_threads';
import type { RehearsalProgress, RehearsalState, Rehearsals } from '../dashboard/rehearsals.ts';
import type { StaffName } from '../domain/ids.ts';
import type { Log } from '../domain/log.ts';
import type { Place, Resident } from '../domain/person.ts';
import type { Clock, Instant } from '../domain/time.ts';
import type { Registry } from '../registry/port.ts';
import type { ReadingsSource, RehearsalJob, RehearsalNews } from './rehearse/job.ts';
import type { PastBand } from './rehearse/past.ts';

/** So many are remembered. */
const KEPT = 10;
/** A thread that needs more has been asked for too much; it ends, and the service does not. */
const MEMORY = { maxOldGenerationSizeMb: 384, maxYoungGenerationSizeMb: 32 };

export interface RehearsalsOptions {
  readonly registry: Pick<Registry, 'bands' | 'residents'>;
  /** Of the journal's file. */
  readonly journal: string;
  readonly readings: ReadingsSource;
  readonly clock: Clock;
  readonly log: Log;
}

interface Running {
  readonly worker: Worker;
  readonly id: string;
}

export interface RunningRehearsals extends Rehearsals {
  stop(): Promise<void>;
}

export function createRehearsals(options: RehearsalsOptions): RunningRehearsals {
  const { registry, journal, readings, clock, log } = options;
  const known = new Map<string, RehearsalState>();
  let running: Running | undefined;
  let made = 0;

  const keep = (state: RehearsalState): void => {
    known.set(state.id, state);
    const [oldest] = known.keys();
    if (known.size > KEPT && oldest !== undefined) known.delete(oldest);
  };

  const run = (job: RehearsalJob, by: StaffName, id: string): void => {
    const startedAt = clock();
    const told = (progress: RehearsalProgress): void => keep({ ...progress, id, by, startedAt });
    const worker = new Worker(new URL('./rehearse/past-thread.ts', import.meta.url), {
      workerData: { job, plays: 0 },
      resourceLimits: MEMORY,
    });
    running = { worker, id };
    told({ state: 'running', percent: 0 });
    const failed = (reason: string): void => {
      if (known.get(id)?.state === 'running') told({ state: 'failed', reason });
    };
    worker.on('message', (news: RehearsalNews) => {
      if (news.type === 'progress') told({ state: 'running', percent: news.percent });
      if (news.type === 'done') told({ state: 'done', result: news.result });
    });
    worker.on('error', (error) => {
      log.warn('rehearsal-failed', { error: error.message });
      failed('The rehearsal could not be carried out; the reason is in the log of the service.');
    });
    worker.on('exit', () => {
      if (running?.id === id) running = undefined;
      failed('The rehearsal was stopped.');
    });
  };

  return {
    async start({ from, to, policies }, by) {
      if (running) return { ok: false, by: known.get(running.id)?.by };
      made += 1;
      const id = `${clock().toString(36)}-${made}`;
      const bands = await bandsOf(registry);
      // Somebody else may have been quicker while the bands were looked up.
      if (running) return { ok: false, by: known.get((running as Running).id)?.by };
      const places = new Map(registry.residents.all().map((each) => [each.id, placeOf(each)]));
      run({ from, to, policies, journal, readings, bands, places }, by, id);
      return { ok: true, rehearsal: known.get(id) as RehearsalState };
    },
    get: (id) => known.get(id),
    async cancel(id) {
      if (running?.id === id) await running.worker.terminate();
    },
    async stop() {
      await running?.worker.terminate();
    },
  };
}

const placeOf = ({ compound, building }: Resident): Place => ({
  ...(compound !== undefined && { compound }),
  ...(building !== undefined && { building }),
});

const bandsOf = ({ bands }: Pick<Registry, 'bands'>): Promise<readonly PastBand[]> =>
  Promise.all(
    bands.all().map(async ({ id, registeredAt, retiredAt }): Promise<PastBand> => {
      const newestFirst = await bands.history(id);
      const worn = newestFirst.toReversed().map(({ residentId, from, to }) => ({
        residentId,
        from,
        ...(to !== undefined && { to: to as Instant }),
      }));
      return { id, registeredAt, worn, ...(retiredAt !== undefined && { retiredAt }) };
    }),
  );
