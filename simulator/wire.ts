// Words become bytes, as the wire contract has them: the simulator's own half of what ingest/parse.ts
// reads, written against the contract and not against that code.
import type { BandId } from '../domain/ids.ts';
import { type BandMessage, PAYLOAD_LIMIT, type Reading, topicOf } from '../domain/message.ts';
import { formatRfc3339 } from '../domain/time.ts';

export interface Letter {
  readonly topic: string;
  readonly payload: string;
}

/** A live reading writes its moment in words; a backlog, to be short, in epoch milliseconds. */
const readingText = (reading: Reading, moment: 'rfc-3339' | 'epoch'): string => {
  const { at, still, ...rest } = reading;
  return JSON.stringify({
    ...rest,
    ...(at !== undefined && { at: moment === 'epoch' ? at : formatRfc3339(at) }),
    ...(still !== undefined && { still: Math.floor(still / 1_000) }),
  });
};

/** @returns topic and payload of one message of a band. */
export function letterOf(bandId: BandId, message: BandMessage): Letter {
  const topic = topicOf(bandId, message.type);
  switch (message.type) {
    case 'heartbeat':
      return { topic, payload: heartbeatText(message.readings) };
    case 'status':
      return { topic, payload: JSON.stringify({ state: message.state }) };
    case 'sos':
    case 'fall': {
      const { type: _, at, ...rest } = message;
      const moment = at === undefined ? {} : { at: formatRfc3339(at) };
      return { topic, payload: JSON.stringify({ ...rest, ...moment }) };
    }
    default:
      return message satisfies never;
  }
}

function heartbeatText(readings: readonly Reading[]): string {
  const only = readings[0];
  if (readings.length === 1 && only !== undefined && only.buffered !== true) {
    return readingText(only, 'rfc-3339');
  }
  return `[${readings.map((reading) => readingText(reading, 'epoch')).join(',')}]`;
}

/** How many of the readings, from the first on, fit into one payload. All they hold is ASCII. */
export function fitting(readings: readonly Reading[]): number {
  let length = 2;
  let count = 0;
  for (const reading of readings) {
    length += readingText(reading, 'epoch').length + 1;
    if (length > PAYLOAD_LIMIT) break;
    count += 1;
  }
  return Math.max(1, count);
}
