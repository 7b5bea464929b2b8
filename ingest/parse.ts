// Bytes become words, here and nowhere else. Nothing that arrives may throw, and as much as possible
// is saved: a bad field does not cost the reading, a bad reading does not cost its neighbours, and on
// `sos` a JSON object is a press whatever stands in it.
import type { Arrival, BandMessage, Channel, Garbled, Reading } from '../domain/message.ts';
import { PAYLOAD_LIMIT } from '../domain/message.ts';
import { fallSchema, readingSchema, sosSchema, statusSchema } from './schema.ts';
import { isObject, readFields } from './tolerant.ts';

/** What a message said, and how many of its fields nobody here knows. */
export interface Parsed {
  readonly message: BandMessage | Garbled;
  readonly unknownFields: number;
}

export const parse = (channel: Channel, payload: Arrival['payload']): BandMessage | Garbled =>
  parseCounting(channel, payload).message;

export function parseCounting(channel: Channel, payload: Arrival['payload']): Parsed {
  const json = readJson(payload);
  if ('reason' in json) return garbled(channel, json.reason);
  switch (channel) {
    case 'heartbeat':
      return heartbeat(json.value);
    case 'sos':
      return sos(json.value);
    case 'fall':
      return fall(json.value);
    case 'status':
      return status(json.value);
    default:
      return channel satisfies never;
  }
}

const garbled = (channel: Channel, reason: string, unknownFields = 0): Parsed => ({
  message: { type: 'garbled', channel, reason },
  unknownFields,
});

const utf8 = new TextDecoder('utf-8', { fatal: true });

function readJson(payload: Uint8Array): { value: unknown } | { reason: string } {
  if (payload.length === 0) return { reason: 'The message is empty.' };
  if (payload.length > PAYLOAD_LIMIT)
    return { reason: `It is longer than ${PAYLOAD_LIMIT} bytes.` };
  let text: string;
  try {
    text = utf8.decode(payload);
  } catch {
    return { reason: 'It is not UTF-8.' };
  }
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { reason: 'It is not JSON.' };
  }
}

/** More than these would only repeat what the first have said. */
const FAULTS_KEPT = 20;

function heartbeat(value: unknown): Parsed {
  const items = Array.isArray(value) ? value : [value];
  if (items.length === 0) return garbled('heartbeat', 'It is an empty list.');
  const readings: Reading[] = [];
  const faults: string[] = [];
  let unknownFields = 0;
  for (const [index, item] of items.entries()) {
    const { reading, faults: found, unknown } = readReading(item);
    if (reading) readings.push(reading);
    unknownFields += unknown;
    const where = Array.isArray(value) ? `reading ${index + 1}: ` : '';
    faults.push(...found.map((fault) => `${where}${fault}`));
  }
  if (readings.length === 0) return garbled('heartbeat', faults[0] ?? 'No reading.', unknownFields);
  return { message: { type: 'heartbeat', readings, faults: shortened(faults) }, unknownFields };
}

function shortened(faults: readonly string[]): readonly string[] {
  if (faults.length <= FAULTS_KEPT) return faults;
  return [...faults.slice(0, FAULTS_KEPT), `and ${faults.length - FAULTS_KEPT} more`];
}

interface ReadReading {
  readonly reading?: Reading;
  readonly faults: readonly string[];
  readonly unknown: number;
}

function readReading(item: unknown): ReadReading {
  if (!isObject(item)) return { faults: ['it is not an object'], unknown: 0 };
  const { value, faults, unknown } = readFields(readingSchema, item);
  // `{}` is a sign of life; an object of which nothing is left is not known to be one.
  if (faults.length > 0 && Object.keys(value).length === 0) return { faults, unknown };
  return { reading: value as Reading, faults, unknown };
}

function sos(value: unknown): Parsed {
  if (!isObject(value)) return garbled('sos', 'It is not a JSON object.');
  const { value: fields, unknown } = readFields(sosSchema, value);
  return { message: { type: 'sos', ...fields } as BandMessage, unknownFields: unknown };
}

function fall(value: unknown): Parsed {
  if (!isObject(value)) return garbled('fall', 'It is not a JSON object.');
  const { value: fields, unknown } = readFields(fallSchema, value);
  const { phase, ...rest } = fields;
  if (phase === undefined) return garbled('fall', 'Its phase is missing or not known.', unknown);
  return { message: { type: 'fall', phase, ...rest } as BandMessage, unknownFields: unknown };
}

function status(value: unknown): Parsed {
  if (!isObject(value)) return garbled('status', 'It is not a JSON object.');
  const { value: fields, unknown } = readFields(statusSchema, value);
  if (fields.state === undefined) {
    return garbled('status', 'Its state is missing or not known.', unknown);
  }
  const { state, ...line } = fields;
  return { message: { type: 'status', state, ...line } as BandMessage, unknownFields: unknown };
}
