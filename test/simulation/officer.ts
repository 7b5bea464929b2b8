// A duty officer and the screen in front of them: the real board, folded from the frames that arrive.
// They take what they see, hold it, forget it, hand it on, close it and open it again, often in the
// same moment as a colleague.

import { type Board, EMPTY_BOARD, receive } from '../../dashboard/web/board.ts';
import type { DeskAction, DeskAnswer } from '../../domain/desk.ts';
import type { IncidentView, ServerFrame } from '../../domain/frame.ts';
import type { IncidentId, StaffName } from '../../domain/ids.ts';
import { minutes } from '../../domain/time.ts';
import type { Chance } from './chance.ts';
import type { Deed, Ledger } from './ledger.ts';
import type { Line } from './line.ts';
import type { Scheduler } from './scheduler.ts';
import type { Seen } from './screens.ts';

export type ScreenLine = Line<Buffer, Seen>;

export interface OfficerParts {
  readonly name: StaffName;
  readonly scheduler: Scheduler;
  readonly chance: Chance;
  readonly ledger: Ledger;
  /** @param after the newest frame this screen has. */
  readonly dial: (
    after: number | undefined,
    answered: (line: ScreenLine | undefined) => void,
  ) => void;
  /** Undefined: no answer came, and nobody knows whether it was done. */
  readonly ask: (
    id: IncidentId,
    action: DeskAction,
    answered: (answer: DeskAnswer | undefined) => void,
  ) => void;
  readonly tell: (text: string) => void;
  /** An answer that cannot be true. */
  readonly wrong: (text: string) => void;
}

/** The screen's own patience, ten times the real one: so are the ticks it waits for. */
const SILENCE = 60_000;
const LONGEST_PAUSE = 8_000;
/** Matters that are closed, as far back as an officer would go to open one again. */
const REMEMBERED = 5;

export class Officer {
  readonly #parts: OfficerParts;
  #board: Board = EMPTY_BOARD;
  #line: ScreenLine | undefined;
  #dialled = 0;
  #wantsAll = true;
  #heardAt = 0;
  readonly #seen = new Set<IncidentId>();
  #closed: readonly IncidentId[] = [];
  #deeds = 0;

  constructor(parts: OfficerParts) {
    this.#parts = parts;
  }

  get name(): StaffName {
    return this.#parts.name;
  }

  get board(): Board {
    return this.#board;
  }

  /** Whether all that the service has said has arrived here. */
  get isUpToDate(): boolean {
    return this.#line?.isQuiet === true && !this.#wantsAll;
  }

