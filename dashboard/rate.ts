// How often a password may be tried. Counted are failures, by address and by address and name: a name
// alone is never locked, or anybody could lock the duty desk out of its own screen. How many
// passwords are checked at all is bounded in the registry. Bands are not concerned.
import type { Request, Response } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { problem } from './problem.ts';
import type { Guard } from './route.ts';

const WINDOW_MS = 60_000;
export const FAILURES_PER_ADDRESS = 30;
export const FAILURES_PER_NAME = 5;

export interface Guards {
  /** False when the request was answered with 429. */
  pass(guard: Guard, request: Request, response: Response): Promise<boolean>;
}

export function createGuards(): Guards {
  const limiters = {
    'sign-in': [
      limiter(FAILURES_PER_ADDRESS, addressOf),
      limiter(FAILURES_PER_NAME, (request) => `${addressOf(request)} ${nameIn(request.body)}`),
    ],
  } as const satisfies Record<Guard, unknown>;
  return {
    async pass(guard, request, response) {
      for (const limit of limiters[guard]) {
        await limit(request, response, () => undefined);
        if (response.headersSent) return false;
      }
      return true;
    },
  };
}

const addressOf = ({ ip }: Request): string => ipKeyGenerator(ip ?? 'unknown');

function nameIn(body: unknown): string {
  const name = (body as { name?: unknown } | undefined)?.name;
  return typeof name === 'string' ? name.normalize('NFKC').trim().toLowerCase().slice(0, 64) : '';
}

const limiter = (limit: number, keyGenerator: (request: Request) => string) =>
  rateLimit({
    windowMs: WINDOW_MS,
    limit,
    keyGenerator,
    skipSuccessfulRequests: true,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    // Behind a proxy every screen has the proxy's address; that is known and harmless here.
    validate: { xForwardedForHeader: false, forwardedHeader: false },
    handler: (_request, response) => {
      const { status, content } = problem(
        'too-many-requests',
        'Too many failed attempts. Wait a minute, then try again.',
      );
      response.status(status).set('Content-Type', content?.type ?? '');
      response.set('Cache-Control', 'no-store').send(Buffer.from(content?.text ?? ''));
    },
  });
