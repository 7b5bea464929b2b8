import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Channel, Garbled, Reading } from '../../domain/message.ts';
import { CHANNELS, PAYLOAD_LIMIT } from '../../domain/message.ts';
import { instant, seconds } from '../../domain/time.ts';
import { parse, parseCounting } from '../../ingest/parse.ts';
import { PAYLOADS } from '../../ingest/schema.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const say = (channel: Channel, value: unknown) => parse(channel, bytes(JSON.stringify(value)));

function heartbeat(value: unknown): { readings: readonly Reading[]; faults: readonly string[] } {
  const message = say('heartbeat', value);
  if (message.type !== 'heartbeat') throw new Error(`not a heartbeat: ${JSON.stringify(message)}`);
  return message;
}
const reading = (value: unknown): Reading => heartbeat(value).readings[0]!;
const garbled = (channel: Channel, payload: string | Uint8Array): Garbled => {
  const message = parse(channel, typeof payload === 'string' ? bytes(payload) : payload);
  if (message.type !== 'garbled') throw new Error('it was read');
  return message;
};

const AT = instant(Date.UTC(2026, 10, 21, 12, 0, 0));

describe('a heartbeat', () => {
  it('is read as the contract writes it', () => {
    const said = {
      id: 'b7-1042',
      at: '2026-11-21T20:00:00+08:00',
      heartRate: 72,
      spo2: 97.5,
      temperature: 34.9,
      steps: 0,
      battery: 81,
      worn: true,
      charging: false,
      signal: -71,
      still: 90,
      location: { lat: 37.43, lon: 116.36, accuracy: 15 },
      buffered: true,
    };
    expect(heartbeat(said)).toEqual({
      type: 'heartbeat',
      readings: [
        {
          ...said,
          at: AT,
          still: seconds(90),
          location: { lat: 37.43, lon: 116.36, accuracy: 15, datum: 'WGS84' },
        },
      ],
      faults: [],
    });
  });

  it('may be no more than a sign of life', () => {
    expect(heartbeat({})).toEqual({ type: 'heartbeat', readings: [{}], faults: [] });
  });

  it('may write numbers and booleans as text, and ids as numbers', () => {
    const said = { id: 42, at: String(AT), heartRate: ' 72 ', battery: '80.5', worn: '1' };
    expect(heartbeat({ ...said, charging: 'FALSE', buffered: 0 })).toEqual({
      type: 'heartbeat',
      readings: [
        {
          id: '42',
          at: AT,
          heartRate: 72,
          battery: 80.5,
          worn: true,
          charging: false,
          buffered: false,
        },
      ],
      faults: [],
    });
  });

  it.each([
    ['heartRate', 0],
    ['heartRate', 1],
    ['heartRate', 255],
    ['heartRate', '0'],
    ['spo2', 0],
    ['spo2', 1],
    ['spo2', 255],
    ['temperature', 0],
    ['battery', 255],
    ['steps', -1],
    ['steps', 65_535],
    ['heartRate', -1],
    ['still', 65_535],
    ['signal', 0],
    ['worn', 255],
    ['heartRate', null],
    ['at', ''],
    ['at', 0],
    ['id', ''],
    ['location', null],
    ['location', { lat: 0, lon: 0 }],
    ['location', { lat: null, lon: '' }],
  ])('that says %s %j says that it has none', (field, value) => {
    expect(heartbeat({ battery: 50, [field]: value })).toEqual({
      type: 'heartbeat',
      readings: field === 'battery' ? [{}] : [{ battery: 50 }],
      faults: [],
    });
  });

  it.each([
    ['heartRate', 900],
    ['heartRate', '72 bpm'],
    ['heartRate', { value: 72 }],
    ['spo2', 101],
    ['temperature', 97.7],
    ['battery', -20],
    ['signal', 12],
    ['worn', 'perhaps'],
    ['at', 'yesterday'],
    ['at', '2026-02-30T00:00:00Z'],
    ['at', 1e300],
    ['id', 'x'.repeat(65)],
    ['id', true],
    ['location', 'at home'],
    ['location', { lat: 37.4 }],
    ['location', { lat: 37.4, lon: 200 }],
    ['location', { lat: 37.4, lon: 116.3, datum: 'MARS' }],
  ])('keeps the rest when %s is %j, and names the field', (field, value) => {
    const { readings, faults } = heartbeat({ steps: 12, [field]: value });
    expect(readings).toEqual([{ steps: 12 }]);
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.join()).toContain(field);
    expect(faults.join()).not.toContain('MARS');
    expect(faults.join()).not.toContain('900');
  });

  it('keeps a place whose accuracy cannot be right', () => {
    const { readings, faults } = heartbeat({ location: { lat: '37.4', lon: 116.3, accuracy: -9 } });
    expect(readings[0]?.location).toEqual({ lat: 37.4, lon: 116.3, datum: 'WGS84' });
    expect(faults.join()).toContain('location.accuracy');
  });

  it('does not take two huge numbers for one and the same id', () => {
    const message = parse('sos', bytes('{"id":9007199254740993}'));
    expect(message).toEqual({ type: 'sos' });
  });

  it('saves the good readings of a backlog from the bad ones', () => {
    const said = [{ at: AT, heartRate: 70 }, 7, { heartRate: 900 }, { spo2: 96 }, [{ spo2: 1 }]];
    const { readings, faults } = heartbeat(said);
    expect(readings).toEqual([{ at: AT, heartRate: 70 }, { spo2: 96 }]);
    expect(faults.map((fault) => fault.slice(0, 10))).toEqual([
      'reading 2:',
      'reading 3:',
      'reading 5:',
    ]);
  });

  it('does not repeat the same complaint thousands of times', () => {
    const { faults } = heartbeat([{}, ...Array(4_000).fill(1)]);
    expect(faults).toHaveLength(21);
    expect(faults.at(-1)).toBe('and 3980 more');
  });

  it.each([
    ['', 'empty'],
    ['nonsense', 'not JSON'],
    ['{"heartRate": NaN}', 'not JSON'],
    ['[]', 'empty list'],
    ['[1,2]', 'not an object'],
    ['"text"', 'not an object'],
    ['{"heartRate": 900}', 'heartRate'],
    [`{"x":"${'y'.repeat(PAYLOAD_LIMIT)}"}`, 'longer than 8192 bytes'],
  ])('of which nothing can be used is unreadable: %#', (payload, reason) => {
    expect(garbled('heartbeat', payload).reason).toContain(reason);
  });

  it('is unreadable when it is not UTF-8', () => {
    expect(garbled('heartbeat', new Uint8Array([0x7b, 0xff, 0x7d])).reason).toBe(
      'It is not UTF-8.',
    );
  });

  it('may be as long as the contract allows, to the byte', () => {
    const frame = '{"x":""}'.length;
    const payload = bytes(`{"x":"${'y'.repeat(PAYLOAD_LIMIT - frame)}"}`);
    expect(payload.length).toBe(PAYLOAD_LIMIT);
    expect(parse('heartbeat', payload).type).toBe('heartbeat');
  });

  it('has its unknown fields counted, __proto__ among them, and nothing else comes of them', () => {
    const payload = bytes('{"__proto__":{"heartRate":70},"constructor":1,"mood":"fine","spo2":97}');
    expect(parseCounting('heartbeat', payload)).toEqual({
      message: { type: 'heartbeat', readings: [{ spo2: 97 }], faults: [] },
      unknownFields: 3,
    });
    expect(({} as { heartRate?: number }).heartRate).toBeUndefined();
  });

  it('with a field twice means the last', () => {
    const message = parse('heartbeat', bytes('{"spo2":90,"spo2":97}'));
    expect(message).toMatchObject({ readings: [{ spo2: 97 }] });
  });

  it.each(['[', '{"a":'])('nested as deep as a message can be does no harm: %s', (opening) => {
    expect(garbled('heartbeat', opening.repeat(1_600)).reason).toBe('It is not JSON.');
    expect(garbled('heartbeat', `${'['.repeat(4_000)}${']'.repeat(4_000)}`).reason).toContain(
      'object',
    );
  });
});

