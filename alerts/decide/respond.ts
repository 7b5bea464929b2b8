// What a change that is on record asks of the world. Asked again after a crash, so the same change
// always asks for the same.
import type { Effect } from '../../domain/effect.ts';
import type { BandId } from '../../domain/ids.ts';
import { type Change, type Incident, ownerOf } from '../../domain/incident.ts';
import type { BandMessage, Cue, Garbled } from '../../domain/message.ts';
import type { BandState } from './state.ts';

/** @param incident as it is after the change. */
export function respond(change: Change, incident: Incident): readonly Effect[] {
  const show: Effect = { type: 'show', incidentId: incident.id };
  const cue = cueFor(change, incident);
  return cue && incident.bandId !== undefined
    ? [show, { type: 'tell', bandId: incident.bandId, cue }]
    : [show];
}

const CALLS_FOR_HELP: readonly Incident['kind'][] = ['sos', 'fall'];

function cueFor(change: Change, incident: Incident): Cue | undefined {
  if (reminds(change)) return { cue: 'remind' };
  if (!CALLS_FOR_HELP.includes(incident.kind)) return undefined;
  switch (change.type) {
    case 'pressed':
    case 'fell':
    case 'cancelled':
      return { cue: 'received', ...(change.messageId !== undefined && { id: change.messageId }) };
    case 'claimed':
    case 'reopened':
      return { cue: 'help-coming' };
    case 'arrived':
      return { cue: 'arrived' };
    case 'closed':
      return { cue: 'closed' };
    default:
      return undefined;
  }
}

/** Put it on, charge it: what its wearer can do about a band while they are up. A notice is for the desk. */
function reminds(change: Change): boolean {
  if (change.type !== 'raised' && change.type !== 'reclassified') return false;
  const { reason, priority } = change;
  return reason.code === 'not-worn' || (reason.code === 'battery-dies' && priority !== 'notice');
}

export const receivedCue = (bandId: BandId, message: BandMessage | Garbled): readonly Effect[] => [
  {
    type: 'tell',
    bandId,
    cue: {
      cue: 'received',
      ...('id' in message && message.id !== undefined && { id: message.id }),
    },
  },
];

/** A band that comes back did not hear what it was told meanwhile. */
export const repeatedCues = (state: BandState): readonly Effect[] =>
  state.incidents
    .filter(({ kind }) => CALLS_FOR_HELP.includes(kind))
    .map((incident) => ({
      type: 'tell',
      bandId: state.bandId,
      cue: { cue: ownerOf(incident) === undefined ? 'received' : 'help-coming' },
    }));
