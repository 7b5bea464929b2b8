// What the other stations may know of the history of readings.
import type { BandId, ResidentId } from '../domain/ids.ts';
import type { Metric, Reading } from '../domain/message.ts';
import type { Instant } from '../domain/time.ts';

/** One reading as it goes into history: the wearer, the moment, and what was measured. */
export interface Point extends Omit<Reading, 'id' | 'at'> {
  readonly bandId: BandId;
  /** Absent while nobody was assigned to the band. */
  readonly residentId?: ResidentId;
  /** When it was measured, by the band's clock where that can be true, else when it arrived. */
  readonly at: Instant;
  /** When it arrived, if that was a minute or more after it was measured. */
  readonly heardAt?: Instant;
}

/** One bucket of a chart: from `at` to the `at` of the next. */
export interface Bucket {
  readonly at: Instant;
  readonly min: number;
  readonly mean: number;
  readonly max: number;
  readonly count: number;
}

export interface RangeQuery {
  readonly residentId: ResidentId;
  readonly metric: Metric;
  /** Inclusive. */
  readonly from: Instant;
  /** Exclusive. */
  readonly to: Instant;
  /** At most this many buckets of equal length. */
  readonly points: number;
}

/**
 * What became of a batch. `refused`: the store will never take it as it is, so it is halved until
 * the bad line is alone. `unavailable`: the same batch may go through later. `misconfigured`:
 * somebody has to mend a setting first (token, bucket, organisation); nothing is dropped meanwhile.
 */
export type WriteOutcome =
  | { readonly result: 'stored' }
  | {
      readonly result: 'refused' | 'unavailable' | 'misconfigured';
      /** One English sentence without any measured value. */
      readonly reason: string;
    };

export interface TelemetryStore {
  /** Makes ready; does not wait for a database that is down. */
  start(): Promise<void>;
  /** Writing a point again (same band, same instant) changes nothing. */
  write(points: readonly Point[]): Promise<WriteOutcome>;
  /** Buckets without a value are left out. Rejects when the store cannot answer now. */
  range(query: RangeQuery): Promise<readonly Bucket[]>;
  close(): Promise<void>;
}

/** The readings as they were stored, for whoever looks at all of the past. */
export interface PastReadings {
  /**
   * Everything measured in [from, to), whoever wore it: in blocks, and in each and from one to the next
   * in the order of `at`. Rejects with a sentence when the store cannot answer.
   */
  read(from: Instant, to: Instant): AsyncIterable<readonly Point[]>;
  close(): void;
}

/** The state of what lies between arrival and history. */
export interface SpoolHealth {
  readonly waiting: number;
  /** Since when the reading that has waited longest has been here. */
  readonly oldestAt?: Instant;
  readonly quarantined: number;
  /** Why the store does not take readings at present. */
  readonly trouble?: string;
}
