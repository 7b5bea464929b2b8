// A duty room without sockets or disks, for tests that read as stories: moments are told as times of a
// day, and between them time passes tick by tick as it does in the service.

import { respond } from '../../alerts/decide/respond.ts';
import { Rehearsal, type Rehearsed } from '../../alerts/rehearsal.ts';
import type { Turn } from '../../alerts/turn.ts';
import type { Watchlist } from '../../alerts/watchlist.ts';
import type { DeskAction, DeskAnswer } from '../../domain/desk.ts';
import type { Effect } from '../../domain/effect.ts';
import { type BandId, parseBandId, parseResidentId, parseStaffName } from '../../domain/ids.ts';
import { type Change, evolve, type Incident } from '../../domain/incident.ts';
import type { Channel, FallPhase } from '../../domain/message.ts';
import type { Place } from '../../domain/person.ts';
import { DEFAULT_POLICY, type Policy, samePolicyForAll } from '../../domain/policy.ts';
import type { Present } from '../../domain/present.ts';
import {
  type Instant,
  instant,
  type Millis,
  parseRfc3339,
  plus,
  seconds,
} from '../../domain/time.ts';
import type { RuleName, Verdict } from '../../domain/verdict.ts';
import { parse } from '../../ingest/parse.ts';
import { unreadable } from './worded.ts';

export const band = (name: string): BandId => must(parseBandId(name));
export const resident = (name: string) => must(parseResidentId(name));
export const staff = (name: string) => must(parseStaffName(name));

export function must<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('expected a value');
  return value;
}

/** `clock('08:30:15')`: that time of the story's day, in Dezhou. A second day: `clock('08:30', 1)`. */
export function clock(time: string, day = 0): Instant {
  const full = time.length === 5 ? `${time}:00` : time;
  return plus(must(parseRfc3339(`2026-03-10T${full}+08:00`)), (day * 86_400_000) as Millis);
}

export interface Room {
  readonly now: Instant;
  /** The clock of the service is suddenly there, without a tick on the way. */
  jumpsTo(at: Instant): Room;
  /** Lets time pass, one tick a second (or coarser: `every`), until then. */
  until(at: Instant, every?: Millis): Room;
  says(name: string, channel: Channel, payload: unknown, options?: { dup?: boolean }): Room;
  presses(name: string, id: string, more?: object): Room;
  falls(name: string, id: string, phase: FallPhase): Room;
  beats(name: string, reading?: object): Room;
  /** Heartbeats every minute until then, each as `reading` says. */
  beatsUntil(name: string, at: Instant, reading?: object): Room;
  desk(who: string, incident: Incident, action: DeskAction): DeskAnswer;
  deaf(gap: Millis): Room;
  /** A band nobody has seen before is given to a resident. */
  gives(name: string, to: string): Room;
  open(kind?: Incident['kind']): readonly Incident[];
  only(kind?: Incident['kind']): Incident;
  present(name: string): Present;
  /** What a rule says of whoever wears the band. */
  verdict(name: string, rule: RuleName): Verdict | undefined;
  /** Every change so far, oldest first. */
  readonly changes: readonly Change[];
  readonly effects: readonly Effect[];
  /** An incident as it now is, open or closed. */
  again(incident: Incident): Incident;
}

/**
 * @param names bands, each worn by the resident `r-<name>`.
 * @param placeOf where the wearer of a band lives.
 */
export function dutyRoom(
  names: readonly string[],
  start: Instant = clock('08:00'),
  policy: Policy = DEFAULT_POLICY,
  placeOf: (name: string) => Place = () => ({}),
): Room {
  return new StoryRoom(names, start, policy, placeOf);
}

/** No rule may say what no screen could show. */
function insistOnWords(watchlist: Watchlist): void {
  const note = watchlist.noteVerdicts.bind(watchlist);
  watchlist.noteVerdicts = (verdicts) => {
    for (const { verdict } of verdicts) {
      const why = unreadable(verdict);
      if (why !== undefined) throw new Error(why);
    }
    note(verdicts);
  };
}

