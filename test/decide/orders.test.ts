// What arrives together may have been mixed up on its way. Whatever the order, the same people need
// somebody in the end.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minutes, plus, seconds } from '../../domain/time.ts';
import { clock, dutyRoom } from '../support/given.ts';

const NOW = clock('08:30');
const when = fc.integer({ min: 0, max: 5 * 3_600 }).map((ago) => plus(NOW, seconds(-ago)));
const press = fc.record({ id: fc.integer({ min: 0, max: 9 }), at: when });

/** A fall by name: what its band says of it. It has asked about one before it notices another. */
const fall = fc
  .record({
    id: fc.uuid(),
    slot: fc.integer({ min: 1, max: 60 }),
    next: fc.subarray(['confirmed', 'cancelled'] as const, { maxLength: 1 }),
    waited: fc.integer({ min: 1, max: 50 }),
  })
  .map(({ id, slot, next, waited }) =>
    (['detected', ...next] as const).map((phase, n) => ({
      channel: 'fall' as const,
      said: { id, phase, at: plus(NOW, seconds(n * waited - slot * 300)) },
    })),
  );

const reading = fc.record({
  at: when,
  buffered: fc.boolean(),
  steps: fc.integer({ min: 0, max: 9_000 }),
  still: fc.integer({ min: 0, max: 900 }),
  battery: fc.integer({ min: 40, max: 100 }),
  worn: fc.constant(true),
});
const heartbeat = fc.oneof(reading, fc.array(reading, { minLength: 1, maxLength: 6 }));

const words = fc
  .tuple(
    fc.array(press.map((said) => ({ channel: 'sos' as const, said }))),
    fc.uniqueArray(fall, { maxLength: 4, selector: ([first]) => first?.said.at }),
    fc.array(heartbeat.map((said) => ({ channel: 'heartbeat' as const, said }))),
  )
  .map(([presses, falls, beats]) => [...presses, ...falls.flat(), ...beats]);
type Word = (typeof words extends fc.Arbitrary<infer All> ? All : never)[number];

const inTwoOrders = words.chain((all) =>
  fc.tuple(
    fc.constant(all),
    fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
  ),
);

/** The emergencies that are open after all of it came at once, and some minutes have passed. */
function emergenciesAfter(all: readonly Word[]): readonly string[] {
  const room = dutyRoom(['b1'], clock('03:00')).beatsUntil('b1', clock('03:10'));
  room.until(NOW, minutes(10));
  for (const { channel, said } of all) room.says('b1', channel, said);
  room.until(plus(NOW, minutes(3)), seconds(5));
  const presses = room.open('sos').map((incident) => incident.presses);
  const urgent = room.open().filter(({ priority }) => priority === 'emergency');
  return [...urgent.map(({ kind }) => kind), ...presses.map(String)].sort();
}

describe('messages that come together', () => {
  it('end in the same open emergencies, whatever their order', () => {
    fc.assert(
      fc.property(inTwoOrders, ([first, second]) => {
        expect(emergenciesAfter(second)).toEqual(emergenciesAfter(first));
      }),
      { numRuns: 150 },
    );
  });

  it('and come again after a reboot of the band, in any order, ring once', () => {
    fc.assert(
      fc.property(inTwoOrders, ([first, again]) => {
        const calls = again.filter(({ channel }) => channel !== 'heartbeat');
        expect(emergenciesAfter([...first, ...calls])).toEqual(emergenciesAfter(first));
      }),
      { numRuns: 100 },
    );
  });
});
