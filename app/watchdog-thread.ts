// The thread that looks. It shares nothing with the service but a few numbers in memory, so it goes on
// when the event loop does not. What it has to say it writes to standard output by itself, in the form
// of the log: nobody else may be left to do it.
import { writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { firstSight, look, WATCHED_PARTS, type WatchdogThreadData } from './watchdog-judge.ts';

const { shared, limits } = workerData as WatchdogThreadData;
const cells = new Int32Array(shared);
const counts = (): readonly number[] =>
  WATCHED_PARTS.map((_part, index) => Atomics.load(cells, index));

function say(level: 50 | 60, event: string, fields: object): void {
  const line = JSON.stringify({ level, time: new Date().toISOString(), event, ...fields });
  try {
    writeSync(1, `${line}\n`);
  } catch {
    // Whoever reads our output is stuck as well; the flag and the end remain.
  }
}

let sight = firstSight(counts(), performance.now());
let known = '';

setInterval(() => {
  const seen = look(sight, counts(), performance.now(), limits);
  sight = seen.sight;
  const { stalled, mustEnd } = seen.verdict;
  for (const [index, part] of WATCHED_PARTS.entries()) {
    const isStalled = stalled.some((each) => each.part === part);
    Atomics.store(cells, WATCHED_PARTS.length + index, isStalled ? 1 : 0);
  }
  const parts = stalled.map(({ part }) => part).join(' ');
  if (parts !== known) say(50, parts === '' ? 'moves-again' : 'stalled', { parts });
  known = parts;
  if (!mustEnd) return;
  say(60, 'ended-by-watchdog', {
    parts,
    seconds: Math.round((stalled[0]?.forMillis ?? 0) / 1_000),
  });
  // From a thread nothing gentler is certain to work; what was acknowledged survives it.
  process.kill(process.pid, 'SIGKILL');
}, limits.look);