describe('a press', () => {
  it('may carry an id, a time, a place and the battery', () => {
    const location = { lat: 37.4, lon: 116.3, datum: 'GCJ02' };
    expect(say('sos', { id: 'p1', at: AT, location, battery: 9 })).toEqual({
      type: 'sos',
      id: 'p1',
      at: AT,
      location,
      battery: 9,
    });
  });

  it.each([
    {},
    { id: null, at: 'when?', location: [], battery: 'low' },
    { id: {}, at: -7, location: { lat: 'x' }, battery: 900, sos: 1 },
  ])('is a press whatever else its message says: %j', (said) => {
    expect(say('sos', said)).toEqual({ type: 'sos' });
  });

  it.each(['', 'null', '1', '[{}]', '{', ' '])('that cannot be read says so: %j', (payload) => {
    expect(garbled('sos', payload).channel).toBe('sos');
  });
});

describe('a fall', () => {
  it.each(['detected', 'confirmed', 'cancelled', ' Confirmed '])('has a phase: %s', (phase) => {
    expect(say('fall', { id: 7, phase, impact: '3.5' })).toEqual({
      type: 'fall',
      id: '7',
      phase: phase.trim().toLowerCase(),
      impact: 3.5,
    });
  });

  it.each([{}, { phase: 'maybe' }, { phase: null }, [], 'detected'])(
    'without a phase anybody knows is unreadable, which rings: %j',
    (said) => expect(say('fall', said).type).toBe('garbled'),
  );

  it('keeps its phase when all else is wrong', () => {
    expect(say('fall', { id: [], at: 'x', phase: 'confirmed', impact: -5, location: 1 })).toEqual({
      type: 'fall',
      phase: 'confirmed',
    });
  });
});

