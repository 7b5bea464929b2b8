// The shape of everything on the fault bench. A scenario does one kind of harm to the real service,
// so many times, while the bench keeps a ledger outside of it; then both are held against each other.
// Its control runs the same against a service that is broken on purpose and has to be caught: a test
// of durability that cannot fail proves nothing.
import type { Launch, Service } from '../support/service.ts';

export interface Scenario {
  /** On the command line and in the table: `random kills`. */
  readonly name: string;
  /** What holds, as a sentence; one run that does not refutes it. */
  readonly claim: string;
  /** What is counted: `kills`. `--kills 500` on the command line changes how many. */
  readonly unit: string;
  readonly short: number;
  readonly long: number;
  /** Programs only Debian has. */
  readonly needs: readonly DebianProgram[];
  run(bench: Bench, times: number): Promise<Result>;
  readonly control?: Control;
}

export interface DebianProgram {
  readonly program: string;
  readonly debianPackage: string;
}

/** The service with one thing wrong. */
interface Control {
  /** `written after the acknowledgement` */
  readonly what: string;
  /** How many of whatever the scenario calls harm it came to; 0 means that the scenario is blind. */
  run(bench: Bench): Promise<number>;
}

export interface Result {
  readonly runs: number;
  /** Messages the bench has an acknowledgement for. */
  readonly acknowledged: number;
  /** Acknowledged, and on no record. */
  readonly lost: readonly string[];
  /** On record in more than one place. */
  readonly doubled: readonly string[];
  /** On record, and sent by nobody. */
  readonly invented: readonly string[];
  /** Any other promise that was not kept, each as a sentence. */
  readonly broken: readonly string[];
  /** Milliseconds from each end of the harm to the first acknowledgement after it. */
  readonly recoveries: readonly number[];
  /** What a reader of the table should know beside the numbers. */
  readonly remarks?: readonly string[];
}

/** What a scenario works with. Whatever it starts or makes here is gone when the bench ends. */
export interface Bench {
  readonly seed: number;
  /** Long enough for a table that is published; otherwise for every test run. */
  readonly isLong: boolean;
  /** From the seed: at least 0, less than 1. */
  random(): number;
  /** An empty folder of its own. */
  folder(): string;
  /** The real service as a process; killed at the end if it still runs. */
  start(
    dataDir: string,
    settings?: Readonly<Record<string, string | undefined>>,
    how?: Launch,
  ): Promise<Service>;
  /** Runs at the end, newest first, whatever happened. */
  onEnd(close: () => void | Promise<void>): void;
}

export const isKept = (result: Result): boolean =>
  [result.lost, result.doubled, result.invented, result.broken].every(({ length }) => length === 0);
