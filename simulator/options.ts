// The command line of `npm run simulate`, read once: options, or every mistake at once.
import { parseArgs } from 'node:util';
import { type Millis, seconds } from '../domain/time.ts';
import { STORIES, storyNamed } from './stories.ts';
import type { Story } from './story.ts';

export interface SimulateOptions {
  readonly broker: string;
  readonly authorityFile?: string;
  readonly bandsFile?: string;
  readonly secret: string;
  readonly count?: number;
  readonly story?: Story;
  readonly seed: number;
  readonly speed: number;
  readonly beat: Beat;
  readonly ledgerFile?: string;
}

/** Either each band's own interval, or how many heartbeats a second all of them make together. */
type Beat =
  | { readonly by: 'interval'; readonly interval: Millis }
  | { readonly by: 'rate'; readonly perSecond: number };

export type Command =
  | { readonly type: 'run'; readonly options: SimulateOptions }
  | { readonly type: 'help' }
  | { readonly type: 'mistaken'; readonly mistakes: readonly string[] };

const FLAGS = {
  help: { type: 'boolean', short: 'h' },
  broker: { type: 'string', default: 'mqtt://127.0.0.1:1883' },
  ca: { type: 'string' },
  bands: { type: 'string' },
  secret: { type: 'string', default: 'simulated' },
  count: { type: 'string' },
  story: { type: 'string' },
  seed: { type: 'string', default: '1' },
  speed: { type: 'string', default: '1' },
  interval: { type: 'string' },
  rate: { type: 'string' },
  ledger: { type: 'string' },
} as const;

export const helpText = (): string =>
  `Simulated wristbands against any MQTT broker.

  npm run simulate -- [options]

  --broker URL       mqtt://host:port or mqtts://host:port (mqtt://127.0.0.1:1883)
  --ca FILE          PEM of the authority that signed the broker's certificate
  --bands FILE       JSON array of {"id", "secret"}; each connects with its own
  --count N          how many bands: of the file, or invented sim-0001, sim-0002, … (79)
  --secret TEXT      the password of invented bands (simulated)
  --story NAME       one of the stories below; without it, ordinary life until Ctrl-C
  --seed N           the same seed gives the same lives (1)
  --speed N          time lapse: N minutes of the wearers pass in one of ours (1)
  --interval SECONDS from one heartbeat of a band to the next, in the wearers' time (60)
  --rate N           instead: heartbeats a second of all bands together, in our time
  --ledger FILE      append every send, acknowledgement and cue as a line of JSON
  --help             this page

Stories:
${STORIES.map(({ name, tells }) => `  ${name.padEnd(20)} ${tells}`).join('\n')}

Exit status: 0 all presses and falls were acknowledged, 1 some were not, 2 the command line was wrong.
`;

/** Pure: reads no file and no environment. */
export function readCommand(args: readonly string[]): Command {
  let flags: ReturnType<typeof parse>;
  try {
    flags = parse(args);
  } catch (error) {
    return { type: 'mistaken', mistakes: [(error as Error).message] };
  }
  if (flags.help) return { type: 'help' };
  const mistakes: string[] = [];
  const wrong = (mistake: string): undefined => void mistakes.push(mistake);
  const count = flags.count === undefined ? undefined : whole('count', flags.count, 1, wrong);
  const story = flags.story === undefined ? undefined : named(flags.story, wrong);
  const seed = whole('seed', flags.seed, 0, wrong) ?? 1;
  const speed = positive('speed', flags.speed, wrong) ?? 1;
  const beat = readBeat(flags, wrong);
  if (!isBroker(flags.broker)) wrong(`--broker: '${flags.broker}' is not mqtt://… or mqtts://…`);
  if (mistakes.length > 0) return { type: 'mistaken', mistakes };
  const options: SimulateOptions = {
    broker: flags.broker,
    secret: flags.secret,
    seed,
    speed,
    beat,
    ...(flags.ca !== undefined && { authorityFile: flags.ca }),
    ...(flags.bands !== undefined && { bandsFile: flags.bands }),
    ...(flags.ledger !== undefined && { ledgerFile: flags.ledger }),
    ...(count !== undefined && { count }),
    ...(story !== undefined && { story }),
  };
  return { type: 'run', options };
}

const parse = (args: readonly string[]) => parseArgs({ args: [...args], options: FLAGS }).values;

type Wrong = (mistake: string) => undefined;

function readBeat(flags: ReturnType<typeof parse>, wrong: Wrong): Beat {
  if (flags.rate !== undefined && flags.interval !== undefined) {
    wrong('--interval and --rate say the same thing in two ways; give one');
  }
  if (flags.rate !== undefined) {
    return { by: 'rate', perSecond: positive('rate', flags.rate, wrong) ?? 1 };
  }
  const interval = positive('interval', flags.interval ?? '60', wrong) ?? 60;
  return { by: 'interval', interval: seconds(interval) };
}

function named(name: string, wrong: Wrong): Story | undefined {
  const names = STORIES.map((story) => story.name).join(', ');
  return storyNamed(name) ?? wrong(`--story: no story is called '${name}'; there are ${names}`);
}

function whole(flag: string, text: string, least: number, wrong: Wrong): number | undefined {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && Number.isSafeInteger(value)) return value;
  return wrong(`--${flag}: '${text}' is not a whole number from ${least} up`);
}

function positive(flag: string, text: string, wrong: Wrong): number | undefined {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value;
  return wrong(`--${flag}: '${text}' is not a number above 0`);
}

/** @returns whether MQTT.js can connect to it over TCP or TLS. */
export function isBroker(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^mqtts?:$/.test(url.protocol) && url.hostname !== '';
}
