// What the service answers when it does not do what was asked: RFC 9457 problem details, one code for
// each reason, and a sentence that somebody can act on.
import type { ZodError } from 'zod';

/** What a route answers. No content: nothing but the status. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly content?: { readonly type: string; readonly text: string };
}

export const json = (value: unknown, status = 200): Answer => ({
  status,
  content: { type: 'application/json; charset=utf-8', text: JSON.stringify(value) },
});

export const noContent: Answer = { status: 204 };

const PROBLEMS = {
  invalid: [400, 'The request is not as it should be'],
  'not-signed-in': [401, 'Nobody is signed in'],
  'wrong-credentials': [401, 'Name or password is wrong'],
  'not-permitted': [403, 'Your role may not do this'],
  'foreign-origin': [403, 'The request does not come from a page of this service'],
  'setup-refused': [403, 'The setup link is not valid'],
  'not-found': [404, 'There is no such thing'],
  'method-not-allowed': [405, 'This cannot be done here'],
  owned: [409, 'Somebody else was first'],
  closed: [409, 'The incident is closed'],
  'not-closed': [409, 'The incident is not closed'],
  conflict: [409, 'This contradicts what is on record'],
  'too-large': [413, 'The request is too large'],
  'unsupported-media-type': [415, 'The request must be JSON'],
  'too-many-requests': [429, 'Too many attempts'],
  failed: [500, 'Something went wrong in the service'],
  unavailable: [503, 'This is not available at the moment'],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemCode = keyof typeof PROBLEMS;
export const PROBLEM_CODES = Object.keys(PROBLEMS) as readonly ProblemCode[];

export interface FieldError {
  /** Where, as a path with dots: `contacts.0.phone`; empty for the whole. */
  readonly field: string;
  readonly message: string;
  /** The same for whoever reads Chinese, where it is known. */
  readonly messageZh?: string;
}

/** @param detail a sentence for the person at the screen, without secrets. */
export function problem(
  code: ProblemCode,
  detail: string,
  extra: Readonly<Record<string, unknown>> = {},
): Answer {
  const [status, title] = PROBLEMS[code];
  const type = `urn:lamplight:problem:${code}`;
  return {
    status,
    content: {
      type: 'application/problem+json; charset=utf-8',
      text: JSON.stringify({ type, title, status, detail, ...extra }),
    },
  };
}

/** Names each field that is wrong, and never repeats what stood in it. */
export function invalid(error: ZodError): Answer {
  const errors: FieldError[] = error.issues.map(({ path, message }) => ({
    field: path.join('.'),
    message,
  }));
  return wrongFields(errors);
}

/** Names each field that is wrong. */
export function wrongFields(errors: readonly FieldError[]): Answer {
  const sentences = errors.map(({ field, message }) => (field ? `${field}: ${message}` : message));
  return problem('invalid', `${sentences.join('; ')}.`, { errors });
}

export const notFound = (what: string): Answer => problem('not-found', `There is no such ${what}.`);
