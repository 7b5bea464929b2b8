// Between promises and the broker library's callbacks. A hook that throws, rejects or calls back
// twice would end the process or leave a socket hanging; here every outcome becomes one call.

/** Calls `callback` exactly once with what `work` came to. Never throws. */
export function answerOnce<Value>(
  work: () => Promise<Value>,
  callback: (error: Error | null, value?: Value) => void,
  /** Told when the callback itself threw: a bug in the library, and no reason to stop. */
  callbackThrew: (error: unknown) => void,
): void {
  const call = (error: Error | null, value?: Value): void => {
    try {
      callback(error, value);
    } catch (thrown) {
      callbackThrew(thrown);
    }
  };
  const started = (async () => work())();
  started.then(
    (value) => call(null, value),
    (reason) => call(asError(reason)),
  );
}

export const asError = (reason: unknown): Error =>
  reason instanceof Error ? reason : new Error(String(reason));
