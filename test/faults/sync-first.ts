// No acknowledgement leaves before what it acknowledges was synced: strace writes down, in the order
// in which the kernel saw it, every write and sync of the journal's log and every byte sent to a band.
// Afterwards each PUBACK on that list must come after a sync that came after the write of its press.
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { signIn } from '../support/service.ts';
import { emptyLedger, reconcile } from './ledger.ts';
import { NOT_SYNCED, patched } from './patches.ts';
import { admitBands, allOver, pressAll } from './pressing.ts';
import { incidentsInFolder } from './record.ts';
import type { Bench, DebianProgram, Result, Scenario } from './scenario.ts';

const STRACE: DebianProgram = { program: 'strace', debianPackage: 'strace' };
const CONTROL_PRESSES = 50;
/** Incidents of this length keep one press as quick as the other. */
const PRESSES_PER_BAND = 100;
const FEWEST_BANDS = 8;

interface Watched {
  /** Press by `port/packet id`. */
  readonly presses: ReadonlyMap<string, string>;
  readonly trace: string;
  readonly result: Result;
}

async function pressWatched(bench: Bench, times: number, settings = {}): Promise<Watched> {
  const dataDir = bench.folder();
  const trace = join(bench.folder(), 'trace');
  const through = [
    ...['strace', '-D', '-f', '-yy', '-s', '4200', '--seccomp-bpf', '-e', 'signal=none'],
    ...['-e', 'trace=pwrite64,fsync,fdatasync,write,writev,sendto,sendmsg', '-o', trace],
  ];
  const service = await bench.start(dataDir, settings, { through });
  const count = Math.max(FEWEST_BANDS, Math.ceil(times / PRESSES_PER_BAND));
  const bands = await admitBands(await signIn(service), count);
  const ledger = emptyLedger();
  const presses = new Map<string, string>();
  const pressing = pressAll(service, bands, ledger, {
    atMost: Math.ceil(times / count),
    onSent: ({ id }, packetId, port) => void presses.set(`${port}/${packetId}`, id),
  });
  await allOver(pressing);
  await service.stop();
  const found = reconcile(await incidentsInFolder(dataDir), ledger);
  const { size: acknowledged } = ledger.acknowledged;
  const result = { ...found, runs: acknowledged, acknowledged, broken: [], recoveries: [] };
  return { presses, trace, result };
}

/** Presses are recognised by their payload, which stands in the page as it was sent. */
const PRESS_ON_PAGE = /\{\\"id\\":\\"(band-\d+-\d+)\\"/g;
const LINE = /^(\d+) +(?:<\.\.\. (\w+) resumed>|(\w+)\(\d+<([^>]*(?:>[^>(]*\])?)>)/;
const STRINGS = /"((?:[^"\\]|\\.)*)"/g;

/** The acknowledgements that left too early. */
async function tooEarly({ trace, presses }: Watched): Promise<readonly string[]> {
  const written = new Set<string>();
  const durable = new Set<string>();
  /** By thread: what a call that had not ended on its line was doing. */
  const underWay = new Map<string, { readonly call: string; readonly on: string }>();
  const early: string[] = [];
  let seen = 0;
  const ends = (call: string, on: string, line: string): void => {
    if (!on.endsWith('/journal.db-wal') || !call.endsWith('sync') || !line.endsWith('= 0')) return;
    for (const id of written) durable.add(id);
    written.clear();
  };
  for await (const line of createInterface({ input: createReadStream(trace) })) {
    const [, thread = '', resumed, call = '', on = ''] = LINE.exec(line) ?? [];
    if (resumed !== undefined) {
      ends(resumed, underWay.get(thread)?.on ?? '', line);
      continue;
    }
    if (call === 'pwrite64' && on.endsWith('/journal.db-wal')) {
      for (const [, id = ''] of line.matchAll(PRESS_ON_PAGE)) if (!durable.has(id)) written.add(id);
    }
    for (const id of acknowledgedBy(line, on, presses)) {
      seen += 1;
      if (!durable.has(id)) early.push(`${id} was acknowledged before it was synced`);
    }
    if (line.endsWith('<unfinished ...>')) underWay.set(thread, { call, on });
    else ends(call, on, line);
  }
  if (seen < presses.size) early.push(`only ${seen} of ${presses.size} acknowledgements were seen`);
  return early;
}

const CLIENT_PORT = /^TCP:\[.*->127\.0\.0\.1:(\d+)\]$/;

function* acknowledgedBy(line: string, on: string, presses: Watched['presses']): Iterable<string> {
  const port = CLIENT_PORT.exec(on)?.[1];
  if (port === undefined) return;
  const bytes = [...line.matchAll(STRINGS)].map(([, text = '']) => unescaped(text)).join('');
  // A PUBACK is 0x40 0x02 and the packet id in two bytes (MQTT 3.1.1 section 3.4).
  for (let at = 0; at + 3 < bytes.length; at += 4) {
    if (bytes.charCodeAt(at) !== 0x40 || bytes.charCodeAt(at + 1) !== 2) continue;
    const packetId = bytes.charCodeAt(at + 2) * 256 + bytes.charCodeAt(at + 3);
    const id = presses.get(`${port}/${packetId}`);
    if (id !== undefined) yield id;
  }
}

const NAMED: Readonly<Record<string, string>> = {
  ...{ n: '\n', t: '\t', r: '\r', v: '\v', f: '\f', '"': '"', '\\': '\\' },
};

/** Undoes the escapes of strace: octal numbers, and C's letters. */
const unescaped = (text: string): string =>
  text.replace(/\\([0-7]{1,3}|.)/g, (_, code: string) =>
    /^[0-7]/.test(code) ? String.fromCharCode(Number.parseInt(code, 8)) : (NAMED[code] ?? code),
  );

export const syncFirst: Scenario = {
  name: 'sync before every acknowledgement',
  claim: 'every acknowledgement leaves after a sync that came after the write of its press',
  unit: 'acknowledgements',
  short: 500,
  long: 10_000,
  needs: [STRACE],
  async run(bench, times) {
    const watched = await pressWatched(bench, times);
    return { ...watched.result, broken: await tooEarly(watched) };
  },
  control: {
    what: 'commits do not wait for the disk (synchronous=NORMAL)',
    run: async (bench) =>
      (await tooEarly(await pressWatched(bench, CONTROL_PRESSES, patched(...NOT_SYNCED)))).length,
  },
};
