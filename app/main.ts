// Lamplight, put together. Read from top to bottom it is the list of its parts: what is opened first is
// needed by what comes after it, and closed last.
import './require-node.mjs';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createSqliteJournal } from '../alerts/adapters/sqlite.ts';
import { createAlertEngine } from '../alerts/engine.ts';
import { startTicker } from '../alerts/ticker.ts';
import { createDutyFeed } from '../dashboard/feed.ts';
import { createDutyServer } from '../dashboard/server.ts';
import { isCanary } from '../domain/canary.ts';
import { type Clock, instant, millis, since } from '../domain/time.ts';
import { createReserve } from '../durable/reserve.ts';
import { createSpool } from '../ingest/spool.ts';
import { createIngestWorker } from '../ingest/worker.ts';
import { createRegistry } from '../registry/registry.ts';
import { chooseBus, chooseStore, readTls } from './adapters.ts';
import { createCanary } from './canary.ts';
import { createCanaryIdentity } from './canary-identity.ts';
import { type Config, readConfig } from './config.ts';
import { sparingSpool, sparingStore } from './emergencies-first.ts';
import { addFirstAdministrator, offerSetupLink } from './first-start.ts';
import { watchHealth } from './health.ts';
import { startHeartbeat } from './heartbeat.ts';
import { refuseUnfinishedRestore } from './keeping/restore.ts';
import { createLifecycle, endForRestart } from './lifecycle.ts';
import { watchListening } from './listening.ts';
import { lockDataFolder } from './lock.ts';
import { createLog } from './log.ts';
import { createMetrics } from './metrics.ts';
import { createPolicies } from './policies.ts';
import { createRehearsals } from './rehearsals.ts';
import { startRetention } from './retention.ts';
import { bandsInUse, followRegistry } from './roster.ts';
import { createWatchdog } from './watchdog.ts';

const clock: Clock = () => instant(Date.now());

