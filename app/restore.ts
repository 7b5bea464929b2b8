// `npm run restore -- --from FOLDER --data-dir FOLDER`: puts a backup back.
import './require-node.mjs';
import { clock, print, runCommand } from './keeping/command.ts';
import { restore } from './keeping/restore.ts';

await runCommand({
  usage:
    'npm run restore -- --from FOLDER [--data-dir FOLDER] [--replace]\n' +
    'Checks a backup and puts it into an empty folder of data; with --replace, what is there is moved aside.',
  required: ['from'],
  flags: ['replace'],
  async run({ dataDir, values, flags }) {
    const replace = flags.replace === true;
    const { manifest, movedTo } = await restore({ from: values.from, dataDir, replace, clock });
    print(`${manifest.files.length} files of ${manifest.startedAt} are in ${dataDir}.`);
    if (movedTo !== undefined) print(`What was there is in ${movedTo}.`);
    return 0;
  },
});
