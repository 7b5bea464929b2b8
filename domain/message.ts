// What a band may say, in the words the rest of the service uses. The bytes become these words once,
// in ingest/parse.ts; past that point nothing is validated again.
import type { BandId, MessageId } from './ids.ts';
import type { Instant, Millis } from './time.ts';

/** The last segment of `v1/bands/{bandId}/…` for what a band sends. */
export const CHANNELS = ['heartbeat', 'fall', 'sos', 'status'] as const;
export type Channel = (typeof CHANNELS)[number];
/** Channels on which even garbage is a call for help. */
export type EmergencyChannel = Extract<Channel, 'sos' | 'fall'>;

export const isEmergencyChannel = (channel: Channel): channel is EmergencyChannel =>
  channel === 'sos' || channel === 'fall';

/** The contract's limit on a payload, in bytes. */
export const PAYLOAD_LIMIT = 8 * 1024;

export const topicOf = (bandId: BandId, last: Channel | 'cue'): string =>
  `v1/bands/${bandId}/${last}`;

/** What the service tells a band on its `cue` topic. */
export const CUES = [
  'received',
  'help-coming',
  'arrived',
  'closed',
  'find',
  'remind',
  'config',
] as const;
export interface Cue {
  readonly cue: (typeof CUES)[number];
  /** The message of the band that this answers. */
  readonly id?: MessageId;
  readonly text?: string;
}

export const DATUMS = ['WGS84', 'GCJ02', 'BD09'] as const;
export interface Location {
  /** Degrees. */
  readonly lat: number;
  readonly lon: number;
  /** Radius in metres. */
  readonly accuracy?: number;
  readonly datum: (typeof DATUMS)[number];
}

/** What a chart can show: per minute, percent, °C at the skin, steps since midnight, percent. */
export const METRICS = ['heartRate', 'spo2', 'temperature', 'steps', 'battery'] as const;
export type Metric = (typeof METRICS)[number];

/** One moment of a wearer, as far as the band could tell. Absent means not known. */
export interface Reading {
  readonly id?: MessageId;
  /** The band's clock: a label, never a judge. Absent when the band sent none that can be read. */
  readonly at?: Instant;
  readonly heartRate?: number;
  readonly spo2?: number;
  readonly temperature?: number;
  readonly steps?: number;
  readonly battery?: number;
  readonly worn?: boolean;
  readonly charging?: boolean;
  /** dBm. */
  readonly signal?: number;
  /** How long the wearer has not moved. */
  readonly still?: Millis;
  readonly location?: Location;
  /** Kept by the band while it was out of coverage and sent later. */
  readonly buffered?: boolean;
}

export const FALL_PHASES = ['detected', 'confirmed', 'cancelled'] as const;
export type FallPhase = (typeof FALL_PHASES)[number];
export const BAND_STATES = ['online', 'offline', 'sleeping'] as const;

/** Everything that could be read out of a message. `faults` says what was left out, and why. */
export type BandMessage =
  | {
      readonly type: 'heartbeat';
      readonly readings: readonly Reading[];
      readonly faults: readonly string[];
    }
  | {
      readonly type: 'sos';
      readonly id?: MessageId;
      readonly at?: Instant;
      readonly location?: Location;
      readonly battery?: number;
    }
  | {
      readonly type: 'fall';
      readonly id?: MessageId;
      readonly at?: Instant;
      readonly phase: FallPhase;
      readonly impact?: number;
      readonly location?: Location;
    }
  | ({ readonly type: 'status'; readonly state: (typeof BAND_STATES)[number] } & Line);

/** What a band speaks through and what runs on it, if it says so: what silent bands may share. */
export interface Line {
  readonly gateway?: string;
  readonly firmware?: string;
}

/** A message that could not be read: why, and its first bytes. */
export interface Garbled {
  readonly type: 'garbled';
  readonly channel: Channel;
  /** One English sentence, without any content of the message. */
  readonly reason: string;
}

/** A message as it arrived from a band that has proven who it is. */
export interface Arrival {
  readonly bandId: BandId;
  readonly channel: Channel;
  readonly payload: Uint8Array;
  readonly qos: 0 | 1 | 2;
  /** The sender marks it as sent before (MQTT 3.1.1 section 3.3.1.1). */
  readonly dup: boolean;
  /** The service's clock. */
  readonly receivedAt: Instant;
}

declare const messageKeyBrand: unique symbol;
/**
 * What two deliveries of the same message have in common: channel and id, for a fall its phase too;
 * for a message without an id, its bytes.
 */
export type MessageKey = string & { readonly [messageKeyBrand]: true };

/** An emergency message that was taken, for telling an exact repeat of it. */
export interface TakenMessage {
  readonly key: MessageKey;
  /** The service's clock. */
  readonly receivedAt: Instant;
}