// biome-ignore lint/complexity/noExcessiveLinesPerFunction: a parts list, straight from top to bottom.
async function start(config: Config): Promise<void> {
  const log = createLog(config.logLevel);
  const lifecycle = createLifecycle(log);
  const inData = (name: string) => join(config.dataDir, name);
  stopOnSignal(lifecycle.close);
  try {
    const unlock = lockDataFolder(config.dataDir);
    lifecycle.onClose('folder lock', unlock);
    refuseUnfinishedRestore(config.dataDir);
    const reserve = createReserve({ path: inData('reserve'), log });
    await reserve.start();
    lifecycle.onClose('reserve', reserve.stop);

    // Who the people are.
    const registry = createRegistry({ path: inData('registry.db'), clock, log });
    await registry.open();
    lifecycle.onClose('registry', () => registry.close());
    await addFirstAdministrator(registry.staff, config.adminPassword);
    const policies = createPolicies({ registry, fixed: config, log });

    // Where readings become history.
    const store = chooseStore(config, inData('readings.db'), log);
    await store.start();
    lifecycle.onClose('readings', () => store.close());
    const written = config.influx ? store : sparingStore(store, reserve);
    const spool = createSpool({ path: inData('spool.db'), store: written, clock, log });
    await spool.start();
    lifecycle.onClose('spool', () => spool.stop());

    // Where messages become decisions.
    const watchdog = createWatchdog(log);
    const canaryIdentity = createCanaryIdentity();
    const bus = chooseBus(config, canaryIdentity.gate(registry.bands), clock, log);
    const ticked = () => watchdog.moved('feed');
    const feed = createDutyFeed({ clock, log, canary: canaryIdentity, ticked });
    const journal = createSqliteJournal({ path: inData('journal.db'), reserve });
    journal.onLost((error) => endForRestart(lifecycle, log, error));
    const engine = createAlertEngine({ journal, feed, line: bus, policies, clock, log });
    const from = await engine.start(bandsInUse(registry));
    lifecycle.onClose('engine', () => engine.stop());
    followRegistry(registry, { engine, bus, feed });

    // Where people see them.
    const canary = createCanary({ engine, clock, log });
    const listening = watchListening({
      screens: () => feed.screens(),
      isAnybodyWatched: () => registry.bands.all().some(({ residentId }) => residentId),
      engine,
      path: inData('desk-opened'),
      log,
    });
    const watched = { engine, registry, reserve, spool, canary, listening, watchdog, clock };
    const health = watchHealth(watched);
    const metrics = createMetrics({
      bandsConnected: () => bus.connected(),
      openIncidents: () => engine.openIncidents(),
      spool: () => {
        const { waiting, quarantined, oldestAt } = spool.health();
        const oldestAge = oldestAt === undefined ? millis(0) : since(oldestAt, clock());
        return { waiting, quarantined, oldestAge };
      },
      screens: () => feed.screens(),
      canary: () => canary.health(),
      degraded: () => health.ready().degraded,
    });
    const rehearsals = createRehearsals({
      registry,
      journal: inData('journal.db'),
      readings: config.influx
        ? { type: 'influx', connection: config.influx }
        : { type: 'embedded', path: inData('readings.db') },
      clock,
      log,
    });
    lifecycle.onClose('rehearsals', rehearsals.stop);
    let bandUrls: readonly string[] = [];
    const server = createDutyServer({
      host: config.host,
      port: config.httpPort,
      ...(config.tls && { tls: readTls(config.tls) }),
      engine,
      registry,
      store,
      feed,
      ready: health.ready,
      alive: health.alive,
      metrics: metrics.text,
      bandUrls: () => bandUrls,
      policies,
      rehearsals,
      webRoot: fileURLToPath(new URL('../dashboard/web/dist', import.meta.url)),
      clock,
      log,
    });
    const { url } = await server.start();
    lifecycle.onClose('duty server', () => server.stop());
    lifecycle.onClose(
      'ticker',
      startTicker({ engine: watchdog.following(engine), clock, log, from }),
    );

    // And last, when everything behind it is ready, the door the wristbands knock at.
    const worker = createIngestWorker({
      engine,
      spool: sparingSpool(spool, reserve),
      wearerOf: registry.bands.wearerAt,
      log,
    });
    const { urls } = await bus.start(async (arrival) => {
      await worker.receive(arrival);
      if (!isCanary(arrival)) metrics.taken(arrival.channel, since(arrival.receivedAt, clock()));
    });
    lifecycle.onClose('broker', () => bus.stop());
    health.open();
    bandUrls = urls;

    // Who watches all of this, and what goes after a while.
    const way = canaryIdentity.way(urls[0] ?? '', url, config.broker);
    lifecycle.onClose('canary', canary.start(way, metrics.canaryArrived));
    lifecycle.onClose('listening', listening.start());
    const keeping = { journal, store, keepReadings: config.keepReadings, clock, log };
    lifecycle.onClose('retention', startRetention(keeping));
    if (config.heartbeatUrl !== undefined) {
      const isWell = () => health.ready().ready && health.alive().alive;
      lifecycle.onClose('heartbeat', startHeartbeat({ url: config.heartbeatUrl, isWell, log }));
    }
    lifecycle.onClose('watchdog', watchdog.start(journal.answer));

    await offerSetupLink(registry.staff, url);
    log.announce('ready', {
      http: url,
      mqtt: urls[0],
      ...(urls[1] !== undefined && { mqtts: urls[1] }),
    });
  } catch (error) {
    await lifecycle.close();
    throw error;
  }
}

/** The first signal closes everything in order; a second one does not wait. */
function stopOnSignal(close: () => Promise<void>): void {
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      close().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
}

/** Whatever is wrong with a start is told in sentences, not in a stack. */
function giveUp(error: unknown): never {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

try {
  await start(readConfig(process.env, (path) => readFileSync(path, 'utf8')));
} catch (error) {
  giveUp(error);
}
