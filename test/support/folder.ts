import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';

/** A folder of the test's own, asked for in it or just before; gone when it has ended. */
export function temporaryFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'lamplight-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A folder that all tests of a file or `describe` share; called where tests are described. */
export function sharedFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'lamplight-'));
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  return path;
}
