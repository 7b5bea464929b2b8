// `npm run verify`: proves from the files that nothing accepted was lost. Exit status 1: something is wrong.
import './require-node.mjs';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { damagedEntries } from '../alerts/adapters/journal-proof.ts';
import { print, runCommand } from './keeping/command.ts';
import { DATA_FILES, KeepingError } from './keeping/data-files.ts';
import { examine, pragma } from './keeping/manifest.ts';
import { verifyAudit } from './keeping/verify-audit.ts';
import { type JournalProof, verifyJournal } from './keeping/verify-journal.ts';

const PROBLEMS_SHOWN = 50;

await runCommand({
  usage:
    'npm run verify -- [--data-dir FOLDER]\n' +
    'Replays the journal of a service, running or not, or of a backup: every accepted press and fall must be\n' +
    'in an incident or have a reason on record. Also checks every file and the chain of the audit.',
  required: [],
  flags: [],
  async run({ dataDir }) {
    const problems: string[] = [];
    for (const file of DATA_FILES) {
      const path = join(dataDir, file.name);
      if (existsSync(path)) problems.push(...(await damageOf(() => examine(path, file))));
      else if (file.needed) throw new KeepingError(`${dataDir} holds no ${file.name}.`);
    }
    // What is damaged cannot be replayed; that is the first thing to know.
    if (problems.length === 0) {
      const proof = reading(dataDir, 'journal.db', verifyJournal);
      printProof(proof);
      const audit = reading(dataDir, 'registry.db', verifyAudit);
      print(`${audit.entries} entries of the audit`);
      const changed = reading(dataDir, 'journal.db', changedEntries);
      if (changed > 0) problems.push(`${changed} entries of the journal are not what was written`);
      problems.push(...proof.problems, ...audit.problems);
    }
    for (const problem of problems.slice(0, PROBLEMS_SHOWN)) print(`WRONG: ${problem}`);
    print(problems.length === 0 ? 'All of it agrees.' : `${problems.length} things are wrong.`);
    return problems.length === 0 ? 0 : 1;
  },
});

async function damageOf(work: () => Promise<unknown>): Promise<readonly string[]> {
  try {
    await work();
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}

function reading<Value>(dataDir: string, name: string, work: (db: DatabaseSync) => Value): Value {
  const db = new DatabaseSync(join(dataDir, name), { readOnly: true, timeout: 5_000 });
  try {
    return work(db);
  } finally {
    db.close();
  }
}

/** Entries have had checksums since version 2 of the file. */
function changedEntries(db: DatabaseSync): number {
  return Number(pragma(db, 'user_version')) < 2 ? 0 : damagedEntries(db);
}

function printProof(proof: JournalProof): void {
  print(`${proof.arrivals} presses and falls on record:`);
  print(`  ${proof.inIncidents} in incidents`);
  print(`  ${proof.repeats} delivered again`);
  print(`  ${proof.nothingToCancel} said that all is well when nothing was open`);
  print(`  ${proof.takenBackTooLate} took back a fall that another had followed`);
  print(`${proof.incidents} incidents from ${proof.changes} changes`);
}
