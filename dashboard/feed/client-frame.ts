// What a duty screen may say. Anything else ends the line: a screen of ours never says it.
import { z } from 'zod';
import type { ClientFrame } from '../../domain/frame.ts';
import { parseIncidentId } from '../../domain/ids.ts';

const clientFrame = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('seen'),
    incidentId: z.string().transform((text, context) => {
      const id = parseIncidentId(text);
      if (id !== undefined) return id;
      context.addIssue('not the id of an incident');
      return z.NEVER;
    }),
  }),
  z.strictObject({ type: z.literal('console'), visible: z.boolean(), audible: z.boolean() }),
]);

export function parseClientFrame(text: string): ClientFrame | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return clientFrame.safeParse(value).data;
}
