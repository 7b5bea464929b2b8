// Some tests need a program that only Debian has. Without it they are skipped, with one clear line
// that names the package; where CI=true nothing may be skipped, so the line becomes a failure.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe } from 'vitest';

/** Where an installed program is; undefined when it is not. */
export function find(program: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path));
}

/**
 * A `describe` that runs only where `program` is installed.
 * @param debianPackage for the message: what to `apt-get install`.
 */
export function needs(
  debianPackage: string,
  program: string,
): (name: string, tests: (path: string) => void) => void {
  const path = find(program);
  if (path !== undefined) return (name, tests) => describe(name, () => tests(path));
  const message = `needs '${program}': apt-get install ${debianPackage}`;
  if (process.env.CI === 'true') throw new Error(`${message} (CI=true skips nothing)`);
  process.stderr.write(`skipped: ${message}\n`);
  // biome-ignore lint/suspicious/noSkippedTests: told above, and never where CI=true.
  return (name) => describe.skip(`${name} (${message})`, () => {});
}
