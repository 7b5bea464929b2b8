// Which bands a simulation runs: those of a file with their secrets, or as many invented ones as
// asked for.
import { readFile } from 'node:fs/promises';
import { type BandId, parseBandId } from '../domain/ids.ts';

export interface Credentials {
  readonly id: BandId;
  readonly secret: string;
}

/** @throws Error a sentence for whoever typed the command. */
export async function readCredentials(file: string): Promise<readonly Credentials[]> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new Error(`--bands: ${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
  if (!Array.isArray(value) || value.length === 0) {
    throw new Error(`--bands: ${file} must hold a JSON array of {"id", "secret"}`);
  }
  const bands = value.map((entry, nth) => credentials(entry, nth, file));
  const twice = bands.find(({ id }, nth) => bands.findIndex((other) => other.id === id) !== nth);
  if (twice) throw new Error(`--bands: ${file} names '${twice.id}' twice`);
  return bands;
}

function credentials(entry: unknown, nth: number, file: string): Credentials {
  const { id, secret } = (entry ?? {}) as { readonly id?: unknown; readonly secret?: unknown };
  const bandId = parseBandId(id);
  if (bandId === undefined || typeof secret !== 'string' || secret === '') {
    throw new Error(
      `--bands: ${file}: entry ${nth + 1} needs an "id" of letters, digits, - and _, and a "secret"`,
    );
  }
  return { id: bandId, secret };
}

export const inventCredentials = (count: number, secret: string): readonly Credentials[] =>
  Array.from({ length: count }, (_, nth) => ({
    id: `sim-${String(nth + 1).padStart(4, '0')}` as BandId,
    secret,
  }));
