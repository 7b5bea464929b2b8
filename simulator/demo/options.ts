// The command line of `npm run demo`. Everything else is set as for the service, by LAMPLIGHT_*.
import { parseArgs } from 'node:util';
import { isBroker } from '../options.ts';

export interface DemoOptions {
  /** Throw the demo's own data away first. */
  readonly fresh: boolean;
  readonly seed: number;
  /** Days of history on the first start. */
  readonly days: number;
  readonly service: OwnService | RunningService;
}

interface OwnService {
  readonly type: 'own';
}

interface RunningService {
  readonly type: 'running';
  readonly http: string;
  readonly mqtt: string;
  readonly passwordFile: string;
}

export type DemoCommand =
  | { readonly type: 'run'; readonly options: DemoOptions }
  | { readonly type: 'help' }
  | { readonly type: 'mistaken'; readonly mistakes: readonly string[] };

const FLAGS = {
  help: { type: 'boolean', short: 'h' },
  fresh: { type: 'boolean', default: false },
  seed: { type: 'string', default: '1' },
  days: { type: 'string', default: '30' },
  service: { type: 'string' },
  mqtt: { type: 'string' },
  'password-file': { type: 'string' },
} as const;

export const DEMO_HELP = `The whole service with an invented community of 79 residents and their wristbands.

  npm run demo -- [options]

  --fresh                throw the demo's data away and begin again
  --days N               days of history on the first start (30)
  --seed N               another seed, another community; on the first start (1)
  --help                 this page

Instead of starting a service of its own, the demo can move into one that runs:

  --service URL          its address, http://host:port or https://host:port
  --mqtt URL             its MQTT address, mqtt://host:port or mqtts://host:port
  --password-file FILE   the password of its account 'admin'

Data lies in LAMPLIGHT_DATA_DIR (data/demo); every LAMPLIGHT_* setting of the service holds here too.
`;

export function readDemoCommand(args: readonly string[]): DemoCommand {
  let flags: ReturnType<typeof parse>;
  try {
    flags = parse(args);
  } catch (error) {
    return { type: 'mistaken', mistakes: [(error as Error).message] };
  }
  if (flags.help) return { type: 'help' };
  const mistakes: string[] = [];
  for (const flag of ['seed', 'days'] as const) {
    if (!/^\d{1,4}$/.test(flags[flag])) {
      mistakes.push(`--${flag}: '${flags[flag]}' is not a whole number up to 9999`);
    }
  }
  const service = readService(flags, mistakes);
  if (flags.fresh && service.type === 'running') {
    mistakes.push('--fresh: the data of a running service is not the demo’s to throw away');
  }
  if (mistakes.length > 0) return { type: 'mistaken', mistakes };
  const { fresh, seed, days } = flags;
  return { type: 'run', options: { fresh, seed: Number(seed), days: Number(days), service } };
}

const parse = (args: readonly string[]) => parseArgs({ args: [...args], options: FLAGS }).values;

function readService(flags: ReturnType<typeof parse>, mistakes: string[]): DemoOptions['service'] {
  const { service, mqtt, 'password-file': passwordFile } = flags;
  if (service === undefined && mqtt === undefined && passwordFile === undefined) {
    return { type: 'own' };
  }
  if (service === undefined || mqtt === undefined || passwordFile === undefined) {
    mistakes.push('--service, --mqtt and --password-file belong together; give all three or none');
    return { type: 'own' };
  }
  if (!/^https?:$/.test(URL.parse(service)?.protocol ?? '')) {
    mistakes.push(`--service: '${service}' is not http://… or https://…`);
  }
  if (!isBroker(mqtt)) mistakes.push(`--mqtt: '${mqtt}' is not mqtt://… or mqtts://…`);
  return { type: 'running', http: service, mqtt, passwordFile };
}
