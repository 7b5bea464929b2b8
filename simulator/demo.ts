// `npm run demo`: starts, tells, and stops in order: first the bands, then the service.
import { instant } from '../domain/time.ts';
import { listen } from './demo/console.ts';
import { startDemo } from './demo/demo.ts';
import { DEMO_HELP, type DemoOptions, readDemoCommand } from './demo/options.ts';
import type { ChildService } from './demo/service.ts';
import type { Fleet } from './fleet.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const complain = (line: string): void => void process.stderr.write(`${line}\n`);

type End = { readonly by: 'signal'; readonly signal: string } | { readonly by: 'failure' };

async function run(options: DemoOptions): Promise<number> {
  const open: { service?: ChildService; fleet?: Fleet; deafen?: () => void } = {};
  const interactive = process.stdin.isTTY === true;
  const broken = Promise.withResolvers<End>();
  let over = false;
  const fail = (why: string): void => {
    if (over) return;
    over = true;
    complain(why);
    broken.resolve({ by: 'failure' });
  };
  const started = startDemo({
    options,
    env: process.env,
    clock: () => instant(Date.now()),
    print,
    interactive,
    opened(part) {
      Object.assign(open, part);
      if (!('service' in part)) return;
      part.service.ended.then((how) => fail(`The service stopped: ${how}.`));
    },
  });
  started.then(
    (fleet) => {
      if (interactive) open.deafen = listen(fleet, print);
    },
    (error: Error) => fail(explained(error)),
  );
  const end = await Promise.race([broken.promise, interrupted()]);
  over = true;
  if (end.by === 'signal') print('Stopping …');
  open.deafen?.();
  await open.fleet?.stop();
  await open.service?.stop(end.by === 'signal' && end.signal === 'SIGINT' && interactive);
  return end.by === 'signal' ? 0 : 1;
}

/**
 * By a signal, or by the end of the shell that npm started us in: npm tells a SIGTERM to that shell
 * alone, and a demonstration that nobody can see any more should not go on.
 */
function interrupted(): Promise<End> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => resolve({ by: 'signal', signal }));
    }
    const parent = process.ppid;
    const watch = () => process.ppid !== parent && resolve({ by: 'signal', signal: 'orphaned' });
    setInterval(watch, 500).unref();
  });
}

const explained = (error: Error): string =>
  error.cause instanceof Error ? `${error.message} (${explained(error.cause)})` : error.message;

const command = readDemoCommand(process.argv.slice(2));
switch (command.type) {
  case 'help':
    print(DEMO_HELP);
    break;
  case 'mistaken':
    for (const mistake of command.mistakes) complain(mistake);
    complain('npm run demo -- --help says what there is');
    process.exitCode = 2;
    break;
  case 'run':
    // Whatever is still under way when the end comes (a history, a move) ends here too.
    process.exit(await run(command.options));
    break;
  default:
    command satisfies never;
}
