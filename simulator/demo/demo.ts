// The order in which a demonstration comes to life. Everything is done from outside, over HTTP and
// MQTT, as an installer and 79 wearers would do it.
import { readFile } from 'node:fs/promises';
import tls from 'node:tls';
import { type Clock, days, formatRfc3339, type Instant, minutes } from '../../domain/time.ts';
import { inventCommunity, type Neighbour } from '../community.ts';
import { type Fleet, makeFleet } from '../fleet.ts';
import { makePace } from '../pace.ts';
import { ApiError, makeApi, type ServiceApi } from './api.ts';
import { castOf } from './cast.ts';
import { bornBefore, deliverHistory } from './history.ts';
import { discard, inventPassword, type Kept, keep, recall } from './keep.ts';
import type { DemoOptions } from './options.ts';
import { provision } from './provision.ts';
import { type ChildService, type ServiceAddress, startService } from './service.ts';
import { welcome } from './words.ts';

export interface DemoContext {
  readonly options: DemoOptions;
  readonly env: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly print: (line: string) => void;
  readonly interactive: boolean;
  /** Told as soon as there is something to stop, in the order in which it came to be. */
  readonly opened: (part: { readonly service: ChildService } | { readonly fleet: Fleet }) => void;
}

type Remembered = Omit<Kept, 'madeBy'>;

const HEARTBEAT = minutes(1);
/** In the welcome: a wearer in the middle of the community. */
const SHOWN = 39;

/** Resolves when all are live. @throws Error a sentence for whoever started the demo. */
export async function startDemo(context: DemoContext): Promise<Fleet> {
  const { options, env, clock, print, opened } = context;
  const folder = env.LAMPLIGHT_DATA_DIR ?? 'data/demo';
  if (options.fresh) await discard(folder);
  const before = await recall(folder);
  let kept: Remembered = before ?? (await newborn(context));
  const remember = async (more: Partial<Remembered>): Promise<void> => {
    kept = { ...kept, ...more };
    await keep(folder, kept);
  };
  await remember({});
  const authority = await trustOwnCertificate(env);
  const address = await findService(context, kept.adminPassword, folder);
  // Not before: the service's own lock decides whose folder it is.
  await remember({ pid: process.pid });
  const community = inventCommunity(kept.seed, yearOf(kept.bornAt));
  if (kept.bands.length < community.length || options.service.type === 'running') {
    await remember(await moveIn(context, address, kept, community));
  }
  const now = clock();
  const fleet = makeFleet({
    broker: address.mqtt,
    members: castOf(community, kept, now),
    interval: HEARTBEAT,
    pace: makePace(clock, now, 1),
    ...(authority !== undefined && { authority }),
  });
  opened({ fleet });
  fleet.connect();
  if (kept.history === 'missing') {
    print(`The duty screen is open: ${address.http}  (the history follows)`);
    const span = { from: kept.bornAt, to: now };
    await deliverHistory(fleet, community.length, span, progress(print));
    await remember({ history: 'delivered' });
  }
  fleet.goLive();
  print(wordsFor(context, address, kept, community));
  return fleet;
}

async function newborn({ options, env, clock }: DemoContext): Promise<Remembered> {
  const born = bornBefore(clock(), days(options.days));
  const own = options.service.type === 'own';
  return {
    seed: options.seed,
    bornAt: born,
    bands: [],
    history: options.days === 0 ? 'delivered' : 'missing',
    ...(own && { adminPassword: (await passwordIn(env)) ?? inventPassword() }),
  };
}

/** The administrator's password where the settings name one. */
async function passwordIn(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const file = env.LAMPLIGHT_ADMIN_PASSWORD_FILE;
  if (file === undefined) return env.LAMPLIGHT_ADMIN_PASSWORD;
  return (await readFile(file, 'utf8')).trim();
}

