// The registry after its file was damaged while the service was down: it never forgets everybody in silence.
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Log, silentLog } from '../../domain/log.ts';
import { instant } from '../../domain/time.ts';
import { createRegistry } from '../../registry/registry.ts';
import { temporaryFolder } from '../support/folder.ts';

const clock = () => instant(1_790_000_000_000);

async function registryOf(...names: readonly string[]): Promise<string> {
  const path = join(temporaryFolder(), 'registry.db');
  const registry = createRegistry({ path, clock, log: silentLog });
  await registry.open();
  for (const name of names) await registry.residents.add({ name });
  await registry.close();
  return path;
}

async function open(path: string, log: Log = silentLog) {
  const registry = createRegistry({ path, clock, log });
  await registry.open();
  const names = registry.residents.all().map(({ name }) => name);
  await registry.close();
  return names;
}

it('an emptied registry is not taken for a new one', async () => {
  const path = await registryOf('林秀华', '王桂英');
  truncateSync(path, 0);
  await expect(open(path)).rejects.toThrow(/registry\.db \(the registry\) is empty.*restore/);
});

it('a registry of which a part is gone says how much', async () => {
  const path = await registryOf('林秀华', '王桂英');
  const earlier = await registryOf('林秀华');
  writeFileSync(path, readFileSync(earlier));
  const said: unknown[] = [];
  const error: Log['error'] = (event, fields) => void said.push({ event, ...fields });
  expect(await open(path, { ...silentLog, error })).toEqual(['林秀华']);
  expect(said).toMatchObject([{ event: 'registry-damaged' }]);
});

it('an entry nobody can read is a sentence, not a stack', async () => {
  const path = await registryOf('林秀华');
  const bytes = readFileSync(path, 'latin1');
  expect(bytes).toContain('{"name"');
  writeFileSync(path, bytes.replace('{"name"', '{~name"'), 'latin1');
  await expect(open(path)).rejects.toThrow(/registry\.db \(the registry\) is damaged.*restore/);
});
