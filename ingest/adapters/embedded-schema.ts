// The tables of the embedded store, and the statements that keep roll-ups true.
//
// A series is what one resident wore on one band, as in InfluxDB; its readings are known by their
// instant. Numbers in rows are small: a series is a number, minutes and hours are counted since
// 1970, and SQLite keeps a whole number of a REAL column in a byte or two.
//
// Roll-ups are recomputed from what they sum up and never adjusted: a reading that comes twice, late
// or with other values then leaves them right without anybody having to think of the case.
import { METRICS, type Metric } from '../../domain/message.ts';
import type { DurableFile } from '../../durable/sqlite.ts';

/** Beside the metrics. */
const OTHER_COLUMNS = ['worn', 'charging', 'signal', 'still', 'buffered'] as const;
const PLACE_COLUMNS = ['lat', 'lon', 'accuracy', 'datum'] as const;
const COLUMNS = [...METRICS, ...OTHER_COLUMNS, ...PLACE_COLUMNS] as const;
/** In which a reading is read; `heardAt` stays what it was when the reading came for the first time. */
export const READING_COLUMNS = [...COLUMNS, 'heardAt'] as const;

const rollUpColumns = METRICS.map(
  (metric) => `${metric}Min REAL, ${metric}Max REAL, ${metric}Sum REAL, ${metric}Count INTEGER`,
).join(', ');

const MIGRATIONS = [
  `CREATE TABLE series (
     id INTEGER PRIMARY KEY, resident TEXT NOT NULL, band TEXT NOT NULL, UNIQUE (resident, band)
   ) STRICT;
   CREATE TABLE reading (
     series INTEGER NOT NULL, at INTEGER NOT NULL,
     ${METRICS.map((metric) => `${metric} REAL`).join(', ')},
     worn INTEGER, charging INTEGER, signal REAL, still INTEGER, buffered INTEGER,
     PRIMARY KEY (series, at)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE minute (
     series INTEGER NOT NULL, at INTEGER NOT NULL, ${rollUpColumns}, PRIMARY KEY (series, at)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE hour (
     series INTEGER NOT NULL, at INTEGER NOT NULL, ${rollUpColumns}, PRIMARY KEY (series, at)
   ) STRICT, WITHOUT ROWID`,
  // Where somebody was, and when a reading came that came late: what the rules need to be tried again.
  `ALTER TABLE reading ADD COLUMN lat REAL;
   ALTER TABLE reading ADD COLUMN lon REAL;
   ALTER TABLE reading ADD COLUMN accuracy REAL;
   ALTER TABLE reading ADD COLUMN datum TEXT;
   ALTER TABLE reading ADD COLUMN heardAt INTEGER`,
];

export const readingsFile = (path: string): DurableFile => ({
  path,
  what: 'the history of readings',
  applicationId: 0x4c_4d_48_49,
  migrations: MIGRATIONS,
});

/** Changes nothing, and counts as no change, when the reading is there already. */
export const UPSERT_READING = `
  INSERT INTO reading (series, at, ${READING_COLUMNS.join(', ')})
  VALUES (?, ?, ${READING_COLUMNS.map(() => '?').join(', ')})
  ON CONFLICT (series, at) DO UPDATE SET
    ${COLUMNS.map((column) => `${column} = coalesce(excluded.${column}, ${column})`).join(', ')}
  WHERE ${COLUMNS.map(
    (column) => `(excluded.${column} IS NOT NULL AND excluded.${column} IS NOT ${column})`,
  ).join(' OR ')}`;

const perMetric = (columns: (metric: Metric) => string): string => METRICS.map(columns).join(', ');

/** Parameters: minute, series, first millisecond, first millisecond after. */
export const ROLL_UP_MINUTE = `
  INSERT OR REPLACE INTO minute
  SELECT series, ?, ${perMetric((m) => `min(${m}), max(${m}), sum(${m}), count(${m})`)}
  FROM reading WHERE series = ? AND at >= ? AND at < ? GROUP BY series`;

/** Parameters: hour, series, first minute, first minute after. */
export const ROLL_UP_HOUR = `
  INSERT OR REPLACE INTO hour
  SELECT series, ?,
    ${perMetric((m) => `min(${m}Min), max(${m}Max), sum(${m}Sum), sum(${m}Count)`)}
  FROM minute WHERE series = ? AND at >= ? AND at < ? GROUP BY series`;

/**
 * Buckets of a resident's readings. Whole roll-ups are counted as such; the ragged ends before the
 * first and after the last of them are counted reading by reading.
 * Parameters: resident, start, width, from, to, and from which to which instant roll-ups serve.
 */
export function rangeSql(metric: Metric, rollUp: 'minute' | 'hour' | undefined): string {
  const ends = `
    SELECT at AS moment, ${metric} AS low, ${metric} AS high, ${metric} AS total, 1 AS readings
    FROM reading WHERE series IN worn AND ${metric} IS NOT NULL AND at >= :from AND at < :to`;
  const length = rollUp === 'hour' ? 3_600_000 : 60_000;
  const inner = `
    SELECT at * ${length}, ${metric}Min, ${metric}Max, ${metric}Sum, ${metric}Count
    FROM ${rollUp} WHERE series IN worn AND ${metric}Count > 0
      AND at >= :innerFrom / ${length} AND at < :innerTo / ${length}`;
  const parts = rollUp
    ? `${ends} AND at < :innerFrom UNION ALL ${inner} UNION ALL ${ends} AND at >= :innerTo`
    : ends;
  return `
    WITH worn AS (SELECT id FROM series WHERE resident = :resident)
    SELECT (moment - :start) / :width AS bucket, min(low) AS min, max(high) AS max,
      sum(total) / sum(readings) AS mean, sum(readings) AS count
    FROM (${parts}) GROUP BY bucket ORDER BY bucket`;
}

/** Parameters: series, from, to. */
export const READ_SERIES = `
  SELECT at, ${READING_COLUMNS.join(', ')} FROM reading
  WHERE series = ? AND at >= ? AND at < ? ORDER BY at`;
