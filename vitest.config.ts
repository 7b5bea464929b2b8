import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Real brokers, databases and browsers start inside some of these tests on two cores.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // More than there are cores: much of the time is spent waiting for a service, a browser or a clock.
    maxWorkers: 3,
    reporters: ['default'],
  },
});
