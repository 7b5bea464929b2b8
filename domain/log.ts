// How a station says what happened. Fields never hold names, phone numbers, coordinates, payloads or
// secrets: ids and numbers only.

export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Log {
  /** @param event a name in kebab-case that a search can find. */
  info(event: string, fields?: LogFields): void;
  /** Somebody should look at it today. */
  warn(event: string, fields?: LogFields): void;
  /** Something does not work now. */
  error(event: string, fields?: LogFields): void;
}

/** For tests and tools that have nobody to tell. */
export const silentLog: Log = { info() {}, warn() {}, error() {} };
