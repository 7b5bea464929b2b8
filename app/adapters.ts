// Which broker and which database are in use is decided here, by the settings, and known nowhere else.
import { readFileSync } from 'node:fs';
import { createAedesBus } from '../broker/adapters/aedes.ts';
import { createMqttBus } from '../broker/adapters/mqtt.ts';
import type { BandGate, Bus } from '../broker/port.ts';
import type { Log } from '../domain/log.ts';
import type { Clock } from '../domain/time.ts';
import { createEmbeddedStore, type EmbeddedStore } from '../ingest/adapters/embedded.ts';
import { createInfluxStore } from '../ingest/adapters/influx.ts';
import type { TelemetryStore } from '../ingest/port.ts';
import { type Config, ConfigError, type TlsFiles } from './config.ts';

/** @param path of the embedded store's file, used unless InfluxDB is set. */
export const chooseStore = (
  config: Config,
  path: string,
  log: Log,
): TelemetryStore | EmbeddedStore =>
  config.influx ? createInfluxStore({ ...config.influx, log }) : createEmbeddedStore({ path, log });

export function chooseBus(config: Config, gate: BandGate, clock: Clock, log: Log): Bus {
  if (config.broker) return createMqttBus({ ...config.broker, clock, log });
  const { host, mqttPort: port, tls } = config;
  return createAedesBus({
    host,
    port,
    ...(tls && { tls: { ...readTls(tls), port: tls.mqttsPort } }),
    gate,
    clock,
    log,
  });
}

export interface TlsPair {
  readonly cert: string;
  readonly key: string;
}

/** Throws ConfigError when a file cannot be read. */
export function readTls({ certPath, keyPath }: TlsFiles): TlsPair {
  const read = (name: string, path: string): string => {
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      throw new ConfigError([`${name}: the file cannot be read: ${(error as Error).message}`]);
    }
  };
  return {
    cert: read('LAMPLIGHT_TLS_CERT', certPath),
    key: read('LAMPLIGHT_TLS_KEY', keyPath),
  };
}
