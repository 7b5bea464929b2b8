// The recorded past, once more, by other numbers. Where time passes it is not ticked second by second:
// the state of every band says when it wants to be looked at.
//
// What cannot be known is assumed, and the same for every policy, so that policies can be compared:
// - A desk that answers: what calls for somebody is closed after ten minutes, all else after half a day.
// - What a band measured before it was registered here, and what came late when that was not kept yet,
//   is taken as heard when it was measured.
// - While the service itself was away for long it was deaf, as its journal says.
import { Rehearsal, type Rehearsed } from '../../alerts/rehearsal.ts';
import type { BandId, IncidentId, StaffName } from '../../domain/ids.ts';
import type { FromBand } from '../../domain/input.ts';
import type { Policies } from '../../domain/policy.ts';
import { hours, type Instant, instant, minutes, seconds, since } from '../../domain/time.ts';
import { parse } from '../../ingest/parse.ts';
import { calls } from './compare.ts';
import { type Happened, happenedIn, type Past, type PastEvent, wornAt } from './past.ts';
import { RungList } from './rung-list.ts';
import { Schedule } from './schedule.ts';

const ANSWERED_AFTER = minutes(10);
const DEALT_WITH_AFTER = hours(12);
/** Nobody is looked at more often while nothing is heard. */
const BETWEEN_TICKS = seconds(10);
const DESK = 'rehearsal' as StaffName;
const EMPTY = new Uint8Array();

export interface ReplayOptions {
  readonly past: Past;
  readonly policies: Policies;
  /** What rang before it is not counted: habits are learned until then. */
  readonly countFrom: Instant;
  /** Told now and then up to when the past has been played. */
  readonly playedUntil?: (at: Instant) => void;
}

export interface Replayed {
  readonly rungs: RungList['all'];
  readonly readings: number;
}

export async function replay(options: ReplayOptions): Promise<Replayed> {
  const { past, policies, countFrom, playedUntil } = options;
  const stage = new Stage(past, policies, countFrom);
  for await (const happened of happenedIn(past)) {
    for (const each of happened) stage.happens(each);
    playedUntil?.(stage.now);
  }
  stage.passes(past.to);
  return { rungs: stage.rungs.all, readings: stage.readings };
}

/** A moment at which something of the desk's or of a check is due. */
type Due = { readonly type: 'close'; readonly id: IncidentId } | { readonly type: 'look' };

class Stage {
  readonly rungs: RungList;
  readings = 0;
  readonly #rehearsal: Rehearsal;
  readonly #places: Past['places'];
  readonly #due = new Schedule<Due>();
  /** No band wants to be looked at before this. */
  #lookAt: Instant;