describe('a status', () => {
  it.each(['online', 'offline', 'sleeping'])('is %s', (state) => {
    expect(say('status', { state })).toEqual({ type: 'status', state });
  });
  it.each([{}, { state: 'dancing' }, 'online'])('of another kind is unreadable: %j', (said) => {
    expect(say('status', said).type).toBe('garbled');
  });
});

describe('whatever a band sends', () => {
  const channel = fc.constantFrom(...CHANNELS);

  it('never throws on bytes', () => {
    fc.assert(
      fc.property(channel, fc.uint8Array({ maxLength: 300 }), (on, payload) => {
        expect(parse(on, payload).type).toMatch(/^(heartbeat|sos|fall|status|garbled)$/);
      }),
    );
  });

  it('never throws on JSON, and a JSON object on sos is always a press', () => {
    const names = [...Object.keys(PAYLOADS.fall.shape), 'heartRate', 'still', 'worn', 'x'];
    const object = fc.dictionary(fc.constantFrom(...names), fc.jsonValue());
    fc.assert(
      fc.property(channel, object, (on, said) => {
        const payload = bytes(JSON.stringify(said));
        if (payload.length > PAYLOAD_LIMIT) return;
        const message = parse(on, payload);
        if (on === 'sos') expect(message.type).toBe('sos');
      }),
      { numRuns: 1_000 },
    );
  });

  it('comes with its id as it was sent', () => {
    const id = fc.string({ unit: 'binary', minLength: 1, maxLength: 64 });
    fc.assert(
      fc.property(
        id.filter((text) => text.length <= 64),
        (text) => {
          expect(say('sos', { id: text })).toEqual({ type: 'sos', id: text });
          expect(reading({ id: text }).id).toBe(text);
        },
      ),
    );
  });

  it('is never stored as a vital that no person has', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const { heartRate = 60, spo2 = 97 } = reading({ steps: 1, heartRate: value, spo2: value });
        expect(heartRate).toBeGreaterThanOrEqual(20);
        expect(heartRate).toBeLessThanOrEqual(300);
        expect(spo2).toBeGreaterThanOrEqual(30);
        expect(spo2).toBeLessThanOrEqual(100);
      }),
    );
  });
});

describe('the published description', () => {
  it.each(Object.keys(PAYLOADS) as (keyof typeof PAYLOADS)[])('can be printed: %s', (name) => {
    expect(() => z.toJSONSchema(PAYLOADS[name], { io: 'input' })).not.toThrow();
  });

  it('names the "no value" codes beside the field', () => {
    const printed = z.toJSONSchema(PAYLOADS.sos, { io: 'input' });
    expect(printed.properties?.battery).toMatchObject({
      maximum: 100,
      'x-no-value': [255, -1, 65_535],
    });
  });
});
