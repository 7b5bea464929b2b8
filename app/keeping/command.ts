// What the three commands (backup, restore, verify) have in common: their options, and an end with a
// sentence instead of a stack.
import { parseArgs } from 'node:util';
import { type Clock, instant } from '../../domain/time.ts';

export const clock: Clock = () => instant(Date.now());

export interface Command<Name extends string, Flag extends string> {
  readonly usage: string;
  /** Options with a value that have to be given. */
  readonly required: readonly Name[];
  readonly flags: readonly Flag[];
  /** Resolves with the exit status. */
  readonly run: (options: {
    readonly dataDir: string;
    readonly values: Readonly<Record<Name, string>>;
    readonly flags: Readonly<Record<Flag, boolean>>;
  }) => Promise<number>;
}

/** `--data-dir` is an option of each; without it LAMPLIGHT_DATA_DIR, or `data`. Sets the exit status. */
export async function runCommand<Name extends string, Flag extends string>(
  command: Command<Name, Flag>,
): Promise<void> {
  try {
    const { values } = parseArgs({
      options: {
        'data-dir': { type: 'string' },
        help: { type: 'boolean' },
        ...Object.fromEntries(command.required.map((name) => [name, { type: 'string' as const }])),
        ...Object.fromEntries(command.flags.map((name) => [name, { type: 'boolean' as const }])),
      },
    });
    const given = values as Readonly<Record<string, string | boolean | undefined>>;
    const missing = command.required.filter((name) => given[name] === undefined);
    if (given.help === true || missing.length > 0) {
      print(command.usage);
      process.exitCode = given.help === true ? 0 : 2;
      return;
    }
    const dataDir = given['data-dir'] ?? process.env.LAMPLIGHT_DATA_DIR ?? 'data';
    process.exitCode = await command.run({
      dataDir: String(dataDir),
      values: given as Record<Name, string>,
      flags: given as Record<Flag, boolean>,
    });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

export const print = (line: string): void => void process.stdout.write(`${line}\n`);
