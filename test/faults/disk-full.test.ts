import { describe } from 'vitest';
import { diskFull, mayMount } from './disk-full.ts';
import { inShort } from './in-short.ts';

if (process.env.CI === 'true' || mayMount()) inShort(diskFull);
else {
  process.stderr.write('skipped: disk full needs root, to mount a small disk\n');
  // biome-ignore lint/suspicious/noSkippedTests: told above, and never where CI=true.
  describe.skip('disk full (needs root, to mount a small disk)', () => {});
}
