// What the duty desk can do with an incident, and what it may hear in reply.
import type { StaffName } from './ids.ts';
import type { Incident, OUTCOMES, Outcome, Reply } from './incident.ts';
import type { Millis } from './time.ts';

export const DESK_ACTIONS = [
  'claim',
  'contact',
  'dispatch',
  'arrive',
  'hold',
  'note',
  'close',
  'reopen',
] as const;

export type DeskAction =
  /** `takeOver`: from a colleague who already owns it, on purpose and on record. */
  | { readonly type: 'claim'; readonly note?: string; readonly takeOver?: boolean }
  | {
      readonly type: 'contact';
      readonly note?: string;
      readonly who?: string;
      readonly reached?: boolean;
    }
  | { readonly type: 'dispatch'; readonly note?: string; readonly responder?: string }
  | { readonly type: 'arrive'; readonly note?: string }
  /** A hold always has an end. */
  | { readonly type: 'hold'; readonly note?: string; readonly duration: Millis }
  | { readonly type: 'note'; readonly note: string }
  | {
      readonly type: 'close';
      readonly outcome: (typeof OUTCOMES)[number];
      readonly note?: string;
      readonly reply?: Reply;
    }
  | { readonly type: 'reopen'; readonly note?: string }
  /** The incident was drawn on a visible screen. */
  | { readonly type: 'see' };

/** Why the desk's action was not carried out. */
export type Refusal =
  | { readonly code: 'not-found' }
  /** Somebody else was first. */
  | { readonly code: 'owned'; readonly owner: StaffName }
  | { readonly code: 'closed'; readonly outcome: Outcome; readonly owner?: StaffName }
  | { readonly code: 'not-closed' };

export type DeskAnswer =
  | { readonly ok: true; readonly incident: Incident }
  | { readonly ok: false; readonly refusal: Refusal };
