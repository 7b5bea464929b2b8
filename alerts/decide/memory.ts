// What the rules remember of the last hours of a wearer: one slice a rule, folded from the readings in
// the order in which they were true. Small: it is written down twice a minute for every band.
import type { Millis } from '../../domain/time.ts';
import { type ContactMemory, NO_CONTACT, withContact } from './memory/contact.ts';
import {
  type DischargeMemory,
  forgivenDischarge,
  NO_DISCHARGE,
  withDischarge,
} from './memory/discharge.ts';
import { forgivenWearing, NO_WEARING, type WearingMemory, withWearing } from './memory/wearing.ts';
import type { Moment } from './moment.ts';
import type { Sample } from './sample.ts';

export interface Memory {
  readonly contact: ContactMemory;
  readonly discharge: DischargeMemory;
  readonly wearing: WearingMemory;
}

export const NO_MEMORY: Memory = {
  contact: NO_CONTACT,
  discharge: NO_DISCHARGE,
  wearing: NO_WEARING,
};

export function remembering(memory: Memory, samples: readonly Sample[], moment: Moment): Memory {
  if (samples.length === 0) return memory;
  let { discharge, wearing } = memory;
  for (const sample of samples) {
    discharge = withDischarge(discharge, sample);
    wearing = withWearing(wearing, sample);
  }
  return { contact: withContact(memory.contact, samples, moment.now), discharge, wearing };
}

/** After our own absence: what we did not hear is no evidence of anything. */
export const forgiving = (memory: Memory, _gap: Millis, { now }: Moment): Memory => ({
  contact: NO_CONTACT,
  discharge: forgivenDischarge(memory.discharge),
  wearing: forgivenWearing(memory.wearing, now),
});