class StoryRoom implements Room {
  readonly changes: Change[] = [];
  readonly effects: Effect[] = [];
  readonly #rehearsal: Rehearsal;
  readonly #all = new Map<string, Incident>();

  constructor(
    names: readonly string[],
    start: Instant,
    policy: Policy,
    placeOf: (name: string) => Place,
  ) {
    const bands = names.map((name) => {
      return [band(name), resident(`r-${name}`), placeOf(name)] as const;
    });
    this.#rehearsal = new Rehearsal(bands, start, samePolicyForAll(policy));
    insistOnWords(this.#rehearsal.watchlist);
  }

  get now(): Instant {
    return this.#rehearsal.now;
  }

  until(at: Instant, every: Millis = seconds(1)): Room {
    this.#note(this.#rehearsal.until(at, every));
    return this;
  }

  jumpsTo(at: Instant): Room {
    this.#rehearsal.jump(at);
    return this;
  }

  #turn<Value>(work: (turn: Turn) => Value): Value {
    let value: Value | undefined;
    const rehearsed = this.#rehearsal.turn((turn) => {
      value = work(turn);
      this.effects.push(...turn.effects);
    });
    this.#note(rehearsed);
    return value as Value;
  }

  #note(rehearsed: Iterable<Rehearsed>): void {
    for (const { change } of rehearsed) {
      this.changes.push(change);
      const incident = evolve(this.#all.get(change.incidentId), change);
      this.#all.set(incident.id, incident);
      this.effects.push(...respond(change, incident));
    }
  }

  says(name: string, channel: Channel, said: unknown, options: { dup?: boolean } = {}): Room {
    const text = typeof said === 'string' ? said : JSON.stringify(said);
    const payload = new TextEncoder().encode(text);
    const dup = options.dup ?? false;
    const arrival = {
      bandId: band(name),
      channel,
      payload,
      qos: 1,
      dup,
      receivedAt: this.now,
    } as const;
    this.#turn((turn) =>
      turn.takeMessage({ type: 'message', arrival, message: parse(channel, payload) }),
    );
    return this;
  }

  presses(name: string, id: string, more: object = {}): Room {
    return this.says(name, 'sos', { id, at: this.now, ...more });
  }

  falls(name: string, id: string, phase: FallPhase): Room {
    return this.says(name, 'fall', { id, at: this.now, phase });
  }

  beats(name: string, reading: object = {}): Room {
    return this.says(name, 'heartbeat', { at: this.now, worn: true, battery: 80, ...reading });
  }

  beatsUntil(name: string, at: Instant, reading: object = {}): Room {
    while (this.now < at) {
      this.beats(name, reading);
      this.until(instant(Math.min(this.now + 60_000, at)), seconds(10));
    }
    return this;
  }

  desk(who: string, incident: Incident, action: DeskAction): DeskAnswer {
    const input = { type: 'action', incidentId: incident.id, by: staff(who), action } as const;
    return this.#turn((turn) => turn.takeAction(input, this.again(incident)));
  }

  deaf(gap: Millis): Room {
    this.#turn((turn) => turn.takeDeaf({ type: 'deaf', gap }));
    return this;
  }

  gives(name: string, to: string): Room {
    this.#turn((turn) => turn.assign(band(name), resident(to)));
    return this;
  }

  open(kind?: Incident['kind']): readonly Incident[] {
    const all = this.#rehearsal.watchlist.openIncidents();
    return kind === undefined ? all : all.filter((incident) => incident.kind === kind);
  }

  only(kind?: Incident['kind']): Incident {
    const open = this.open(kind);
    if (open.length !== 1)
      throw new Error(`expected one open ${kind ?? 'incident'}, got ${open.length}`);
    return must(open[0]);
  }

  present(name: string): Present {
    return must(this.#rehearsal.watchlist.band(band(name))).present;
  }

  verdict(name: string, rule: RuleName): Verdict | undefined {
    return this.#rehearsal.watchlist.band(band(name))?.verdicts[rule];
  }

  again(incident: Incident): Incident {
    return must(this.#all.get(incident.id));
  }
}
