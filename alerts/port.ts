// What the other stations may know of the alert engine, and what the engine asks of them.
import type { DeskAction, DeskAnswer } from '../domain/desk.ts';
import type { Degradation } from '../domain/frame.ts';
import type { BandId, IncidentId, ResidentId, StaffName } from '../domain/ids.ts';
import type { Change, Incident } from '../domain/incident.ts';
import type {
  Arrival,
  BandMessage,
  Channel,
  Cue,
  Garbled,
  MessageKey,
  TakenMessage,
} from '../domain/message.ts';
import type { Place } from '../domain/person.ts';
import type { Present } from '../domain/present.ts';
import type { Instant } from '../domain/time.ts';
import type { RuleName, Verdict } from '../domain/verdict.ts';

export interface AlertEngine {
  /** Takes a message. Resolved means: it, and all that was decided because of it, is on record. */
  receive(arrival: Arrival, message: BandMessage | Garbled): Promise<void>;
  /** Carries out what the desk wants. Resolved means on record. */
  act(incidentId: IncidentId, by: StaffName, action: DeskAction): Promise<DeskAnswer>;
  /** From now on the band is watched for this resident, who lives there, or for nobody. */
  assign(bandId: BandId, residentId: ResidentId | undefined, place?: Place): Promise<void>;
  /** Whoever wears the band now lives there. */
  locate(bandId: BandId, place: Place): Promise<void>;
  /** The band is not watched any more. Its open incidents stay. */
  retire(bandId: BandId): Promise<void>;
  /** All that is not closed, in no order. */
  openIncidents(): readonly Incident[];
  present(bandId: BandId): Present | undefined;
  /** An incident, open or closed, with its whole timeline. */
  incident(id: IncidentId): Promise<Incident | undefined>;
  incidents(query: IncidentQuery): Promise<IncidentPage>;
  /** What was said and open of a person at that moment; now, to the last input, when left out. */
  why(residentId: ResidentId, at?: Instant): Promise<Why>;
  /** Names of what does not work at present; empty when all is well. */
  degraded(): readonly Degradation[];
}

/** A band in use, who wears it, and where they live. */
export type Wearing = readonly [BandId, (ResidentId | undefined)?, (Place | undefined)?];

export interface IncidentQuery {
  readonly state: 'open' | 'closed' | 'all';
  readonly residentId?: ResidentId;
  /** Not opened after that moment. */
  readonly openedBy?: Instant;
  /** At most this many. */
  readonly limit: number;
  /** `next` of the page before. */
  readonly cursor?: string;
}

export interface IncidentPage {
  /** Newest first. */
  readonly items: readonly Incident[];
  readonly next?: string;
}

/** Why somebody was told of a person at a moment, and why nobody was. */
export interface Why {
  /** At most one a rule, in the order in which the rules are asked. */
  readonly verdicts: readonly HeldVerdict[];
  /** Newest first. */
  readonly incidents: readonly OpenThen[];
}

/** What a rule said of a person at a moment. */
export interface HeldVerdict {
  /** Worn by that person when it was said. */
  readonly bandId: BandId;
  /** Has held since its `at`. */
  readonly verdict: Verdict;
  /** What the rule said after it; absent while it holds. */
  readonly next?: Verdict;
}

/** An incident that was not closed at a moment, as it then was. */
export interface OpenThen {
  readonly incident: Incident;
  /** Who told of it; absent for a call for help. */
  readonly rule?: RuleName;
}

/**
 * The engine's way to the duty screens. Never waits, never throws. It is told of the canary like of
 * any band, and keeps it from the screens (domain/canary.ts).
 */
export interface DutyFeed {
  incidentChanged(incident: Incident): void;
  presentChanged(bandId: BandId): void;
}

/** The engine's way to the bands. */
export interface BandLine {
  tell(bandId: BandId, cue: Cue): Promise<boolean>;
}

/** A message as the journal keeps it. */
export interface RecordedArrival {
  readonly bandId: BandId;
  readonly channel: Channel;
  readonly receivedAt: Instant;
  /** What an exact repeat of it would have in common with it. */
  readonly key: MessageKey;
  readonly payload: Uint8Array;
}

/** A change and its place in its incident; two cannot have the same, so nobody decides on old news. */
export interface NumberedChange {
  readonly change: Change;
  /** 1 for `raised`. */
  readonly version: number;
}

/** What is appended in one transaction. */
export interface JournalBatch {
  readonly arrivals: readonly RecordedArrival[];
  readonly changes: readonly NumberedChange[];
  /** Each incident that the changes touched, as it is after them. */
  readonly incidents: readonly Incident[];
  /** What can be lost without harm, kept so that a restart knows it: states of bands, the last tick. */
  readonly checkpoint?: Checkpoint;
  /** The effects of all changes up to here have been performed. */
  readonly performedThrough?: number;
}

export interface Checkpoint {
  readonly tickAt: Instant;
  readonly bands: readonly { readonly bandId: BandId; readonly state: string }[];
  /** Of those people whose habits have changed since the last one. */
  readonly habits: readonly { readonly residentId: ResidentId; readonly habits: string }[];
  /** What rules have said otherwise since the last one, oldest first. */
  readonly verdicts: readonly RecordedVerdict[];
}

/** What a rule said of a person from `verdict.at` on. */
export interface RecordedVerdict {
  readonly residentId: ResidentId;
  readonly bandId: BandId;
  readonly verdict: Verdict;
}

export interface VerdictQuery {
  readonly residentId: ResidentId;
  readonly at: Instant;
}

/** What the journal cannot say any more; all else it says is as it was written. */
export interface JournalDamage {
  /** Entries that were once durable and are gone from its end. */
  readonly missing: number;
  /** Entries that are there and not what was written; they were left out. */
  readonly damaged: number;
}

/** What the journal knew when it was opened. */
export interface JournalContents {
  readonly openIncidents: readonly Incident[];
  /** Newest last, at most `TAKEN_MESSAGES_KEPT` a band. */
  readonly recentMessages: ReadonlyMap<BandId, readonly TakenMessage[]>;
  readonly bands: ReadonlyMap<BandId, string>;
  readonly habits: ReadonlyMap<ResidentId, string>;
  readonly tickAt?: Instant;
  /** Changes whose effects may not have been performed, oldest first. */
  readonly unperformed: readonly { readonly seq: number; readonly change: Change }[];
  readonly damage?: JournalDamage;
}

export interface Journal {
  /** Rejects with a sentence for the installer when the file is damaged or of another version. */
  open(): Promise<JournalContents>;
  /** Resolves with the sequence number of the last change when all of it survives a power cut. */
  append(batch: JournalBatch): Promise<number>;
  incident(id: IncidentId): Promise<Incident | undefined>;
  /** Without the canary's. */
  incidents(query: IncidentQuery): Promise<IncidentPage>;
  /** Of each rule the newest verdict on a person that is not of after that moment, and the one after it. */
  verdicts(query: VerdictQuery): Promise<readonly HeldVerdict[]>;
  close(): Promise<void>;
}
