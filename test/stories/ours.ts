// Our rules as a watcher, with a desk that answers: what is an emergency or an attention is closed ten
// minutes after it rang last. With nobody at the desk an alarm that stays open would hide the next one,
// and the count of false ones would flatter us.
import type { BandState } from '../../alerts/decide/state.ts';
import type { RecordedVerdict } from '../../alerts/port.ts';
import { Rehearsal, type Rehearsed } from '../../alerts/rehearsal.ts';
import type { BandId } from '../../domain/ids.ts';
import type { Change, Incident } from '../../domain/incident.ts';
import type { Policies } from '../../domain/policy.ts';
import { type Instant, type Millis, minutes, plus, seconds } from '../../domain/time.ts';
import { must, staff } from '../support/given.ts';
import type { Alarm } from './score.ts';
import type { Received, Roster, Watcher } from './watcher.ts';

const OFFICER = staff('王');
const ANSWERED_AFTER = minutes(10);

interface Pace {
  /** One tick so often while something that may grow worse by the minute is open. */
  readonly tense: Millis;
  readonly calm: Millis;
}
const AS_IN_A_STORY: Pace = { tense: seconds(5), calm: seconds(30) };

export class OurRules implements Watcher {
  readonly alarms: Alarm[] = [];
  readonly #rehearsal: Rehearsal;
  readonly #pace: Pace;
  /** What rings, and when it did last. */
  readonly #ringing = new Map<Incident['id'], { incident: Incident; at: Instant }>();

  constructor(roster: Roster, start: Instant, policies: Policies, pace: Pace = AS_IN_A_STORY) {
    this.#rehearsal = new Rehearsal(roster, start, policies);
    this.#pace = pace;
  }

  /** What is already known of a wearer when the watch begins. */
  knows(state: BandState): void {
    this.#rehearsal.watchlist.set(state);
  }

  state(bandId: BandId): BandState {
    return must(this.#rehearsal.watchlist.band(bandId));
  }

  /** What the rules have said since the watch began, told to anybody or not. */
  get verdicts(): readonly RecordedVerdict[] {
    return this.#rehearsal.watchlist.unrecordedVerdicts;
  }

  until(at: Instant): void {
    while (this.#rehearsal.now < at) {
      const every = this.#ringing.size > 0 ? this.#pace.tense : this.#pace.calm;
      const next = Math.min(at, this.#rehearsal.now + every) as Instant;
      this.#note(this.#rehearsal.until(next, every));
      this.#answer();
    }
  }

  hear(messages: readonly Received[]): void {
    this.#note(
      this.#rehearsal.turn((turn) => {
        for (const message of messages) turn.takeMessage({ type: 'message', ...message });
      }),
    );
  }

  #note(rehearsed: Iterable<Rehearsed>): void {
    for (const { change, incident } of rehearsed) {
      if (change.type === 'closed' || change.type === 'recovered') {
        this.#ringing.delete(change.incidentId);
        continue;
      }
      const alarm = alarmOf(change, incident);
      if (alarm === undefined) continue;
      this.alarms.push(alarm);
      const isUrgent = alarm.priority === 'emergency' || alarm.priority === 'attention';
      if (isUrgent) this.#ringing.set(incident.id, { incident, at: change.at });
    }
  }

  #answer(): void {
    const { now } = this.#rehearsal;
    for (const { incident, at } of this.#ringing.values()) {
      if (now < plus(at, ANSWERED_AFTER)) continue;
      this.#ringing.delete(incident.id);
      const action = { type: 'close', outcome: 'other' } as const;
      const input = { type: 'action', incidentId: incident.id, by: OFFICER, action } as const;
      this.#rehearsal.turn((turn) => turn.takeAction(input, incident));
    }
  }
}

/** Undefined for what is told to nobody anew. */
function alarmOf(change: Change, incident: Incident): Alarm | undefined {
  switch (change.type) {
    case 'raised':
    case 'reclassified':
      return { ...about(change, incident), kind: change.kind, priority: change.priority };
    case 'pressed':
    case 'fell':
      // The first of them comes with the raising.
      return isFirst(change, incident) ? undefined : about(change, incident);
    default:
      return undefined;
  }
}

const isFirst = (change: Change, { timeline }: Incident): boolean =>
  timeline.length === 2 && timeline[1]?.type === change.type;

const about = (change: Change, incident: Incident): Alarm => ({
  incident: incident.id,
  at: change.at,
  kind: incident.kind,
  priority: incident.priority,
  ...(incident.residentId !== undefined && { residentId: incident.residentId }),
  reason: incident.reason.code,
  isChecking: incident.checkUntil !== undefined,
});
