// Waiting for others, but not for ever.
import type { Millis } from '../domain/time.ts';

class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
}

/**
 * What `work` resolves with or rejects with, also when it throws at once; after `within` without
 * either, rejects with a DeadlineError. The work itself goes on.
 * @param what for the message: `the gate`.
 */
export async function withDeadline<Value>(
  what: string,
  within: Millis,
  work: () => Promise<Value>,
): Promise<Value> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new DeadlineError(`${what} did not answer within ${within} ms`)),
    within,
  );
  try {
    return await Promise.race([work(), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
