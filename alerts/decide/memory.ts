// What the rules remember of the last hours of a wearer: one slice a rule, folded from the readings in
// the order in which they were true. Small: it is written down twice a minute for every band.
import type { Millis } from '../../domain/time.ts';
import type { Moment } from './moment.ts';
import type { Sample } from './sample.ts';

// biome-ignore lint/complexity/noBannedTypes: slices come with the rules that need them.
export type Memory = {};

export const NO_MEMORY: Memory = {};

export function remembering(memory: Memory, _samples: readonly Sample[], _moment: Moment): Memory {
  return memory;
}

/** After our own absence: what we did not hear is no evidence of anything. */
export const forgiving = (memory: Memory, _gap: Millis, _moment: Moment): Memory => memory;
