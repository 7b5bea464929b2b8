// The service with a few of its lines changed (patch.mjs).
import { join } from 'node:path';

export interface Patch {
  /** From the top of the repository. */
  readonly file: string;
  /** Has to be there exactly once. */
  readonly line: string;
  readonly becomes: string;
}

/** Settings that start the service so patched. */
export const patched = (
  ...patches: readonly Patch[]
): Readonly<Record<string, string | undefined>> => ({
  NODE_OPTIONS: `--import ${join(import.meta.dirname, 'patch.mjs')}`,
  FAULT_PATCHES: JSON.stringify(patches),
});

/** Acknowledged at once, and put on record a moment later. */
export const ACKNOWLEDGED_FIRST: Patch = {
  file: 'app/main.ts',
  line: 'await worker.receive(arrival);',
  becomes: 'setTimeout(() => worker.receive(arrival).catch(() => {}), 20);',
};

/** Commits that no longer wait for the disk. */
export const NOT_SYNCED: readonly Patch[] = [
  {
    file: 'durable/sqlite.ts',
    line: 'PRAGMA synchronous = FULL;',
    becomes: 'PRAGMA synchronous = NORMAL;',
  },
  {
    file: 'durable/sqlite.ts',
    line: 'const SYNCHRONOUS_FULL = 2;',
    becomes: 'const SYNCHRONOUS_FULL = 1;',
  },
];

/** Every change of an incident is a frame of its own, as long as the timeline is. */
export const FRAMES_UNJOINED: Patch = {
  file: 'dashboard/feed/incident-frames.ts',
  line: 'const LONG = 50;',
  becomes: 'const LONG = 1e9;',
};

/** A screen keeps its line, whatever waits for it. */
export const HUNG_LINES_KEPT: readonly Patch[] = [
  {
    file: 'dashboard/feed/line.ts',
    line: 'if (takenBytes === before) socket.terminate();',
    becomes: 'if (false) socket.terminate();',
  },
  {
    file: 'dashboard/feed/line.ts',
    line: 'if (socket.bufferedAmount > limit + BURST_LIMIT) socket.terminate();',
    becomes: 'if (false) socket.terminate();',
  },
  {
    file: 'dashboard/feed/line.ts',
    line: 'if (!isReading()) {',
    becomes: 'if (false) {',
  },
];

/** What is sent again is taken again. */
export const REPEATS_TAKEN: Patch = {
  file: 'alerts/decide/repeat.ts',
  line: 'if (identity(message) !== undefined) return true;',
  becomes: 'if (identity(message) !== undefined) return false;',
};

/** A store that cannot be written to is taken for one that has it all. */
export const SETTLED_UNSTORED: Patch = {
  file: 'ingest/deliver.ts',
  line: 'else return delivery(outcome);',
  becomes: 'else stored += part.length;',
};

/** So that a test need not wait a minute for each. */
export const ESCALATES_SOON: Patch = {
  file: 'domain/policy.ts',
  line: 'unclaimedAfter: seconds(60)',
  becomes: 'unclaimedAfter: seconds(2)',
};

/** A gap between two ticks is taken for time that has passed. */
export const CLOCK_BELIEVED: Patch = {
  file: 'alerts/ticker.ts',
  line: 'if (Math.abs(gap) > TOLERANCE) untold = millis(untold + gap);',
  becomes: '',
};

/** What a line says wrong is thrown instead of counted. */
export const THROWS_AT_DAMAGE: Patch = {
  file: 'broker/adapters/aedes.ts',
  line: 'broker.on(event, (client, error: NodeJS.ErrnoException) =>',
  becomes:
    'broker.on(event, (_client, error) => { throw error; });\n    if (false) broker.on(event, (client, error: NodeJS.ErrnoException) =>',
};
