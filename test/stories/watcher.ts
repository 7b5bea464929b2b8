// Whoever watches over the people of a story: our rules, or those that peers offer. All see the same
// messages and the same time, and what they tell is counted by the same score.
import type { Wearing } from '../../alerts/port.ts';
import type { Arrival, BandMessage, Garbled } from '../../domain/message.ts';
import type { Instant } from '../../domain/time.ts';
import { parse } from '../../ingest/parse.ts';
import type { Alarm } from './score.ts';
import type { Recorded } from './story.ts';

/** A message that has been received and read. */
export interface Received {
  readonly arrival: Arrival;
  readonly message: BandMessage | Garbled;
}

export interface Watcher {
  /** Time has passed until then. */
  until(at: Instant): void;
  /** All of them were received at the present moment. */
  hear(messages: readonly Received[]): void;
  /** Everything told so far, in order. */
  readonly alarms: readonly Alarm[];
}

/** Who wears what when the watch begins. */
export type Roster = readonly Wearing[];

const encoder = new TextEncoder();

function received({ at, bandId, channel, payload }: Recorded): Received {
  const bytes = encoder.encode(payload);
  const arrival = { bandId, channel, payload: bytes, qos: 1, dup: false, receivedAt: at } as const;
  return { arrival, message: parse(channel, bytes) };
}

/** Everything, in order of receipt; to the end even when no band speaks any more. */
export function watch(watcher: Watcher, messages: Iterable<Recorded>, until: Instant): void {
  for (const message of messages) {
    watcher.until(message.at);
    watcher.hear([received(message)]);
  }
  watcher.until(until);
}
