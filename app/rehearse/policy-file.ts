// A policy from a file: any part of the defaults, changed. Durations are told in seconds under their own
// names with "Seconds", as in {"fall": {"checkSeconds": 30}}; everything else as in domain/policy.ts.
import { DEFAULT_POLICY, type Policy } from '../../domain/policy.ts';
import { seconds } from '../../domain/time.ts';
import { parsed, RecordingError } from './recording.ts';

type Part = Readonly<Record<string, unknown>>;

/** Throws RecordingError for anything that is not a part of a policy. */
export const readPolicy = (text: string): Policy =>
  merged(
    DEFAULT_POLICY as unknown as Part,
    parsed(text, 'the policy'),
    'policy',
  ) as unknown as Policy;

function merged(defaults: Part, given: unknown, where: string): Part {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new RecordingError(`${where}: has to be an object`);
  }
  const result: Record<string, unknown> = { ...defaults };
  for (const [name, value] of Object.entries(given)) {
    const key = name.replace(/Seconds$/, '');
    if (!(key in defaults)) {
      throw new RecordingError(
        `${where}: there is no '${name}'; there are ${Object.keys(defaults).join(', ')}`,
      );
    }
    result[key] = replaced(defaults[key], value, key !== name, `${where}.${name}`);
  }
  return result;
}

function replaced(known: unknown, value: unknown, inSeconds: boolean, where: string): unknown {
  if (typeof known === 'object' && known !== null) return merged(known as Part, value, where);
  if (typeof value !== typeof known) {
    throw new RecordingError(`${where}: has to be a ${typeof known}`);
  }
  if (typeof value === 'number' && !(Number.isFinite(value) && value >= 0)) {
    throw new RecordingError(`${where}: has to be 0 or more`);
  }
  return inSeconds ? seconds(value as number) : value;
}
