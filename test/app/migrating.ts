// A process that opens one file of data as the service does, and is killed after so many statements of its
// migrations: started by upgrade.test.ts with durable/sqlite.ts patched to run them one by one.
import type { DatabaseSync } from 'node:sqlite';
import { DATA_FILES } from '../../app/keeping/data-files.ts';
import { openDurable } from '../../durable/sqlite.ts';

const [name = '', path = '', dieAfter = '', further = ''] = process.argv.slice(2);
let executed = 0;

declare global {
  var inPieces: (db: DatabaseSync, script: string) => void;
}

globalThis.inPieces = (db, script) => {
  for (const statement of statementsOf(db, script)) {
    if (executed === Number(dieAfter)) process.kill(process.pid, 'SIGKILL');
    db.exec(statement);
    executed += 1;
  }
};

/** SQLite itself says where a statement ends: a trigger has semicolons inside. */
function* statementsOf(db: DatabaseSync, script: string): Generator<string> {
  let statement = '';
  for (const piece of script.replaceAll(/--.*$/gm, '').split(';')) {
    statement += `${piece};`;
    if (statement.trim() === ';') statement = '';
    else if (isComplete(db, statement)) {
      yield statement;
      statement = '';
    }
  }
}

function isComplete(db: DatabaseSync, statement: string): boolean {
  try {
    db.prepare(statement);
    return true;
  } catch (error) {
    if (String(error).includes('incomplete input')) return false;
    throw error;
  }
}

const file = DATA_FILES.find((each) => each.name === name);
if (!file) throw new Error(`no file is called ${name}`);
const known = file.at(path);
const migrations = further === '' ? known.migrations : [...known.migrations, further];
openDurable({ ...known, migrations }).close();
process.stdout.write(String(executed));
