import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach } from 'vitest';

/** A folder of the test's own; gone when the test ends. */
export function temporaryFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'lamplight-'));
  afterEach(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A folder that all tests of a file or `describe` share; called where tests are described. */
export function sharedFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'lamplight-'));
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  return path;
}
