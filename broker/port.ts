// What the other stations may know of the broker: messages arrive, cues leave.
import type { BandId } from '../domain/ids.ts';
import type { Arrival, Cue } from '../domain/message.ts';

/**
 * Takes one message. **Resolved means durable**: only then is the message acknowledged to the band
 * (PUBACK). Rejected means it is not on record: no acknowledgement leaves and the connection is
 * closed, so that the band sends it again.
 */
export type Receive = (arrival: Arrival) => Promise<void>;

/** Who may connect. Asked for every CONNECT; the answer must not take longer than a lookup. */
export interface BandGate {
  /** True when this band is registered, in use, and `secret` is its secret. Never rejects. */
  admits(bandId: BandId, secret: string): Promise<boolean>;
}

export interface Bus {
  /** Begins to listen or to subscribe. Rejects with a sentence for the installer. */
  start(receive: Receive): Promise<BusAddress>;
  /**
   * Sends a cue to a band, QoS 1. Resolves `false` when the band is not connected: cues are not
   * queued, the next press asks again.
   */
  tell(bandId: BandId, cue: Cue): Promise<boolean>;
  /** Ends the band's connection: its secret was rotated, or it was retired. */
  drop(bandId: BandId): void;
  /** Bands connected at this moment. */
  connected(): number;
  /** Takes no more, waits for what is being received, closes. */
  stop(): Promise<void>;
}

interface BusAddress {
  /** `mqtt://127.0.0.1:1883`; with TLS also `mqtts://…`. */
  readonly urls: readonly string[];
}
