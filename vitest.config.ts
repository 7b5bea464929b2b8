import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Real brokers, databases and browsers start inside some of these tests on two cores.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // Each file starts services, browsers or load of its own: more at a time starve each other.
    maxWorkers: 2,
    // On a crowded machine a browser may miss its moment; what fails twice has failed. Retries are told.
    retry: process.env.CI === 'true' ? 1 : 0,
    reporters: ['default'],
  },
});
