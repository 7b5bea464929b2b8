// One message from a band: parse → engine → spool, in that order of importance. A press, a fall and a
// status go to the engine alone and never wait for telemetry. A heartbeat goes to both at once, and
// neither can keep the other from it.
//
// Resolved means durable, so a QoS 1 heartbeat resolves when engine and spool both have it. A QoS 0
// heartbeat was promised nothing: it is written all the same, and nobody waits for the disk.
import type { AlertEngine } from '../alerts/port.ts';
import type { Receive } from '../broker/port.ts';
import type { BandId, ResidentId } from '../domain/ids.ts';
import type { Log } from '../domain/log.ts';
import { type Arrival, type BandMessage, type Garbled, PAYLOAD_LIMIT } from '../domain/message.ts';
import { type Instant, minutes, since } from '../domain/time.ts';
import { parseCounting } from './parse.ts';
import { placeInTime } from './place-in-time.ts';
import type { Point } from './port.ts';
import type { Spool } from './spool.ts';

/** Who wore the band at that moment; undefined: nobody. From memory. */
export type WearerOf = (bandId: BandId, at: Instant) => ResidentId | undefined;

export interface IngestWorkerOptions {
  readonly engine: Pick<AlertEngine, 'receive'>;
  readonly spool: Pick<Spool, 'append' | 'refuse'>;
  readonly wearerOf: WearerOf;
  readonly log: Log;
}

/** Since the start; they only rise. */
interface IngestCounts {
  readonly messages: number;
  /** Messages of any channel that could not be read. */
  readonly unreadable: number;
  /** Heartbeats of which a part was left out. */
  readonly faulty: number;
  /** Fields the contract does not know. */
  readonly unknownFields: number;
  /** Readings that went into the spool. */
  readonly readings: number;
  /** Heartbeats that could not be put on disk. */
  readonly notKept: number;
}

export interface IngestWorker {
  /** For `Bus.start`. Rejects when the message, or all that it asks for, is not on record. */
  readonly receive: Receive;
  counts(): IngestCounts;
}

export function createIngestWorker(options: IngestWorkerOptions): IngestWorker {
  const { engine, spool, wearerOf, log } = options;
  const counts = {
    messages: 0,
    unreadable: 0,
    faulty: 0,
    unknownFields: 0,
    readings: 0,
    notKept: 0,
  };
  const complaints = createComplaints(log);

  /** Resolves when all of a heartbeat that is to be kept is on disk. */
  async function keep(arrival: Arrival, message: BandMessage | Garbled): Promise<void> {
    const fault = faultOf(message);
    const points = message.type === 'heartbeat' ? pointsOf(arrival, message, wearerOf) : [];
    try {
      await Promise.all([
        spool.append(points),
        fault !== undefined && spool.refuse(refusedMessage(arrival, fault)),
      ]);
    } catch (error) {
      counts.notKept += 1;
      complaints.notKept(error);
      throw error;
    }
    counts.readings += points.length;
    complaints.keptAgain();
  }

  function note(arrival: Arrival, message: BandMessage | Garbled, unknownFields: number): void {
    counts.messages += 1;
    counts.unknownFields += unknownFields;
    if (message.type === 'garbled') counts.unreadable += 1;
    else if (message.type === 'heartbeat' && message.faults.length > 0) counts.faulty += 1;
    complaints.about(arrival, faultOf(message));
  }

  return {
    async receive(arrival) {
      const { message, unknownFields } = parseCounting(arrival.channel, arrival.payload);
      const heard = engine.receive(arrival, message);
      note(arrival, message, unknownFields);
      if (arrival.channel !== 'heartbeat') return heard;
      const kept = keep(arrival, message);
      if (arrival.qos === 0) {
        // Counted and logged where it failed; a QoS 0 message has nobody to tell.
        kept.catch(() => {});
        return heard;
      }
      const [engineSaid, spoolSaid] = await Promise.allSettled([heard, kept]);
      if (engineSaid.status === 'rejected') throw engineSaid.reason;
      if (spoolSaid.status === 'rejected') throw spoolSaid.reason;
    },
    counts: () => ({ ...counts }),
  };
}

/** What was wrong with a message, as one sentence; undefined when nothing was. */
function faultOf(message: BandMessage | Garbled): string | undefined {
  if (message.type === 'garbled') return message.reason;
  if (message.type !== 'heartbeat' || message.faults.length === 0) return undefined;
  return message.faults.join('; ');
}

/** A reading that took longer than this was not heard when it was measured. */
const LATE = minutes(1);

function pointsOf(
  { bandId, receivedAt }: Arrival,
  { readings }: Extract<BandMessage, { type: 'heartbeat' }>,
  wearerOf: WearerOf,
): readonly Point[] {
  const instants = placeInTime(readings, receivedAt);
  return readings.flatMap(({ id: _id, ...measured }, index) => {
    const at = instants[index] ?? receivedAt;
    const residentId = wearerOf(bandId, at);
    const point: Point = {
      ...measured,
      bandId,
      at,
      ...(residentId !== undefined && { residentId }),
      ...(since(at, receivedAt) >= LATE && { heardAt: receivedAt }),
    };
    // A mere sign of life is the engine's; history keeps what was measured.
    return Object.keys(measured).some((field) => field !== 'at' && field !== 'buffered')
      ? [point]
      : [];
  });
}

const refusedMessage = ({ bandId, receivedAt, payload }: Arrival, reason: string) => ({
  bandId,
  receivedAt,
  reason,
  payload: payload.subarray(0, PAYLOAD_LIMIT),
});

/** Says each thing when it changes, not each time it repeats. */
function createComplaints(log: Log): {
  about(arrival: Arrival, fault: string | undefined): void;
  notKept(error: unknown): void;
  keptAgain(): void;
} {
  const lastFault = new Map<string, string | undefined>();
  let failing = false;
  return {
    about({ bandId, channel }, fault) {
      const key = `${bandId}/${channel}`;
      if (lastFault.get(key) === fault) return;
      if (fault === undefined) lastFault.delete(key);
      else lastFault.set(key, fault);
      if (fault !== undefined) log.warn('message-refused', { bandId, channel, reason: fault });
    },
    notKept(error) {
      if (!failing) log.error('readings-not-kept', { reason: String(error) });
      failing = true;
    },
    keptAgain() {
      if (failing) log.info('readings-kept-again');
      failing = false;
    },
  };
}
