// Whatever bands say of pulse and oxygen, in whatever order and by whatever clock: the rules about them
// do not throw, call nobody an emergency, make one matter of one person, and remember little.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BandState, newBand } from '../../alerts/decide/state.ts';
import { stepBand } from '../../alerts/decide/step.ts';
import type { Change } from '../../domain/incident.ts';
import type { BandInput } from '../../domain/input.ts';
import type { Reading } from '../../domain/message.ts';
import { DEFAULT_POLICY } from '../../domain/policy.ts';
import { hours, type Instant, millis, minutes, plus } from '../../domain/time.ts';
import { withVitals } from '../support/at-rest.ts';
import { band, clock, resident } from '../support/given.ts';

const B1 = band('b1');
const START = clock('05:00');

const maybe = <Value>(values: fc.Arbitrary<Value>) =>
  fc.option(values, { nil: undefined, freq: 4 });

/** A reading from `age` minutes before it arrives, or from the future. */
const reading = fc.record({
  age: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.integer({ min: -90, max: 3_000 })),
  heartRate: maybe(fc.oneof(fc.integer({ min: 20, max: 300 }), fc.constant(71))),
  spo2: maybe(fc.integer({ min: 30, max: 100 })),
  steps: maybe(fc.integer({ min: 0, max: 9_000 })),
  still: maybe(fc.integer({ min: 0, max: 7_200_000 })),
  worn: maybe(fc.boolean()),
  charging: maybe(fc.boolean()),
  buffered: maybe(fc.boolean()),
});
const moment = fc.record({
  /** Minutes since the one before; some are set back. */
  passes: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 0, max: 6 }) },
    fc.integer({ min: -200, max: 3_000 }),
  ),
  readings: fc.array(reading, { minLength: 1, maxLength: 6 }),
  repeated: fc.integer({ min: 1, max: 12 }),
});
const policy = fc.constantFrom(
  DEFAULT_POLICY,
  withVitals({ rhythm: 'paced' }),
  withVitals({ rhythm: 'irregular' }),
  withVitals({ learnedAfterDays: 5 }),
);

const defined = (values: object): object =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

function messageAt(
  now: Instant,
  readings: readonly ({ readonly age: number } & object)[],
): BandInput {
  const said = readings.map(({ age, ...values }) => ({
    at: plus(now, minutes(-age)),
    ...defined(values),
  })) as readonly Reading[];
  const arrival = { bandId: B1, channel: 'heartbeat', payload: new Uint8Array(), qos: 1 } as const;
  return {
    type: 'message',
    arrival: { ...arrival, dup: false, receivedAt: now },
    message: { type: 'heartbeat', readings: said, faults: [] },
  };
}

describe('the rules about pulse and oxygen', () => {
  it('bear whatever a band says', () => {
    fc.assert(
      fc.property(fc.array(moment, { maxLength: 40 }), policy, (moments, numbers) => {
        let state: BandState = newBand(B1, resident('r1'), START, numbers);
        let now = START;
        const changes: Change[] = [];
        const step = (input: BandInput): void => {
          const stepped = stepBand(state, input, now, numbers);
          state = stepped.state;
          changes.push(...stepped.changes);
        };
        for (const { passes, readings, repeated } of moments) {
          for (let n = 0; n < repeated; n++) {
            const gap = minutes(n === 0 ? passes : 1);
            now = plus(now, gap);
            if (gap < 0 || gap > hours(1)) step({ type: 'deaf', gap: millis(gap) });
            step(messageAt(now, readings));
            step({ type: 'tick' });
          }
        }
        const vitals = changes.filter((change) => 'kind' in change && change.kind === 'vitals');
        expect(
          vitals.filter((each) => 'priority' in each && each.priority === 'emergency'),
        ).toEqual([]);
        expect(state.incidents.filter(({ kind }) => kind === 'vitals').length).toBeLessThan(2);
        expect(JSON.stringify(state.memory.vitals).length).toBeLessThan(4_000);
        expect(JSON.stringify(state.habits.heart).length).toBeLessThan(3_000);
        expect(JSON.parse(JSON.stringify(state.memory.vitals))).toEqual(state.memory.vitals);
      }),
      { numRuns: 150 },
    );
  });
});
