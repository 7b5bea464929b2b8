// What real wristbands send, made into what the wire contract means, field by field: numbers and
// booleans as text, epoch times as digits, ids as numbers, "no value" as null, '', 0, 1, 255 or
// 65535. A field that cannot be right is left out and named; it never takes the others with it.
import type { z } from 'zod';
import { NO_VALUE } from './schema.ts';

/** What could be read of one JSON object. */
export interface Fields<Output> {
  readonly value: Partial<Output>;
  /** One English sentence per field left out, naming the field and never its content. */
  readonly faults: readonly string[];
  /** How many fields the contract does not know. */
  readonly unknown: number;
}

type Schema = z.ZodType;

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads the known fields of `source`. Only its own properties count, so `__proto__` is one more
 * unknown field.
 */
export function readFields<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  source: Readonly<Record<string, unknown>>,
): Fields<z.output<z.ZodObject<Shape>>> {
  const value: Record<string, unknown> = {};
  const faults: string[] = [];
  let known = 0;
  for (const [name, field] of Object.entries<Schema>(schema.shape as never)) {
    if (!Object.hasOwn(source, name)) continue;
    known += 1;
    const read = readField(innermost(field), source[name]);
    if (read.value !== undefined) value[name] = read.value;
    faults.push(...read.faults.map((fault) => `${name}${fault}`));
  }
  const unknown = Object.keys(source).length - known;
  return { value: value as Partial<z.output<z.ZodObject<Shape>>>, faults, unknown };
}

interface Read {
  readonly value?: unknown;
  /** To be put behind the name of the field. */
  readonly faults: readonly string[];
}

const NOTHING: Read = { faults: [] };

function readField(field: Innermost, raw: unknown): Read {
  if (raw === null || raw === '') return NOTHING;
  if (field.type === 'object') return readNested(field.schema as z.ZodObject, raw);
  const tolerated = tolerate(field, raw);
  if (typeof tolerated === 'number' && field.noValue.includes(tolerated)) return NOTHING;
  const result = field.schema.safeParse(tolerated);
  if (result.success) return { value: result.data, faults: [] };
  return { faults: [` was left out: ${result.error.issues[0]?.message ?? 'it is not possible'}`] };
}

/** A location: of use with both coordinates, and with as much of the rest as can be right. */
function readNested(schema: z.ZodObject, raw: unknown): Read {
  if (!isObject(raw)) return { faults: [' was left out: it is not an object'] };
  const { value, faults } = readFields(schema, raw);
  const named = faults.map((fault) => `.${fault}`);
  if (Object.keys(value).length === 0 || isNoFix(value)) return { faults: named };
  const whole = schema.safeParse(value);
  if (whole.success && !faults.some((fault) => fault.startsWith('datum'))) {
    return { value: whole.data, faults: named };
  }
  return { faults: [...named, ' was left out: it is not complete'] };
}

const isNoFix = (value: { readonly lat?: unknown; readonly lon?: unknown }): boolean =>
  value.lat === 0 && value.lon === 0;

const DECIMAL = /^\s*[-+]?\d{1,17}(\.\d{1,17})?\s*$/;
const TRUE: readonly unknown[] = [true, 1, '1', 'true'];
const FALSE: readonly unknown[] = [false, 0, '0', 'false'];

function tolerate(field: Innermost, raw: unknown): unknown {
  switch (field.type) {
    // A device time: text of digits is a number of milliseconds.
    case 'union':
    case 'number':
      return typeof raw === 'string' && DECIMAL.test(raw) ? Number(raw) : raw;
    case 'boolean': {
      const word = typeof raw === 'string' ? raw.trim().toLowerCase() : raw;
      return TRUE.includes(word) ? true : FALSE.includes(word) ? false : raw;
    }
    // An id. Beyond 2^53 two different numbers read as one, and a press must not pass for another.
    case 'string':
      return typeof raw === 'number' && Math.abs(raw) <= Number.MAX_SAFE_INTEGER
        ? String(raw)
        : raw;
    case 'enum':
      return typeof raw === 'string' ? optionLike(field.schema as z.ZodEnum, raw) : raw;
    default:
      return raw;
  }
}

function optionLike(schema: z.ZodEnum, raw: string): unknown {
  const word = raw.trim().toLowerCase();
  return schema.options.find((option) => String(option).toLowerCase() === word) ?? raw;
}

interface Innermost {
  /** Without `optional` and `default`, but with its transformation. */
  readonly schema: Schema;
  /** What goes in: `number`, `string`, `union`, …. */
  readonly type: string;
  readonly noValue: readonly number[];
}

/** Filled once per field of the schemas, of which there are a handful. */
const seen = new WeakMap<Schema, Innermost>();

function innermost(field: Schema): Innermost {
  const before = seen.get(field);
  if (before) return before;
  let schema = field;
  while (schema.def.type === 'optional' || schema.def.type === 'default') {
    schema = (schema as z.ZodOptional<Schema>).def.innerType;
  }
  let input = schema;
  while (input.def.type === 'pipe') input = (input as z.ZodPipe<Schema, Schema>).def.in;
  const noValue = (input.meta()?.[NO_VALUE] ?? []) as readonly number[];
  const found = { schema, type: input.def.type, noValue };
  seen.set(field, found);
  return found;
}
