// What the rules remember of the last hours of a wearer: one slice a rule, folded from the readings in
// the order in which they were true. Small: it is written down twice a minute for every band.
import type { Millis } from '../../domain/time.ts';
import type { Zone } from './home.ts';
import { type ContactMemory, NO_CONTACT, withContact } from './memory/contact.ts';
import {
  type DischargeMemory,
  forgivenDischarge,
  NO_DISCHARGE,
  withDischarge,
} from './memory/discharge.ts';
import { localMinutes, withMovement } from './memory/movement.ts';
import { forgivenMovement } from './memory/movement-forgiven.ts';
import { type MovementMemory, NO_MOVEMENT } from './memory/movement-shape.ts';
import { forgivenSteps, NO_STEPS, type StepsMemory, withSteps } from './memory/steps.ts';
import { forgivenVitals, NO_VITALS, type VitalsMemory, withVitals } from './memory/vitals.ts';
import { forgivenWearing, NO_WEARING, type WearingMemory, withWearing } from './memory/wearing.ts';
import {
  forgivenWhereabouts,
  NO_WHEREABOUTS,
  type WhereaboutsMemory,
  withWhereabouts,
} from './memory/whereabouts.ts';
import type { Moment } from './moment.ts';
import type { Sample } from './sample.ts';

export interface Memory {
  readonly contact: ContactMemory;
  readonly discharge: DischargeMemory;
  readonly movement: MovementMemory;
  readonly steps: StepsMemory;
  readonly vitals: VitalsMemory;
  readonly wearing: WearingMemory;
  readonly whereabouts: WhereaboutsMemory;
}

export const NO_MEMORY: Memory = {
  contact: NO_CONTACT,
  discharge: NO_DISCHARGE,
  movement: NO_MOVEMENT,
  steps: NO_STEPS,
  vitals: NO_VITALS,
  wearing: NO_WEARING,
  whereabouts: NO_WHEREABOUTS,
};

/** @param home of the wearer, as far as it is known. */
export function remembering(
  memory: Memory,
  samples: readonly Sample[],
  home: Zone | undefined,
  moment: Moment,
): Memory {
  if (samples.length === 0) return memory;
  let { discharge, movement, steps, wearing, whereabouts } = memory;
  for (const sample of samples) {
    discharge = withDischarge(discharge, sample);
    const before = movement;
    movement = withMovement(before, sample, moment);
    steps = withSteps(steps, sample, before, movement, localMinutes(sample.at, moment));
    wearing = withWearing(wearing, sample);
    whereabouts = withWhereabouts(whereabouts, sample, home, moment.policy);
  }
  return {
    contact: withContact(memory.contact, samples, moment.now),
    discharge,
    movement,
    steps,
    vitals: withVitals(memory.vitals, samples, moment),
    wearing,
    whereabouts,
  };
}

/** After our own absence: what we did not hear is no evidence of anything. */
export const forgiving = (memory: Memory, gap: Millis, { now }: Moment): Memory => ({
  contact: NO_CONTACT,
  discharge: forgivenDischarge(memory.discharge),
  movement: forgivenMovement(memory.movement, gap, now),
  steps: forgivenSteps(memory.steps, gap, now),
  vitals: forgivenVitals(memory.vitals, gap),
  wearing: forgivenWearing(memory.wearing, now),
  whereabouts: forgivenWhereabouts(memory.whereabouts, gap, now),
});
