// The proof that the simulation can fail: each of these services is wrong in one way, and is found.
import { describe, expect, it } from 'vitest';
import { runSeed } from './run.ts';
import { MUTANTS } from './sabotage.ts';

/** A fifth of what the normal test runs on the right service; most are found within twenty. */
const SEEDS = 400;

/** The first seed that finds something of that kind; undefined when none does. */
async function firstToFind(mutant: (typeof MUTANTS)[number]): Promise<number | undefined> {
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const { violations } = await runSeed({ seed, sabotage: mutant.sabotage });
    if (violations.some((violation) => mutant.found.test(violation))) return seed;
  }
  return undefined;
}

describe('the simulation finds a service that', () => {
  it.each(MUTANTS)('$name', { timeout: 120_000 }, async (mutant) => {
    const seed = await firstToFind(mutant);
    expect(seed, `not found within ${SEEDS} seeds`).toBeDefined();
  });
});
