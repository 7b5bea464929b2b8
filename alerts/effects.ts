// Carrying out what recorded changes ask for: send, then mark as sent. The journal is the outbox; the
// mark is one number, the last change whose effects, and all before it, have been performed.
import type { Effect } from '../domain/effect.ts';
import type { IncidentId } from '../domain/ids.ts';
import type { Change, Incident } from '../domain/incident.ts';
import type { Log } from '../domain/log.ts';
import { respond } from './decide/respond.ts';
import type { BandLine, DutyFeed } from './port.ts';
import type { Turn } from './turn.ts';

export class EffectOutbox {
  readonly #feed: DutyFeed;
  readonly #line: BandLine;
  readonly #log: Log;
  #performedThrough = 0;
  #tail: Promise<void> = Promise.resolve();

  constructor(feed: DutyFeed, line: BandLine, log: Log) {
    this.#feed = feed;
    this.#line = line;
    this.#log = log;
  }

  get performedThrough(): number {
    return this.#performedThrough;
  }

  /** After a restart: asks again for whatever may not have been performed. */
  resume(
    unperformed: readonly { readonly seq: number; readonly change: Change }[],
    find: (id: IncidentId) => Incident | undefined,
  ): void {
    const effects = unperformed.flatMap(({ change }) => {
      const incident = find(change.incidentId);
      return incident ? respond(change, incident) : [];
    });
    const shown = new Map<IncidentId, Incident>();
    for (const { change } of unperformed) {
      const incident = find(change.incidentId);
      if (incident) shown.set(incident.id, incident);
    }
    this.#show(shown.values());
    this.#tellThenMark(effects, unperformed.at(-1)?.seq);
  }

  /** @param seq the journal's number of the turn's last change. */
  perform(turn: Turn, seq: number | undefined): void {
    const shown = new Map<IncidentId, Incident>();
    const effects: Effect[] = [...turn.effects];
    for (const { change } of turn.record.changes) {
      const incident = turn.record.incident(change.incidentId);
      if (!incident) continue;
      shown.set(incident.id, incident);
      effects.push(...respond(change, incident));
    }
    // Once per incident and turn: the screen wants how it is now, not each step on the way.
    this.#show(shown.values());
    this.#tellThenMark(effects, turn.record.changes.length > 0 ? seq : undefined);
  }

  /** Effects that nothing on record stands behind. */
  performNow(effects: readonly Effect[]): void {
    this.#tellThenMark(effects, undefined);
  }

  /** Resolves when everything asked for so far was tried. */
  settled(): Promise<void> {
    return this.#tail;
  }

  #show(incidents: Iterable<Incident>): void {
    for (const incident of incidents) this.#feed.incidentChanged(incident);
  }

  #tellThenMark(effects: readonly Effect[], seq: number | undefined): void {
    const told = effects
      .filter((effect) => effect.type === 'tell')
      .map((effect) => this.#tell(effect));
    if (told.length === 0 && seq === undefined) return;
    this.#tail = Promise.all([this.#tail, ...told]).then(() => {
      if (seq !== undefined) this.#performedThrough = seq;
    });
  }

  async #tell({ bandId, cue }: Extract<Effect, { type: 'tell' }>): Promise<void> {
    try {
      await this.#line.tell(bandId, cue);
    } catch (error) {
      this.#log.warn('cue-not-sent', { bandId, cue: cue.cue, reason: String(error) });
    }
  }
}
