import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { access, senderOf, type Use } from '../../broker/access.ts';
import { band } from '../contracts/bus.ts';

const wang = band('wang-1');
const USES: readonly Use[] = ['publish', 'will', 'subscribe'];

describe('what a band may do with a topic', () => {
  it.each([
    ['publish', 'heartbeat'],
    ['publish', 'fall'],
    ['publish', 'sos'],
    ['publish', 'status'],
    ['will', 'status'],
    ['subscribe', 'cue'],
  ] as const)('%s its own %s', (use, last) => {
    expect(access(wang, use, `v1/bands/wang-1/${last}`)).toEqual({ allowed: true, last });
  });

  it.each([
    ['publish', 'cue'],
    ['will', 'sos'],
    ['will', 'cue'],
    ['subscribe', 'sos'],
    ['subscribe', 'status'],
  ] as const)('but not %s its own %s', (use, last) => {
    expect(access(wang, use, `v1/bands/wang-1/${last}`)).toEqual({
      allowed: false,
      reason: 'wrong-way',
    });
  });
});

/** Topics made of the pieces an attacker would use. */
const piece = fc.constantFrom(
  ...['v1', 'V1', 'bands', 'wang-1', 'wang-10', 'li-2', '+', '#', '', '$SYS', '$share', 'g'],
  ...['sos', 'fall', 'heartbeat', 'status', 'cue', 'cue ', 'sos\0', '..', '%2B', 'ｃｕｅ'],
);
const topics = fc.oneof(
  fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join('/')),
  fc.tuple(fc.constant('v1/bands/wang-1'), piece).map((pieces) => pieces.join('/')),
  fc.string(),
);

/** Does an MQTT topic filter match a topic name? Section 4.7, written as the specification says it. */
function matches(filter: readonly string[], name: readonly string[]): boolean {
  const [wanted, ...wantedRest] = filter;
  const [level, ...levelRest] = name;
  if (wanted === '#') return true;
  if (wanted === undefined || level === undefined) return wanted === level;
  return (wanted === '+' || wanted === level) && matches(wantedRest, levelRest);
}

describe('for any topic at all', () => {
  it('a filter a band may subscribe to matches nothing but its own cues', () => {
    const everything = [
      ...['sos', 'fall', 'heartbeat', 'status', 'cue'].flatMap((last) =>
        ['wang-1', 'wang-10', 'li-2'].map((id) => `v1/bands/${id}/${last}`),
      ),
      '$SYS/broker/clients',
    ];
    fc.assert(
      fc.property(topics, (filter) => {
        if (!access(wang, 'subscribe', filter).allowed) return;
        const seen = everything.filter((name) => matches(filter.split('/'), name.split('/')));
        expect(seen).toEqual(['v1/bands/wang-1/cue']);
      }),
      { numRuns: 5_000 },
    );
  });

  it('what is allowed begins with the band’s own name and holds no wildcard', () => {
    fc.assert(
      fc.property(topics, fc.constantFrom(...USES), (topic, use) => {
        if (!access(wang, use, topic).allowed) return;
        expect(topic).toMatch(/^v1\/bands\/wang-1\/[a-z]+$/);
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('who a message on a shared broker is from', () => {
  it('is read from its topic', () => {
    expect(senderOf('v1/bands/li-2/fall')).toEqual({ bandId: 'li-2', channel: 'fall' });
  });
  it.each(['v1/bands/li-2/cue', 'v1/bands//sos', 'v1/bands/li-2/sos/x', 'v2/bands/li-2/sos', ''])(
    'but not from %j',
    (topic) => expect(senderOf(topic)).toBeUndefined(),
  );
});