async function findService(
  { options, env, print, opened }: DemoContext,
  adminPassword: string | undefined,
  folder: string,
): Promise<ServiceAddress> {
  if (options.service.type === 'running') {
    const { http, mqtt } = options.service;
    await isReady(http);
    return { http, mqtt };
  }
  const named = env.LAMPLIGHT_ADMIN_PASSWORD ?? env.LAMPLIGHT_ADMIN_PASSWORD_FILE;
  return startService(
    {
      ...env,
      LAMPLIGHT_DATA_DIR: folder,
      ...(named === undefined && { LAMPLIGHT_ADMIN_PASSWORD: adminPassword }),
    },
    print,
    opened,
  );
}

const READY_WITHIN = 60_000;

async function isReady(http: string): Promise<void> {
  const until = performance.now() + READY_WITHIN;
  for (;;) {
    const answer = await fetch(new URL('/readyz', http)).catch((error: Error) => error);
    if (answer instanceof Response && answer.ok) return;
    if (performance.now() > until) {
      const cause = answer instanceof Response ? `status ${answer.status}` : answer.message;
      throw new Error(`The service at ${http} is not ready: ${cause}.`);
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function moveIn(
  { options, print }: DemoContext,
  address: ServiceAddress,
  kept: Remembered,
  community: readonly Neighbour[],
): Promise<Partial<Remembered>> {
  print(`${community.length} residents move in …`);
  const api = makeApi(address.http);
  const { service } = options;
  const file = service.type === 'running' ? service.passwordFile : undefined;
  const password = file ? (await readFile(file, 'utf8')).trim() : (kept.adminPassword ?? '');
  await signIn(api, password, service.type === 'running' ? ATTEMPTS : 1);
  const { bands, officer, someone } = await provision(api, community, kept);
  const history = (await hasHistory(api, someone, kept)) ? 'delivered' : kept.history;
  await api.signOut();
  return { bands, history, ...(officer && { officer }) };
}

/** A service may answer before its first start is over, and with it the account is there. */
const ATTEMPTS = 5;
const BETWEEN_ATTEMPTS = 1_000;

async function signIn(api: ServiceApi, password: string, attempts: number): Promise<void> {
  try {
    await api.signIn('admin', password);
  } catch (cause) {
    if (!(cause instanceof ApiError) || cause.status !== 401) throw cause;
    if (attempts > 1) {
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_ATTEMPTS));
      return signIn(api, password, attempts - 1);
    }
    throw new Error('The account "admin" has another password than the demo knows.', { cause });
  }
}

/** A service the demo comes back to may have its history from before the demo forgot everything. */
async function hasHistory(
  api: ServiceApi,
  someone: string | undefined,
  { bands, bornAt }: Remembered,
): Promise<boolean> {
  if (bands.length > 0 || someone === undefined) return false;
  return api.hasReadings(someone, bornAt, (bornAt + days(20)) as Instant);
}

/** Where the service speaks TLS with a certificate of its own, we trust just that one more. */
async function trustOwnCertificate(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  if (env.LAMPLIGHT_TLS_CERT === undefined) return undefined;
  const certificate = await readFile(env.LAMPLIGHT_TLS_CERT, 'utf8');
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), certificate]);
  return certificate;
}

/** A line at every tenth; at a terminal a line that fills up would be the same, less readable. */
function progress(print: (line: string) => void): (percent: number) => void {
  let shown = 0;
  return (percent) => {
    const tenth = Math.floor(percent / 10);
    if (tenth > shown) print(`History: ${tenth * 10} %`);
    shown = Math.max(shown, tenth);
  };
}

function wordsFor(
  { interactive }: DemoContext,
  address: ServiceAddress,
  { adminPassword, officer, bands }: Remembered,
  community: readonly Neighbour[],
): string {
  // A secret that begins with a dash would be taken for an option.
  const band = bands.slice(SHOWN).find(({ secret }) => !secret.startsWith('-'));
  const neighbour = community.find(({ bandId }) => bandId === band?.id);
  if (neighbour === undefined || band === undefined) throw new Error('the community is incomplete');
  return welcome({
    address,
    neighbour,
    band,
    interactive,
    ...(adminPassword !== undefined && { adminPassword }),
    ...(officer && { officer }),
  });
}

const yearOf = (at: Instant): number => Number(formatRfc3339(at).slice(0, 4));
