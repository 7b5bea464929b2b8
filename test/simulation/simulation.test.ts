// The whole service on a simulated clock, disk and network, two thousand times over, each time with
// other people, other officers and other things that break. A seed that fails prints how to see it
// again; it goes the same way every time.
import { expect, it } from 'vitest';
import { runSeed } from './run.ts';
import { replayOf, runSeeds } from './seeds.ts';

const SEEDS = 2_000;

it(`${SEEDS} lives of the service break no promise`, { timeout: 240_000 }, async () => {
  const failures: string[] = [];
  const sum = await runSeeds(1, SEEDS, ({ seed, violations }) => {
    failures.push(`${replayOf(seed)}\n  ${violations.join('\n  ')}`);
  });
  process.stdout.write(
    `${sum.runs} seeds: ${sum.crashes} crashes, ${sum.acknowledged} calls acknowledged, ` +
      `${sum.incidents} incidents\n`,
  );
  expect(failures).toEqual([]);
  // A storm in which nothing happens would find nothing.
  expect(sum.crashes).toBeGreaterThan(SEEDS);
  expect(sum.acknowledged).toBeGreaterThan(5 * SEEDS);
});

it('a seed goes the same way every time, to the last word', async () => {
  const courseOf = async (seed: number) => {
    const course: string[] = [];
    const result = await runSeed({ seed, verbose: (line) => void course.push(line) });
    return { course, result };
  };
  for (const seed of [7, 4711]) {
    const first = await courseOf(seed);
    expect(first.course.length).toBeGreaterThan(20);
    expect(await courseOf(seed)).toEqual(first);
  }
});
