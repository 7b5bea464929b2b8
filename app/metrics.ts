// What a monitoring system may read at /metrics: counts, ages and delays; no name of anybody.
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { PRIORITIES, type Priority } from '../domain/incident.ts';
import { CHANNELS, type Channel } from '../domain/message.ts';
import type { Millis } from '../domain/time.ts';

/** Read anew for every scrape. */
export interface Readable {
  bandsConnected(): number;
  openIncidents(): readonly { readonly priority: Priority }[];
  spool(): { readonly waiting: number; readonly oldestAge: Millis; readonly quarantined: number };
  screens(): { readonly connected: number; readonly listening: number };
  canary(): { readonly missed: number; readonly lastSuccessAge: Millis };
  degraded(): readonly string[];
}

export interface Metrics {
  /** A message was taken: how long from its arrival until it was on record. */
  taken(channel: Channel, delay: Millis): void;
  /** The canary's press came to its screen so long after it. */
  canaryArrived(latency: Millis): void;
  /** Prometheus text format. */
  text(): Promise<string>;
}

/** Seconds. A press is to be on every screen within a quarter of one. */
const DELAYS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

export function createMetrics(readable: Readable): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const messages = new Counter({
    name: 'lamplight_messages_total',
    help: 'Messages of bands that are on record.',
    labelNames: ['channel'],
    registers,
  });
  const delays = new Histogram({
    name: 'lamplight_message_recorded_seconds',
    help: 'From the arrival of a message until it survives a power cut.',
    labelNames: ['channel'],
    buckets: DELAYS,
    registers,
  });
  const canary = new Histogram({
    name: 'lamplight_canary_seconds',
    help: 'From a press of the service itself to a screen of its own.',
    buckets: DELAYS,
    registers,
  });
  for (const channel of CHANNELS) messages.inc({ channel }, 0);
  addGauges(registry, readable);
  return {
    taken(channel, delay) {
      messages.inc({ channel });
      delays.observe({ channel }, delay / 1_000);
    },
    canaryArrived: (latency) => canary.observe(latency / 1_000),
    text: () => registry.metrics(),
  };
}

function addGauges(registry: Registry, readable: Readable): void {
  const gauge = (name: string, help: string, read: () => number): void => {
    new Gauge({
      name: `lamplight_${name}`,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  };
  gauge('bands_connected', 'Wristbands connected now.', readable.bandsConnected);
  gauge('screens_connected', 'Duty screens connected now.', () => readable.screens().connected);
  gauge(
    'screens_audible',
    'Duty screens that are visible and can sound.',
    () => readable.screens().listening,
  );
  gauge(
    'canary_last_success_age_seconds',
    'Since a press of the service itself last arrived; since the start while none has.',
    () => readable.canary().lastSuccessAge / 1_000,
  );
  gauge(
    'canary_missed',
    'Presses of the service itself, one after the other, that did not arrive.',
    () => readable.canary().missed,
  );
  gauge('spool_waiting', 'Readings that wait for their store.', () => readable.spool().waiting);
  gauge(
    'spool_oldest_age_seconds',
    'Age of the oldest reading that waits.',
    () => readable.spool().oldestAge / 1_000,
  );
  gauge('spool_quarantined', 'Readings no store would take.', () => readable.spool().quarantined);
  gauge('degraded', 'Parts that do not work at present.', () => readable.degraded().length);
  const open = new Gauge({
    name: 'lamplight_incidents_open',
    help: 'Incidents that are not closed.',
    labelNames: ['priority'],
    registers: [registry],
    collect() {
      for (const priority of PRIORITIES) {
        const count = readable.openIncidents().filter((one) => one.priority === priority).length;
        open.set({ priority }, count);
      }
    },
  });
}
