// `npm run simulate`: bands against any broker. A stranger to the service, it knows the wire only.
import { readFile } from 'node:fs/promises';
import { instant } from '../domain/time.ts';
import { openLedger } from './ledger.ts';
import { inventCredentials, readCredentials } from './members.ts';
import { helpText, readCommand, type SimulateOptions } from './options.ts';
import { startRun } from './run.ts';

const DEFAULT_COUNT = 79;
const REPORT_EVERY = 5_000;

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const complain = (line: string): void => void process.stderr.write(`${line}\n`);

async function simulate(options: SimulateOptions): Promise<number> {
  const { bandsFile, count, secret, broker, story, authorityFile } = options;
  const known = bandsFile === undefined ? undefined : await readCredentials(bandsFile);
  if (known && count !== undefined && count > known.length) {
    throw new Error(`--count: ${bandsFile} holds ${known.length} bands only`);
  }
  const credentials =
    known?.slice(0, count ?? known.length) ?? inventCredentials(count ?? DEFAULT_COUNT, secret);
  const authority = authorityFile && (await readFile(authorityFile, 'utf8'));
  const clock = () => instant(Date.now());
  const ledger = openLedger(clock, options.ledgerFile);
  const run = startRun({ options, credentials, clock, ledger, ...(authority && { authority }) });
  print(
    `${credentials.length} bands, ${broker}, ${story?.name ?? 'ordinary life'}; Ctrl-C ends it`,
  );
  const report = (): void => {
    const { sent, acknowledged, cue } = ledger.counts;
    const { urgent, readings } = run.fleet.waiting;
    print(
      `connected ${ledger.connected}  sent ${sent}  acknowledged ${acknowledged}  cues ${cue}` +
        `  waiting: ${urgent} urgent, ${readings} readings`,
    );
    for (const [reason, times] of ledger.reasons) print(`  ${times} × ${reason}`);
  };
  const reporting = setInterval(report, REPORT_EVERY);
  const interrupted = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  await Promise.race([run.ended, interrupted]);
  clearInterval(reporting);
  report();
  const { urgent } = run.fleet.waiting;
  await run.fleet.stop();
  await ledger.close();
  if (urgent > 0) complain(`${urgent} presses and falls were never acknowledged`);
  return urgent > 0 ? 1 : 0;
}

const command = readCommand(process.argv.slice(2));
switch (command.type) {
  case 'help':
    print(helpText());
    break;
  case 'mistaken':
    for (const mistake of command.mistakes) complain(mistake);
    complain('npm run simulate -- --help says what there is');
    process.exitCode = 2;
    break;
  case 'run':
    try {
      process.exitCode = await simulate(command.options);
    } catch (error) {
      complain((error as Error).message);
      process.exitCode = 2;
    }
    break;
  default:
    command satisfies never;
}
