// What was promised to whom, written down outside the service: every call for help a band has sent
// and whether its acknowledgement came, every reading, everything an officer did and was told.
import type { DeskAction } from '../../domain/desk.ts';
import type { BandId, IncidentId, MessageId, StaffName } from '../../domain/ids.ts';
import type { EmergencyChannel, FallPhase } from '../../domain/message.ts';
import type { Instant } from '../../domain/time.ts';

export interface Call {
  readonly bandId: BandId;
  readonly channel: EmergencyChannel;
  /** Absent when the firmware names nothing, or nobody can read what it says. */
  readonly name?: { readonly id: MessageId; readonly at: Instant };
  readonly phase?: FallPhase;
  readonly payload: Uint8Array;
  /** When it first went out, by simulated time. */
  sentAt?: number;
  acknowledgedAt?: number;
}

export interface Deed {
  readonly who: StaffName;
  readonly incidentId: IncidentId;
  readonly action: DeskAction;
  /** Goes on record with the deed; no two are alike. */
  readonly note: string;
  /** The screen was told that it is done. */
  isConfirmed: boolean;
}

export interface Ledger {
  readonly calls: Call[];
  readonly deeds: Deed[];
  /** Step counts of readings whose acknowledgement came, by band: each reading has its own. */
  readonly readings: Map<BandId, number[]>;
  /** Cues as the bands felt them. */
  readonly cues: { readonly bandId: BandId; readonly cue: string; readonly id?: string }[];
}

export const emptyLedger = (): Ledger => ({ calls: [], deeds: [], readings: new Map(), cues: [] });
