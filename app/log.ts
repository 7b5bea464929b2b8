// pino behind the stations' `Log`: NDJSON on standard output, one line an event.
import { pino } from 'pino';
import type { Log } from '../domain/log.ts';
import type { Config } from './config.ts';

export function createLog(level: Config['logLevel']): Log {
  const logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
  return {
    info: (event, fields) => logger.info({ event, ...fields }),
    warn: (event, fields) => logger.warn({ event, ...fields }),
    error: (event, fields) => logger.error({ event, ...fields }),
  };
}
