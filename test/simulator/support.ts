// Waiting for something that another process or a socket brings about, without guessing how long.

/** Asks again every few milliseconds until `check` no longer throws; after 10 s its error counts. */
export async function eventually(check: () => void): Promise<void> {
  const patience = performance.now() + 10_000;
  for (;;) {
    try {
      check();
      return;
    } catch (error) {
      if (performance.now() > patience) throw error;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}
