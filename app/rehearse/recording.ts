// What a rehearsal reads: recorded messages. A line that cannot be read stops it, with its number: half a
// recording would prove nothing.
import { z } from 'zod';
import { type BandId, parseBandId } from '../../domain/ids.ts';
import { CHANNELS, type Channel } from '../../domain/message.ts';
import { type Instant, parseRfc3339 } from '../../domain/time.ts';

/** A mistake in an input file; the message says where and what to do. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
}

export interface RecordedMessage {
  readonly at: Instant;
  readonly bandId: BandId;
  readonly channel: Channel;
  readonly payload: Uint8Array;
}

const TOPIC = new RegExp(`^v1/bands/([^/]+)/(${CHANNELS.join('|')})$`);

const lineSchema = z.object({
  t: z.string().transform((text, context) => {
    const at = parseRfc3339(text);
    if (at !== undefined) return at;
    context.addIssue(`'${text}' is not an RFC 3339 time`);
    return z.NEVER;
  }),
  topic: z.string().transform((topic, context) => {
    const [, name, channel] = TOPIC.exec(topic) ?? [];
    const bandId = parseBandId(name);
    if (bandId !== undefined) return { bandId, channel: channel as Channel };
    context.addIssue(`'${topic}' is not v1/bands/{bandId}/${CHANNELS.join('|')}`);
    return z.NEVER;
  }),
  /** The payload itself, or its text. */
  payload: z.unknown(),
});

const encoder = new TextEncoder();

/**
 * @param number of the line, from 1.
 * @param notBefore the moment of the line before it.
 */
export function readMessage(line: string, number: number, notBefore: Instant): RecordedMessage {
  const {
    t: at,
    topic,
    payload,
  } = checked(lineSchema, parsed(line, `line ${number}`), `line ${number}`);
  if (at < notBefore) {
    throw new RecordingError(
      `line ${number}: it was received before the line above it; sort the file by "t"`,
    );
  }
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload ?? null);
  return { at, ...topic, payload: encoder.encode(text) };
}

export function parsed(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RecordingError(`${where}: not JSON`);
  }
}

/** Throws RecordingError with the first thing that is wrong. */
export function checked<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  where: string,
): z.infer<Schema> {
  const { data, error } = schema.safeParse(value);
  if (!error) return data as z.infer<Schema>;
  const issue = error.issues[0];
  throw new RecordingError(`${where}: ${issue?.path.join('.')} ${issue?.message}`);
}
