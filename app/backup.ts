// `npm run backup -- --to FOLDER`: copies a running service's data.
import './require-node.mjs';
import { backUp } from './keeping/back-up.ts';
import { clock, print, runCommand } from './keeping/command.ts';

await runCommand({
  usage:
    'npm run backup -- --to FOLDER [--data-dir FOLDER]\n' +
    'Copies the data of Lamplight, running or not, into a new folder, and reads the copy back.',
  required: ['to'],
  flags: [],
  async run({ dataDir, values }) {
    const { files, startedAt } = await backUp({ dataDir, to: values.to, clock });
    for (const { name, bytes, rows } of files) {
      const counts = Object.entries(rows).map(([table, n]) => `${n} ${table}`);
      print(`${name}  ${bytes} bytes  ${counts.join(', ')}`);
    }
    print(`All that was acknowledged before ${startedAt} is in ${values.to}.`);
    return 0;
  },
});
