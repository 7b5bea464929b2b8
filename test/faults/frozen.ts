import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Runs `work` while no thread of the process moves. */
export async function whileFrozen<Value>(pid: number, work: () => Value): Promise<Value> {
  process.kill(pid, 'SIGSTOP');
  while (!isStopped(pid)) await sleep(1);
  try {
    return work();
  } finally {
    process.kill(pid, 'SIGCONT');
  }
}

/** The state follows the name, which is in brackets (proc(5)). */
const isStopped = (pid: number): boolean =>
  readdirSync(`/proc/${pid}/task`).every((thread) =>
    /\) T /.test(readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8')),
  );
