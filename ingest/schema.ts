// The payloads of the wire contract, written down once: what a band may send on each topic, and what
// it is sent. The parser reads with these schemas, and the published API description is printed from
// them (`z.toJSONSchema(schema, { io: 'input' })`).
//
// They say what is *meant*. What real bands send instead of it (numbers as text, "no value" codes,
// half of a location) is made of these words first, in tolerant.ts; the codes themselves stand here,
// beside the field they belong to.
import { z } from 'zod';
import { MESSAGE_ID_LENGTH, parseMessageId } from '../domain/ids.ts';
import { BAND_STATES, CUES, DATUMS, FALL_PHASES } from '../domain/message.ts';
import { instant, parseRfc3339, seconds } from '../domain/time.ts';

/** Key of a schema's metadata: values with which a band says that it has none. Also printed. */
export const NO_VALUE = 'x-no-value';

/** 2038-style limits of firmware counters: all bits set, signed and unsigned. */
const ALL_BITS_SET = [-1, 65_535];

/** The last moment that RFC 3339 can write: 9999-12-31T23:59:59.999Z. */
const LAST_INSTANT = 253_402_300_799_999;

const messageId = z
  .string()
  .min(1)
  .max(MESSAGE_ID_LENGTH)
  .meta({ description: 'Never used twice by a band, not even after a reboot.' })
  .transform((text, context) => {
    const id = text.isWellFormed() ? parseMessageId(text) : undefined;
    return id ?? refuse(context, 'not a text of 1 to 64 characters');
  });

const rfc3339 = z
  .string()
  .meta({ format: 'date-time' })
  .transform((text, context) => {
    const at = parseRfc3339(text);
    return at !== undefined && at >= 0 ? at : refuse(context, 'not an RFC 3339 date-time');
  });

const epochMillis = z
  .number()
  .min(0)
  .max(LAST_INSTANT)
  .transform((n) => instant(Math.floor(n)));

const deviceTime = z.union([rfc3339, epochMillis], 'neither RFC 3339 nor epoch milliseconds').meta({
  [NO_VALUE]: [0, -1],
  description: "The band's clock: RFC 3339, or milliseconds since 1970.",
});

function refuse(context: z.RefinementCtx, message: string): never {
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
}

/** A number within its possible limits; outside of them it was not measured on a person. */
const measured = (
  min: number,
  max: number,
  description: string,
  noValue: readonly number[] = [],
): z.ZodNumber =>
  z
    .number()
    .min(min)
    .max(max)
    .meta({ description, [NO_VALUE]: [...noValue, ...ALL_BITS_SET] });

const flag = (description: string): z.ZodBoolean =>
  z.boolean().meta({ description, [NO_VALUE]: [-1, 255] });

const percent = (description: string, noValue: readonly number[]): z.ZodNumber =>
  measured(0, 100, description, noValue);

const locationSchema = z
  .object({
    lat: z.number().min(-90).max(90).meta({ description: 'Degrees.' }),
    lon: z.number().min(-180).max(180).meta({ description: 'Degrees.' }),
    accuracy: measured(0, 1_000_000, 'Radius in metres.').optional(),
    datum: z.enum(DATUMS).default('WGS84'),
  })
  .meta({ description: 'Latitude and longitude both 0 mean: no fix.' });

export const readingSchema = z.object({
  id: messageId.optional(),
  at: deviceTime.optional(),
  heartRate: measured(20, 300, 'Per minute.', [0, 1, 255]).optional(),
  spo2: measured(30, 100, 'Percent.', [0, 1, 255]).optional(),
  temperature: measured(0, 50, 'Degrees Celsius at the skin.', [0, 255]).optional(),
  steps: measured(0, 200_000, "Since the band's midnight.").optional(),
  battery: percent('Percent.', [255]).optional(),
  worn: flag('On the wrist.').optional(),
  charging: flag('On the charger.').optional(),
  signal: measured(-150, 0, 'dBm.', [0, 255]).optional(),
  still: measured(0, 31 * 86_400, 'Seconds without movement.')
    .transform(seconds)
    .optional(),
  location: locationSchema.optional(),
  buffered: flag('Kept by the band while out of coverage, sent later.').optional(),
});

export const sosSchema = z.object({
  id: messageId.optional(),
  at: deviceTime.optional(),
  location: locationSchema.optional(),
  battery: percent('Percent.', [255]).optional(),
});

export const fallSchema = z.object({
  id: messageId.optional(),
  at: deviceTime.optional(),
  phase: z.enum(FALL_PHASES).meta({
    description:
      'confirmed: no reaction of the wearer; cancelled: the wearer said that all is well.',
  }),
  impact: measured(0, 10_000, "Strength of the impact, in the band's own unit.").optional(),
  location: locationSchema.optional(),
});

const lineName = (description: string) =>
  z.string().min(1).max(64).meta({ description }).optional();

export const statusSchema = z.object({
  state: z.enum(BAND_STATES).meta({ description: 'offline: the last will.' }),
  gateway: lineName('What it speaks through, if it knows.'),
  firmware: lineName('What runs on it: name and version.'),
});

const cueSchema = z.object({
  cue: z.enum(CUES),
  id: z.string().meta({ description: 'The message of the band that this answers.' }).optional(),
  text: z.string().optional(),
});

/** By the last segment of the topic. */
export const PAYLOADS = {
  heartbeat: z.union([readingSchema, z.array(readingSchema).min(1)]),
  fall: fallSchema,
  sos: sosSchema,
  status: statusSchema,
  cue: cueSchema,
} as const;
