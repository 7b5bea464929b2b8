// A story as the two files that `npm run rehearse` reads: every message of the ordinary weeks before it
// and of the story itself, in order of receipt, and the people.
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { topicOf } from '../../domain/message.ts';
import { formatRfc3339 } from '../../domain/time.ts';
import { letterOf } from '../../simulator/wire.ts';
import type { LabelledStory, Past, Recorded } from './story.ts';

/** @returns where they are: `DIR/NAME/messages.ndjson`, `people.json`, and `policy.json` if it has one. */
export async function exportStory(story: LabelledStory, folder: string): Promise<string> {
  const path = join(folder, story.name);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'people.json'), `${JSON.stringify(story.people, null, 2)}\n`);
  if (story.policy) writeFileSync(join(path, 'policy.json'), `${JSON.stringify(story.policy)}\n`);
  await pipeline(Readable.from(linesOf(story)), createWriteStream(join(path, 'messages.ndjson')));
  return path;
}

function* linesOf(story: LabelledStory): Generator<string> {
  for (const message of inOrder(story.past)) yield lineOf(message);
  for (const message of story.messages()) yield lineOf(message);
}

const lineOf = ({ at, bandId, channel, payload }: Recorded): string =>
  `${JSON.stringify({ t: formatRfc3339(at), topic: topicOf(bandId, channel), payload: unquoted(payload) })}\n`;

/** A payload that is JSON stands there as itself; anything else as the text that it is. */
function unquoted(payload: string): unknown {
  try {
    const value: unknown = JSON.parse(payload);
    return typeof value === 'string' ? payload : value;
  } catch {
    return payload;
  }
}

/** Several lives at once, message by message. */
function* inOrder(pasts: readonly Past[]): Generator<Recorded> {
  const lives = pasts.map((past) => past.said()[Symbol.iterator]());
  const next = lives.map((life) => life.next());
  for (;;) {
    let first: number | undefined;
    for (const [n, one] of next.entries()) {
      if (one.done) continue;
      const earliest = first === undefined ? undefined : next[first];
      if (!earliest || earliest.done || one.value.at < earliest.value.at) first = n;
    }
    const one = first === undefined ? undefined : next[first];
    if (first === undefined || !one || one.done) return;
    const { at, bandId, message } = one.value;
    yield { at, bandId, channel: message.type, payload: letterOf(bandId, message).payload };
    const life = lives[first];
    if (life) next[first] = life.next();
  }
}
