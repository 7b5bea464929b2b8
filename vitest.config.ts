import { defineConfig } from 'vitest/config';
import { COMPILED } from './test/support/compiled.ts';

// Every file of tests is a process of its own, and many start more of them: together they would compile
// the same modules a thousand times.
process.env.NODE_COMPILE_CACHE ??= COMPILED;

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Real brokers, databases and browsers start inside some of these tests on two cores.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // Many of them wait for what they have started: one more than there are cores, and no more.
    maxWorkers: 3,
    // On a crowded machine a browser may miss its moment; what fails twice has failed. Retries are told.
    retry: process.env.CI === 'true' ? 1 : 0,
    reporters: ['default'],
  },
});