  constructor(past: Past, policies: Policies, countFrom: Instant) {
    this.#rehearsal = new Rehearsal(
      wornAt(past.bands, past.from).map(([band, resident]) => [
        band,
        resident,
        past.places.get(resident),
      ]),
      past.from,
      policies,
    );
    this.#places = past.places;
    this.#lookAt = past.from;
    this.rungs = new RungList(countFrom);
  }

  get now(): Instant {
    return this.#rehearsal.now;
  }

  happens({ at, event }: Happened): void {
    this.passes(at);
    this.#take(event);
  }

  /** Lets time pass until then; the clock never goes back. */
  passes(until: Instant): void {
    for (;;) {
      const next = Math.min(this.#due.nextAt, this.#lookAt);
      if (next > until) break;
      this.#goTo(instant(next));
      if (this.#due.nextAt <= next) this.#doWhatIsDue();
      else this.#look();
    }
    this.#goTo(until);
  }

  #goTo(at: Instant): void {
    if (at > this.now) this.#rehearsal.jump(at);
  }

  #take(event: PastEvent): void {
    switch (event.type) {
      case 'heard':
        this.#hear(event);
        return;
      case 'arrived': {
        const { arrival } = event;
        const message = parse(arrival.channel, arrival.payload);
        this.#says({ ...arrival, receivedAt: this.now, qos: 1, dup: false }, message);
        return;
      }
      case 'given': {
        const { bandId, to } = event;
        if (this.#rehearsal.watchlist.band(bandId)?.residentId === to) return;
        const place = to && this.#places.get(to);
        this.#note(this.#rehearsal.turn((turn) => turn.assign(bandId, to, place)));
        this.#lookSoon(bandId);
        return;
      }
      case 'retired':
        this.#note(this.#rehearsal.turn((turn) => turn.retire(event.bandId)));
        return;
      case 'away': {
        const gap = since(this.now, event.until);
        this.#goTo(event.until);
        this.#note(this.#rehearsal.turn((turn) => turn.takeDeaf({ type: 'deaf', gap })));
        this.#lookAt = this.now;
        return;
      }
      default:
        event satisfies never;
    }
  }

  #hear({ bandId, residentId, readings }: Extract<PastEvent, { type: 'heard' }>): void {
    // A band that speaks before anybody typed it in is on the wrist of whom it was given to.
    if (this.#rehearsal.watchlist.band(bandId)?.residentId === undefined && residentId) {
      this.#take({ type: 'given', bandId, to: residentId });
    }
    this.readings += readings.length;
    const receivedAt = this.now;
    const arrival = { bandId, channel: 'heartbeat', payload: EMPTY, receivedAt } as const;
    this.#says({ ...arrival, qos: 1, dup: false }, { type: 'heartbeat', readings, faults: [] });
  }

  #says(arrival: FromBand['arrival'], message: FromBand['message']): void {
    const input: FromBand = { type: 'message', arrival, message };
    this.#note(this.#rehearsal.turn((turn) => turn.takeMessage(input)));
    this.#lookSoon(arrival.bandId);
  }

  #note(rehearsed: readonly Rehearsed[]): void {
    for (const { change, incident } of rehearsed) {
      this.rungs.note(change, incident);
      const isNews = change.type === 'raised' || change.type === 'reclassified';
      if (isNews && incident.bandId !== undefined) {
        const after = calls(incident) ? ANSWERED_AFTER : DEALT_WITH_AFTER;
        this.#due.put(instant(this.now + after), { type: 'close', id: incident.id });
      }
      if (incident.checkUntil !== undefined) this.#due.put(incident.checkUntil, { type: 'look' });
    }
  }

  #doWhatIsDue(): void {
    const due = this.#due.take();
    if (due?.item.type === 'close') this.#close(due.item.id);
    else this.#look();
  }

  #close(id: IncidentId): void {
    const incident = this.#rehearsal.watchlist.incident(id);
    if (incident === undefined) return;
    const action = { type: 'close', outcome: 'other' } as const;
    const input = { type: 'action', incidentId: id, by: DESK, action } as const;
    this.#note(this.#rehearsal.turn((turn) => void turn.takeAction(input, incident)));
    if (incident.bandId !== undefined) this.#lookSoon(incident.bandId);
  }

  #look(): void {
    const { watchlist } = this.#rehearsal;
    // Nothing is put on record here, so there is nothing to be kept for it.
    const checkpoint = { bands: [], habits: [], verdicts: watchlist.unrecordedVerdicts };
    watchlist.recorded({ tickAt: this.now, ...checkpoint }, new Map());
    this.#note(this.#rehearsal.turn((turn) => turn.takeTick()));
    let next = Number.POSITIVE_INFINITY;
    for (const { lookAt } of watchlist.bands()) if (lookAt < next) next = lookAt;
    this.#lookAt = instant(Math.max(next, this.now + BETWEEN_TICKS));
  }

  #lookSoon(bandId: BandId): void {
    const lookAt = this.#rehearsal.watchlist.band(bandId)?.lookAt;
    if (lookAt === undefined || lookAt >= this.#lookAt) return;
    this.#lookAt = instant(Math.max(lookAt, this.now + BETWEEN_TICKS));
  }
}
