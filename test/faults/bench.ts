import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDice, roll } from '../../simulator/dice.ts';
import { startService } from '../support/service.ts';
import type { Bench } from './scenario.ts';

/** Works with a bench, and clears it away whatever `work` comes to. */
export async function onBench<Value>(
  { seed, isLong }: Pick<Bench, 'seed' | 'isLong'>,
  work: (bench: Bench) => Promise<Value>,
): Promise<Value> {
  const closings: (() => void | Promise<void>)[] = [];
  const dice = makeDice(seed);
  let throws = 0;
  const bench: Bench = {
    seed,
    isLong,
    random: () => roll(dice, throws++),
    folder() {
      const path = mkdtempSync(join(tmpdir(), 'lamplight-fault-'));
      closings.push(() => rmSync(path, { recursive: true, force: true }));
      return path;
    },
    async start(dataDir, settings, how) {
      const service = await startService(dataDir, settings, how);
      closings.push(() => service.kill());
      return service;
    },
    onEnd: (close) => void closings.push(close),
  };
  try {
    return await work(bench);
  } finally {
    for (let close = closings.pop(); close; close = closings.pop()) await close();
  }
}
