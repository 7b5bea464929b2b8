// Everything the core may ask of the world. Effects on people and bands follow from changes that
// are on record, so that they can be asked for again after a crash.
import type { BandId, IncidentId } from './ids.ts';
import type { Cue } from './message.ts';

export type Effect =
  /** Show the incident, as it now is, on every duty screen. */
  | { readonly type: 'show'; readonly incidentId: IncidentId }
  | { readonly type: 'tell'; readonly bandId: BandId; readonly cue: Cue };