  connect(): void {
    this.#dialled += 1;
    const mine = this.#dialled;
    this.#parts.dial(this.#wantsAll ? undefined : this.#board.seq, (line) => {
      if (mine !== this.#dialled) line?.far.close();
      else if (line === undefined) this.#again();
      else this.#connected(line);
    });
  }

  cut(): void {
    // Neither side is told: the screen finds out by the silence.
    this.#line?.cut({ near: 10_000, far: SILENCE });
  }

  /** Does whatever comes to mind with whatever is on the board. */
  act(): void {
    const open = [...this.#board.incidents.values()];
    const { chance } = this.#parts;
    if (this.#closed.length > 0 && chance.happens(open.length === 0 ? 0.3 : 0.08)) {
      const id = chance.pick(this.#closed);
      this.do(id, chance.happens(0.5) ? { type: 'reopen' } : { type: 'note', note: '' });
    } else if (open.length > 0) {
      const incident = chance.pick(open);
      this.do(incident.id, this.#choose(incident));
    }
  }

  do(incidentId: IncidentId, chosen: DeskAction): void {
    const { name: who, ledger, tell, ask } = this.#parts;
    this.#deeds += 1;
    const note = `${who}-${this.#deeds}`;
    const action: DeskAction = chosen.type === 'see' ? chosen : { ...chosen, note };
    const deed: Deed = { who, incidentId, action, note, isConfirmed: false };
    ledger.deeds.push(deed);
    tell(`${who} wants to ${action.type} ${incidentId} (${note})`);
    ask(incidentId, action, (answer) => this.#answered(deed, answer));
  }

  #answered(deed: Deed, answer: DeskAnswer | undefined): void {
    const { who, action, note } = deed;
    const result = answer === undefined ? 'no answer' : answer.ok ? 'done' : answer.refusal.code;
    this.#parts.tell(`${who} ${action.type} (${note}): ${result}`);
    if (answer?.ok !== true) return;
    deed.isConfirmed = true;
    const { incident } = answer;
    const isTheirs = incident.state !== 'open' && incident.owner === who;
    if ((action.type === 'claim' || action.type === 'reopen') && !isTheirs) {
      this.#parts.wrong(`${who} was told that ${incident.id} is theirs, and it is not`);
    }
  }

  #choose({ state, owner }: IncidentView): DeskAction {
    const { chance, name } = this.#parts;
    if (state === 'open' || (owner !== name && chance.happens(0.5))) {
      const takeOver = chance.happens(0.3);
      return { type: 'claim', ...(takeOver && { takeOver }) };
    }
    const duration = minutes(chance.whole(1, 4));
    return chance.pick<DeskAction>([
      { type: 'claim' },
      { type: 'contact', reached: chance.happens(0.7) },
      { type: 'contact' },
      { type: 'dispatch' },
      { type: 'arrive' },
      { type: 'hold', duration },
      { type: 'note', note: '' },
      { type: 'close', outcome: 'assisted' },
      { type: 'close', outcome: 'false-alarm' },
      { type: 'close', outcome: 'test' },
    ]);
  }

  #connected(line: ScreenLine): void {
    this.#line = line;
    this.#heardAt = this.#parts.scheduler.now;
    line.far.onMessage = (bytes) => this.#line === line && this.#take(bytes);
    line.far.onEnd = () => this.#line === line && this.#again();
    this.#watch(line);
  }

  #watch(line: ScreenLine): void {
    this.#parts.scheduler.after(SILENCE / 2, () => {
      if (this.#line !== line) return;
      if (this.#parts.scheduler.now - this.#heardAt < SILENCE) return this.#watch(line);
      this.#again();
    });
  }

  #again(): void {
    const { scheduler, chance } = this.#parts;
    this.#line?.far.close();
    this.#line = undefined;
    this.#dialled += 1;
    const mine = this.#dialled;
    scheduler.after(chance.between(250, LONGEST_PAUSE), () => {
      if (mine === this.#dialled) this.connect();
    });
  }

  #take(bytes: Buffer): void {
    const { scheduler } = this.#parts;
    const frame = readFrame(bytes);
    this.#heardAt = scheduler.now;
    const result = receive(this.#board, frame, scheduler.now);
    this.#wantsAll = !result.ok;
    if (!result.ok) {
      this.#again();
      return;
    }
    this.#board = result.board;
    if (frame.type === 'snapshot') for (const each of frame.incidents) this.#look(each);
    else if (frame.type === 'incident') this.#look(frame.incident);
  }

  #look({ id, state }: IncidentView): void {
    if (state === 'closed') {
      this.#closed = [id, ...this.#closed.filter((other) => other !== id)].slice(0, REMEMBERED);
      this.#seen.delete(id);
    } else if (!this.#seen.has(id)) {
      this.#seen.add(id);
      this.#line?.far.send({ incidentId: id });
    }
  }
}

const read = new WeakMap<Buffer, ServerFrame>();

/** Every screen gets the same bytes; here they are read once. */
function readFrame(bytes: Buffer): ServerFrame {
  const known = read.get(bytes);
  if (known) return known;
  const frame = JSON.parse(bytes.toString('utf8')) as ServerFrame;
  read.set(bytes, frame);
  return frame;
}
