// pino behind the stations' `Log`: NDJSON on standard output, one line an event.
import { pino } from 'pino';
import type { Log, LogFields } from '../domain/log.ts';
import type { Config } from './config.ts';

export interface ServiceLog extends Log {
  /** Said whatever the level: whoever started the service waits for it. */
  announce(event: string, fields: LogFields): void;
}

export function createLog(level: Config['logLevel']): ServiceLog {
  const options = { base: null, timestamp: pino.stdTimeFunctions.isoTime };
  const logger = pino({ ...options, level });
  const always = pino({ ...options, level: 'info' });
  return {
    announce: (event, fields) => always.info({ event, ...fields }),
    info: (event, fields) => logger.info({ event, ...fields }),
    warn: (event, fields) => logger.warn({ event, ...fields }),
    error: (event, fields) => logger.error({ event, ...fields }),
  };
}
