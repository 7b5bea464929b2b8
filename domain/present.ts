// The present state of one wearer: the newest value of everything, each with its age.
import type { Location, Metric } from './message.ts';
import type { Instant, Millis } from './time.ts';

/** A value and the moment it was true, by the service's clock. */
export interface Measured<Value> {
  readonly value: Value;
  readonly at: Instant;
}

type Vitals = { readonly [M in Metric]?: Measured<number> };

/**
 * `unheard`: watched, but never heard since it was assigned. `late`: two heartbeats missed.
 * `silent`: long enough that somebody has been told.
 */
const CONNECTIONS = ['unheard', 'live', 'late', 'silent'] as const;
export type Connection = (typeof CONNECTIONS)[number];

/** How many falls a band has raised, and how many of them were none. */
export interface FallRecord {
  readonly raised: number;
  readonly mistaken: number;
}

export interface Present extends Vitals {
  readonly connection: Connection;
  /** The newest message of any kind, by the service's clock. */
  readonly heardAt?: Instant;
  /** How often this band speaks, as learned from it. */
  readonly cadence: Millis;
  /** The last twelve heartbeats that were due, oldest first: `1` came, `0` did not. */
  readonly beats: string;
  readonly worn?: Measured<boolean>;
  readonly charging?: Measured<boolean>;
  /** dBm. */
  readonly signal?: Measured<number>;
  readonly still?: Measured<Millis>;
  readonly location?: Measured<Location>;
  /** What the band's broker session last said of itself. */
  readonly status?: Measured<'online' | 'offline' | 'sleeping'>;
  /** What its falls were worth, if it has raised any in the last 30 days. */
  readonly falls?: FallRecord;
  /** Messages of this band that could not be read, or only in part. */
  readonly refused: number;
}
