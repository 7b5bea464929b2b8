// What the desk sends with each action, and the action it means.
import { z } from 'zod';
import { DESK_ACTIONS, type DeskAction } from '../domain/desk.ts';
import { OUTCOMES } from '../domain/incident.ts';
import { minutes } from '../domain/time.ts';
import { line, text } from './texts.ts';

export type DeskActionName = (typeof DESK_ACTIONS)[number];

const LONGEST_HOLD_MINUTES = 120;

const note = text(2_000);
/** An empty note is no note: the screen sends its field as it is. */
const maybeNote = z.preprocess((value) => (value === '' ? undefined : value), note.optional());
const noted = { note: maybeNote };

const outcomes = `one of ${OUTCOMES.join(', ')}`;

export const deskActionSchemas = {
  claim: z.strictObject({ ...noted, takeOver: z.boolean().optional() }),
  contact: z.strictObject({
    ...noted,
    who: line(64).optional(),
    reached: z.boolean().optional(),
  }),
  dispatch: z.strictObject({ ...noted, responder: line(64).optional() }),
  arrive: z.strictObject(noted),
  hold: z
    .strictObject({
      ...noted,
      minutes: z
        .number(`how long to hold: 1 to ${LONGEST_HOLD_MINUTES} minutes`)
        .min(1, 'at least 1 minute')
        .max(LONGEST_HOLD_MINUTES, `at most ${LONGEST_HOLD_MINUTES} minutes: a hold has an end`),
    })
    .transform(({ minutes: wanted, ...rest }) => ({ ...rest, duration: minutes(wanted) })),
  note: z.strictObject({ note }),
  close: z.strictObject({
    ...noted,
    outcome: z.enum(OUTCOMES, `how did it end? ${outcomes}`),
    reply: z.strictObject({ done: z.boolean(), ...noted }).optional(),
  }),
  reopen: z.strictObject(noted),
} as const satisfies Record<DeskActionName, z.ZodType>;

export const isDeskAction = (name: string | undefined): name is DeskActionName =>
  DESK_ACTIONS.some((known) => known === name);

/** @param body what came with the request; `{}` when nothing did. */
export function parseDeskAction(
  type: DeskActionName,
  body: unknown,
):
  | { readonly ok: true; readonly action: DeskAction }
  | { readonly ok: false; readonly error: z.ZodError } {
  const { data, error } = deskActionSchemas[type].safeParse(body);
  if (error) return { ok: false, error };
  return { ok: true, action: { type, ...withoutAbsent(data) } as DeskAction };
}

/** `{note: undefined}` is not `{}` on record. */
const withoutAbsent = (value: object): object =>
  Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined));
