// Text that people type, as it may enter the record: composed (NFC), trimmed, whole characters only,
// no control characters that could hide something in a list. Markup is text here; the screen shows
// it as such.
import { z } from 'zod';

// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the purpose.
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

const lengthOf = (text: string): number => Array.from(text).length;

/** @param longest in characters, as a reader counts them. */
export const text = (longest: number) =>
  z
    .string()
    .transform((raw) => raw.normalize('NFC').trim())
    .refine((value) => value.length > 0, 'must not be empty')
    .refine((value) => lengthOf(value) <= longest, `at most ${longest} characters`)
    .refine((value) => value.isWellFormed() && !CONTROL.test(value), 'has unreadable characters');

export const line = (longest: number) =>
  text(longest).refine((value) => !/[\n\t]/.test(value), 'must be one line');

/** Rooms and buildings are often typed as numbers. */
export const lineOrNumber = (longest: number) =>
  z.union([z.number().int().nonnegative().transform(String), line(longest)]);
