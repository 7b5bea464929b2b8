// Before the first test and after the last: everything a run puts down is in one folder, and gone with it,
// also what a killed service, a test that failed, or Chromium has left.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'lamplight-tests-'));
  // The processes in which tests run are started later, and inherit it.
  process.env.TMPDIR = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
