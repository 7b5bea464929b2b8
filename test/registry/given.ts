// A registry on a real file in a folder of its own, with a clock that a test can move.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { BandId, ResidentId, StaffName } from '../../domain/ids.ts';
import { parseBandId, parseStaffName } from '../../domain/ids.ts';
import { type LogFields, silentLog } from '../../domain/log.ts';
import { type Instant, instant, type Millis, plus } from '../../domain/time.ts';
import type { PasswordCost } from '../../registry/password.ts';
import type { Registry } from '../../registry/port.ts';
import { createRegistry, type RegistryOptions } from '../../registry/registry.ts';

/** The least that argon2 takes: these tests are about sessions, not about the price of guessing. */
export const CHEAP: PasswordCost = { memory: 8, passes: 1, parallelism: 1 };

/** For `expect.poll`: soon, on a machine that has other things to do. */
export const SOON = { timeout: 10_000 };

export const NOON = instant(Date.UTC(2026, 10, 20, 4, 0, 0));

export interface MovableClock {
  (): Instant;
  pass(by: Millis): void;
  set(at: Instant): void;
}

export function movableClock(start: Instant = NOON): MovableClock {
  let now = start;
  return Object.assign(() => now, {
    pass: (by: Millis) => {
      now = plus(now, by);
    },
    set: (at: Instant) => {
      now = at;
    },
  });
}

export const band = (text: string): BandId => {
  const id = parseBandId(text);
  if (!id) throw new Error(`not a band id: ${text}`);
  return id;
};
export const staff = (text: string): StaffName => {
  const name = parseStaffName(text);
  if (!name) throw new Error(`not a staff name: ${text}`);
  return name;
};
export const resident = (text: string): ResidentId => text as ResidentId;

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lamplight-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

interface LoggedLine {
  readonly event: string;
  readonly fields: LogFields;
}

export function rememberingLog() {
  const lines: LoggedLine[] = [];
  const keep = (event: string, fields: LogFields = {}) => void lines.push({ event, fields });
  return { lines, info: keep, warn: keep, error: keep };
}

export async function openRegistry(options: Partial<RegistryOptions> = {}): Promise<{
  registry: Registry;
  path: string;
  clock: MovableClock;
  reopen: () => Promise<Registry>;
}> {
  const clock = movableClock();
  const path = options.path ?? join(temporaryFolder(), 'registry.db');
  const make = () =>
    createRegistry({ path, clock, log: silentLog, passwordCost: CHEAP, ...options });
  let registry = make();
  await registry.open();
  onTestFinished(() => registry.close());
  return {
    registry,
    path,
    clock,
    reopen: async () => {
      await registry.close();
      registry = make();
      await registry.open();
      return registry;
    },
  };
}
