// How much of the service one band, one address, or the world may hold at a time. None of these
// limits applies to what is said on `sos` and `fall`: a press is slowed at worst by the speed at
// which the one before it becomes durable.
import { type Millis, minutes, seconds } from '../domain/time.ts';

export interface BusLimits {
  /** From an open socket to a complete CONNECT, TLS handshake included. */
  readonly connectWithin: Millis;
  /** From CONNECT to the gate's answer; after it the band is told to come back later. */
  readonly gateWithin: Millis;
  /** From a message to the receiver's answer; after it the band has to send again. */
  readonly receiveWithin: Millis;
  /** From a cue to its last byte in the socket; a line that is slower is taken for dead. */
  readonly tellWithin: Millis;
  /** How long a band that promised no keep-alive may say nothing. */
  readonly silentWithin: Millis;
  /** Connections in all. */
  readonly sockets: number;
  /** Connections from one address. A gateway may carry every band of a town behind one. */
  readonly socketsPerAddress: number;
  /** Connections that have not proven who they are; above it the longest silent one goes. */
  readonly unproven: number;
  readonly unprovenPerAddress: number;
  /** Wrong secrets that wait for their answer at the same time. */
  readonly penalised: number;
  /** Bytes after the fixed header of a CONNECT. */
  readonly connectBytes: number;
  /** Bytes after the fixed header of any later packet: 16 KiB of payload, its topic and its id. */
  readonly packetBytes: number;
  /** Heartbeats a second that one band may keep up, and how many it may save up for a burst. */
  readonly heartbeatsPerSecond: number;
  readonly heartbeatBurst: number;
  /** How long a heartbeat above that waits when it must not be lost (QoS 1). */
  readonly heartbeatPause: Millis;
}

export const DEFAULT_LIMITS: BusLimits = {
  connectWithin: seconds(10),
  gateWithin: seconds(5),
  receiveWithin: seconds(30),
  tellWithin: seconds(5),
  silentWithin: minutes(60),
  sockets: 20_000,
  socketsPerAddress: 12_000,
  unproven: 10_000,
  unprovenPerAddress: 8_500,
  penalised: 500,
  connectBytes: 4 * 1024,
  packetBytes: 16 * 1024 + 256,
  heartbeatsPerSecond: 20,
  heartbeatBurst: 200,
  heartbeatPause: seconds(0.5),
};
