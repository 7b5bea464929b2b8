// What a band says of movement may be anything. Nothing of it may throw, make a person move backwards in
// time, or depend on which of two readings of the same moment came first.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localMinutes, withMovement } from '../../alerts/decide/memory/movement.ts';
import { type MovementMemory, NO_MOVEMENT } from '../../alerts/decide/memory/movement-shape.ts';
import {
  NO_STEPS,
  type StepsMemory,
  withoutSteps,
  withSteps,
} from '../../alerts/decide/memory/steps.ts';
import type { Moment } from '../../alerts/decide/moment.ts';
import type { Sample } from '../../alerts/decide/sample.ts';
import { DEFAULT_POLICY } from '../../domain/policy.ts';
import { localTime, minutes, plus, seconds } from '../../domain/time.ts';
import { clock, dutyRoom } from '../support/given.ts';

const some = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const reading = fc.record(
  {
    still: fc.oneof(fc.integer({ min: 0, max: 7_200 }), fc.constantFrom(0, 60, 7_200)),
    steps: fc.integer({ min: 0, max: 400 }),
    worn: fc.boolean(),
    charging: fc.boolean(),
    heartRate: fc.integer({ min: 30, max: 180 }),
    temperature: fc.integer({ min: 15, max: 40 }),
    buffered: fc.boolean(),
  },
  { requiredKeys: [] },
);
const gap = fc.integer({ min: 0, max: 90 });
const later = fc.integer({ min: 1, max: 90 });

const START = clock('04:30');
const momentAt = (now: Sample['at']): Moment => ({
  now,
  local: localTime(now, DEFAULT_POLICY.timezone),
  policy: DEFAULT_POLICY,
});

function samplesOf(life: readonly (readonly [number, object])[]) {
  let at = START;
  return life.map(([after, said]) => {
    at = plus(at, minutes(after));
    const { still, ...rest } = said as { still?: number };
    const sample = {
      ...rest,
      ...(still !== undefined && { still: seconds(still) }),
      at,
      isHistory: false,
    } as Sample;
    return { sample, minute: localMinutes(at, momentAt(at)) };
  });
}

const lived = (life: readonly (readonly [number, object])[]): readonly MovementMemory[] => {
  const seen: MovementMemory[] = [];
  let memory = NO_MOVEMENT;
  for (const { sample } of samplesOf(life)) {
    memory = withMovement(memory, sample, momentAt(sample.at));
    seen.push(memory);
  }
  return seen;
};

const walked = (life: readonly (readonly [number, object])[]): readonly StepsMemory[] => {
  const seen: StepsMemory[] = [];
  let [movement, memory] = [NO_MOVEMENT, NO_STEPS];
  for (const { sample, minute } of samplesOf(life)) {
    const before = movement;
    movement = withMovement(before, sample, momentAt(sample.at));
    memory = withSteps(memory, sample, before, movement, minute);
    seen.push(memory);
  }
  return seen;
};

describe('whatever a band says of movement', () => {
  it('nobody moves backwards in time, nor before the watch, nor in the future', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(later, reading), { maxLength: 40 }), (life) => {
        let before = START as number;
        for (const memory of lived(life)) {
          expect(memory.movedAt).toBeGreaterThanOrEqual(Math.min(before, memory.at));
          expect(memory.movedAt).toBeLessThanOrEqual(memory.at);
          before = memory.movedAt;
        }
      }),
      { numRuns: 300 },
    );
  });

  it('two readings of one moment mean the same in either order', () => {
    const twins = fc.tuple(
      fc.array(fc.tuple(later, reading), { minLength: 1, maxLength: 12 }),
      reading,
      reading,
    );
    const core = ({ movedAt, by, steps, toldAt, doubtedUntil }: MovementMemory) => ({
      movedAt,
      by,
      steps,
      toldAt,
      doubtedUntil,
    });
    fc.assert(
      fc.property(twins, ([life, one, other]) => {
        const first = lived([...life, [1, one], [0, other]]).at(-1) as MovementMemory;
        const second = lived([...life, [1, other], [0, one]]).at(-1) as MovementMemory;
        expect(core(first)).toEqual(core(second));
      }),
      { numRuns: 500 },
    );
  });

  it('nobody has walked before they walked, nor later than the band was heard', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(later, reading), { maxLength: 40 }), (life) => {
        let before = NO_STEPS;
        for (const memory of walked(life)) {
          expect(memory.at).toBeGreaterThanOrEqual(before.at);
          expect(memory.walkedAt).toBeGreaterThanOrEqual(before.walkedAt);
          expect(memory.walkedAt).toBeLessThanOrEqual(memory.at);
          expect(memory.putOnAt).toBeLessThanOrEqual(memory.at);
          expect(withoutSteps(memory)).toBeGreaterThanOrEqual(0);
          expect(memory.stirring).toBeGreaterThanOrEqual(0);
          expect(memory.stirring).toBeLessThanOrEqual(1);
          before = memory;
        }
      }),
      { numRuns: 300 },
    );
  });

  it('of two readings of one moment the order says nothing of when they walked', () => {
    const counting = fc.record({ steps: some(fc.integer({ min: 0, max: 400 })) });
    const story = fc.array(fc.tuple(later, counting), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(story, counting, counting, (life, one, other) => {
        const first = walked([...life, [1, one], [0, other]]).at(-1);
        const second = walked([...life, [1, other], [0, one]]).at(-1);
        expect([second?.walkedAt, second?.count]).toEqual([first?.walkedAt, first?.count]);
      }),
      { numRuns: 500 },
    );
  });

  it('the duty room stands it, with ticks, stalls of our own and clocks set back between', () => {
    const step = fc.oneof(
      { weight: 8, arbitrary: fc.record({ said: reading, after: gap }) },
      { weight: 1, arbitrary: fc.record({ gap: fc.integer({ min: -180, max: 180 }) }) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), some(fc.constant('fall')), (story, fell) => {
        const room = dutyRoom(['b1'], START);
        if (fell) room.falls('b1', 'f-1', 'detected');
        for (const each of story) {
          if ('gap' in each) {
            room.jumpsTo(plus(room.now, minutes(each.gap)));
            room.deaf(minutes(each.gap));
          } else {
            room.beats('b1', each.said).until(plus(room.now, minutes(each.after)), minutes(5));
          }
        }
        expect(room.open('no-sign-of-life').length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 60 },
    );
  });
});
