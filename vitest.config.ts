import { configDefaults, defineConfig } from 'vitest/config';
import { COMPILED } from './test/support/compiled.ts';

// Every file of tests is a process of its own or shares one, and many start more of them: together they
// would compile the same modules a thousand times.
process.env.NODE_COMPILE_CACHE ??= COMPILED;

/**
 * Nothing is left behind by these that another file could see, so they share their processes, with all
 * that was loaded and optimised there. One puts counting rules in the place of the real ones.
 */
const SHARING =
  'test/{alerts,broker,dashboard,decide,domain,durable,ingest,registry,simulation,simulator,stories}/**/!(learned).test.ts';

export default defineConfig({
  test: {
    // Real brokers, databases and browsers start inside some of these tests on two cores.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // Many of them wait for what they have started: one more than there are cores, and no more.
    maxWorkers: 3,
    // Where other things run beside it a browser may miss its moment; what fails twice has failed.
    retry: process.env.CI === 'true' ? 1 : 0,
    reporters: ['default'],
    globalSetup: ['test/support/whole-run.ts', 'test/support/one-chromium.ts'],
    projects: [
      { extends: true, test: { name: 'sharing', isolate: false, include: [SHARING] } },
      {
        extends: true,
        test: {
          name: 'alone',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, SHARING],
        },
      },
    ],
  },
});
