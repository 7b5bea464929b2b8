// A policy from a file: any part of the defaults, changed. Durations are told in seconds under their own
// names with "Seconds", as in {"fall": {"checkSeconds": 30}}; everything else as in domain/policy.ts.
import { DEFAULT_POLICY, type Policy } from '../../domain/policy.ts';
import { changed, type PolicyScope, readChanges } from '../../domain/policy-changes.ts';
import { parsed, RecordingError } from './recording.ts';

/** Throws RecordingError for anything that is not a part of a policy. */
export const readPolicy = (text: string): Policy =>
  policyFrom(parsed(text, 'the policy'), DEFAULT_POLICY, 'policy');

/** @param where in what the value stands, for the sentence that says what is wrong with it. */
export function policyFrom(
  value: unknown,
  over: Policy,
  where: string,
  scope: PolicyScope = 'recording',
): Policy {
  const read = readChanges(value, scope, over);
  if (read.ok) return changed(over, read.changes);
  const sentences = read.faults.map(({ field, message }) => {
    const place = message.en.startsWith('there is no') ? field.split('.').slice(0, -1) : [field];
    return `${[where, ...place].filter(Boolean).join('.')}: ${message.en}`;
  });
  throw new RecordingError(sentences.join('; '));
}
