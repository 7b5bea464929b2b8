// What the routes work with.
import type { AlertEngine } from '../alerts/port.ts';
import type { Readiness } from '../domain/frame.ts';
import type { Log } from '../domain/log.ts';
import type { Policies } from '../domain/policy.ts';
import type { Clock } from '../domain/time.ts';
import type { TelemetryStore } from '../ingest/port.ts';
import type { Registry } from '../registry/port.ts';
import type { Rehearsals } from './rehearsals.ts';

interface Liveness {
  readonly alive: boolean;
  /** The parts that stand still. */
  readonly stalled: readonly string[];
}

export interface Station {
  readonly engine: AlertEngine;
  readonly registry: Registry;
  readonly store: Pick<TelemetryStore, 'range'>;
  readonly ready: () => Readiness;
  readonly alive: () => Liveness;
  /** In the text format of Prometheus. */
  readonly metrics: () => Promise<string>;
  /** Where bands connect: `mqtt://host:port`, with TLS also `mqtts://…`. Empty until that is open. */
  readonly bandUrls: () => readonly string[];
  /** By which numbers the service decides, now. */
  readonly policies: Pick<Policies, 'community' | 'of'>;
  /** Policies tried on the recorded past. */
  readonly rehearsals: Rehearsals;
  readonly clock: Clock;
  readonly log: Log;
}
