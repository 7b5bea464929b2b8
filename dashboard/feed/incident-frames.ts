// An incident goes out whole, with its whole timeline, after every change. A band that presses without
// end makes that timeline long, and sending all of it for each press would cost the square of the
// presses. So once it is long, presses alone are joined: what came first went out at once, what follows
// waits for a flush, the longer the timeline the later. Whatever else happens to it goes out at once.
// Time is counted in flushes, so that no jump of the clock holds anything back.
import type { IncidentId } from '../../domain/ids.ts';
import { type ChangeType, type Incident, isOpen } from '../../domain/incident.ts';

/** Entries; no matter that people deal with has as many. */
const LONG = 50;
/** A frame of so many entries, some 150 KB, costs a further flush. */
const ENTRIES_PER_FLUSH = 1_000;
/** More of the same: it tells nobody anything that they would act upon. */
const REPEATED: readonly ChangeType[] = ['pressed', 'fell', 'seen'];

export interface IncidentFrames {
  changed(incident: Incident): void;
  /** Sends what has waited long enough; called several times a second. */
  flush(): void;
}

interface Sent {
  /** How much of the timeline the screens have. */
  readonly entries: number;
  flushesLeft: number;
}

export function createIncidentFrames(send: (incident: Incident) => void): IncidentFrames {
  /** Long ones that were sent a moment ago. */
  const sent = new Map<IncidentId, Sent>();
  const waiting = new Map<IncidentId, Incident>();

  function sendNow(incident: Incident): void {
    const { id, timeline } = incident;
    waiting.delete(id);
    sent.delete(id);
    if (timeline.length > LONG && isOpen(incident)) {
      const flushesLeft = 1 + Math.floor(timeline.length / ENTRIES_PER_FLUSH);
      sent.set(id, { entries: timeline.length, flushesLeft });
    }
    send(incident);
  }

  return {
    changed(incident) {
      const known = sent.get(incident.id);
      if (known && onlyRepeats(incident, known.entries)) waiting.set(incident.id, incident);
      else sendNow(incident);
    },
    flush() {
      for (const [id, known] of sent) {
        known.flushesLeft -= 1;
        if (known.flushesLeft > 0) continue;
        const newest = waiting.get(id);
        if (newest) sendNow(newest);
        else sent.delete(id);
      }
    },
  };
}

const onlyRepeats = ({ timeline }: Incident, known: number): boolean =>
  timeline.slice(known).every(({ type }) => REPEATED.includes(type));
