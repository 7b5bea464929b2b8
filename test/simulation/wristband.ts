// A simulated band: the simulator's outbox and wire form on a simulated line. What it was given it
// keeps until the service has acknowledged it, over cuts, reboots and hours without coverage, and
// sends it again under the same name. Its firmware may be worse than the contract asks for.
import type { BandId, MessageId } from '../../domain/ids.ts';
import type { FallPhase, Reading } from '../../domain/message.ts';
import { type Instant, instant, millis } from '../../domain/time.ts';
import {
  acknowledged,
  asLate,
  connectionLost,
  emptyOutbox,
  type Outbox,
  type Parcel,
  postReadings,
  postUrgent,
  takeOut,
  type Urgent,
} from '../../simulator/outbox.ts';
import { letterOf } from '../../simulator/wire.ts';
import type { Publish, ToBand } from './bus.ts';
import type { Chance } from './chance.ts';
import type { Call, Ledger } from './ledger.ts';
import type { Line } from './line.ts';
import type { Scheduler } from './scheduler.ts';

/**
 * `proper`: as the contract has it. `counts-anew`: its numbers start at 1 after every reboot.
 * `nameless`: sends neither id nor time. `garbled`: nobody can read what it says.
 */
export const FIRMWARES = [
  'proper',
  'proper',
  'proper',
  'counts-anew',
  'nameless',
  'garbled',
] as const;

export type BandLineTo = Line<ToBand, Publish>;

export interface WristbandParts {
  readonly id: BandId;
  readonly firmware: (typeof FIRMWARES)[number];
  readonly scheduler: Scheduler;
  readonly chance: Chance;
  readonly ledger: Ledger;
  /** Dials; the line, or nothing when nobody answers. */
  readonly dial: (answered: (line: BandLineTo | undefined) => void) => void;
  readonly tell: (text: string) => void;
}

const ACKNOWLEDGED_WITHIN = 10_000;
const FIRST_PAUSE = 2_000;
const LONGEST_PAUSE = 30_000;
/** How long the service may not notice that a line is dead: one and a half keep-alives. */
export const KEEP_ALIVE = 45_000;

const utf8 = new TextEncoder();

export class Wristband {
  readonly #parts: WristbandParts;
  #outbox: Outbox = emptyOutbox(200);
  readonly #calls = new Map<number, Call>();
  #line: BandLineTo | undefined;
  #isCovered = true;
  /** Rises with every dial, so that what belongs to an earlier one is known as old. */
  #dialled = 0;
  #failures = 0;
  #boot = 1;
  #sequence = 0;
  #packet = 0;
  #steps = 0;
  #clockError = 0;
  readonly #felt = new Set<string>();

  constructor(parts: WristbandParts) {
    this.#parts = parts;
    this.#clockError = parts.chance.happens(0.3) ? parts.chance.between(-1e11, 1e11) : 0;
  }

  get id(): BandId {
    return this.#parts.id;
  }

  get isConnected(): boolean {
    return this.#line !== undefined;
  }

  get waiting(): number {
    return this.#outbox.urgent.length;
  }

  /** What it has felt on this connection. */
  hasFelt(cue: string): boolean {
    return this.#felt.has(cue);
  }

  connect(): void {
    if (this.#isCovered && this.#line === undefined) this.#dial();
  }

  press(): void {
    this.#post({ type: 'sos', ...this.#name(), battery: 80 });
  }

  /** Returns what to say later about this very fall. */
  fall(): (phase: FallPhase) => void {
    const { id } = this.#name();
    const say = (phase: FallPhase) => {
      const name = id === undefined ? {} : { id, at: this.#shown() };
      this.#post({ type: 'fall', ...name, phase });
    };
    say('detected');
    return say;
  }

  beat(isMoving: boolean): void {
    this.#steps += 1;
    const reading: Reading = {
      at: this.#shown(),
      steps: this.#steps,
      battery: 80,
      worn: true,
      still: millis(isMoving ? 0 : 600_000),
    };
    const kept = this.isConnected ? reading : asLate(reading);
    this.#outbox = postReadings(this.#outbox, [kept]);
    this.#flush();
  }

  reboot(): void {
    this.#parts.tell(`band ${this.id} reboots`);
    this.#boot += 1;
    this.#sequence = 0;
    this.cut();
  }

  leaveCoverage(): void {
    this.#isCovered = false;
    this.cut();
  }

  enterCoverage(): void {
    this.#isCovered = true;
    this.connect();
  }

  /** The line dies without a goodbye. */
  cut(): void {
    this.#line?.cut({ near: KEEP_ALIVE, far: 0 });
    this.#ended();
  }

  #shown(): Instant {
    return instant(Math.floor(this.#parts.scheduler.now + this.#clockError));
  }

  #name(): { id?: MessageId; at?: Instant } {
    if (this.#parts.firmware === 'nameless') return {};
    this.#sequence += 1;
    const boot = this.#parts.firmware === 'counts-anew' ? '' : `${this.#boot}-`;
    return { id: `${boot}${this.#sequence}` as MessageId, at: this.#shown() };
  }

  #post(message: Urgent): void {
    const { id, firmware, ledger } = this.#parts;
    const text = letterOf(id, message).payload;
    const isGarbled = firmware === 'garbled';
    const name =
      isGarbled || message.id === undefined || message.at === undefined
        ? undefined
        : { id: message.id, at: message.at };
    const call: Call = {
      bandId: id,
      channel: message.type,
      ...(name && { name }),
      ...(message.type === 'fall' && !isGarbled && { phase: message.phase }),
      payload: utf8.encode(isGarbled ? text.slice(0, -1) : text),
    };
    this.#calls.set(this.#outbox.nextTicket, call);
    ledger.calls.push(call);
    this.#outbox = postUrgent(this.#outbox, message);
    this.#parts.tell(`band ${id} says ${message.type} ${text}`);
    this.#flush();
  }

  #dial(): void {
    this.#dialled += 1;
    const mine = this.#dialled;
    this.#parts.dial((line) => {
      if (mine !== this.#dialled) line?.cut({ near: KEEP_ALIVE, far: 0 });
      else if (line === undefined) this.#ended();
      else this.#connected(line);
    });
  }

  #connected(line: BandLineTo): void {
    this.#line = line;
    this.#failures = 0;
    this.#felt.clear();
    const sent = new Map<number, Parcel>();
    this.#sent = sent;
    line.far.onEnd = () => {
      if (this.#line === line) this.#ended();
    };
    line.far.onMessage = (message) => {
      if (this.#line !== line) return;
      if (message.type === 'cue') this.#feel(message.cue);
      else this.#acknowledged(message.packet);
    };
    const online = letterOf(this.id, { type: 'status', state: 'online' });
    this.#publish('status', utf8.encode(online.payload), false);
    this.#flush();
  }

  #sent = new Map<number, Parcel>();
  /** Tickets that have gone out before, on whichever line. */
  readonly #tried = new Set<number>();

  #feel(cue: { readonly cue: string; readonly id?: string }): void {
    this.#felt.add(cue.cue);
    this.#parts.ledger.cues.push({ bandId: this.id, ...cue });
  }

  #ended(): void {
    const { scheduler, chance } = this.#parts;
    this.#line = undefined;
    this.#dialled += 1;
    this.#outbox = connectionLost(this.#outbox);
    const mine = this.#dialled;
    const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** this.#failures);
    this.#failures += 1;
    scheduler.after(pause * chance.between(0.5, 1), () => {
      if (mine === this.#dialled) this.connect();
    });
  }

  #publish(channel: Publish['channel'], payload: Uint8Array, dup: boolean): number {
    this.#packet += 1;
    this.#line?.far.send({ packet: this.#packet, channel, payload, dup });
    return this.#packet;
  }

  #flush(): void {
    if (this.#line === undefined) return;
    const { outbox, parcels } = takeOut(this.#outbox);
    this.#outbox = outbox;
    for (const parcel of parcels) this.#sendParcel(parcel);
  }

  #sendParcel(parcel: Parcel): void {
    const { scheduler, chance } = this.#parts;
    const line = this.#line;
    const send = (dup: boolean) => this.#sent.set(this.#transmit(parcel, dup), parcel);
    send(this.#tried.has(parcel.ticket) && chance.happens(0.5));
    this.#tried.add(parcel.ticket);
    // Some modems repeat what they are not sure of, on a line that is well.
    if (chance.happens(0.05)) {
      scheduler.after(chance.between(0, 3_000), () => this.#line === line && send(true));
    }
    scheduler.after(ACKNOWLEDGED_WITHIN, () => {
      const isWaiting = [...this.#sent.values()].includes(parcel);
      if (line !== undefined && this.#line === line && isWaiting) this.cut();
    });
  }

  #transmit(parcel: Parcel, dup: boolean): number {
    if (parcel.what === 'readings') {
      const message = { type: 'heartbeat', readings: parcel.readings, faults: [] } as const;
      return this.#publish('heartbeat', utf8.encode(letterOf(this.id, message).payload), dup);
    }
    const call = this.#calls.get(parcel.ticket) as Call;
    call.sentAt ??= this.#parts.scheduler.now;
    return this.#publish(call.channel, call.payload, dup);
  }

  #acknowledged(packet: number): void {
    const parcel = this.#sent.get(packet);
    if (parcel === undefined) return;
    for (const [other, same] of this.#sent) if (same === parcel) this.#sent.delete(other);
    const { ledger, scheduler } = this.#parts;
    const call = this.#calls.get(parcel.ticket);
    if (call) call.acknowledgedAt ??= scheduler.now;
    if (parcel.what === 'readings') {
      const steps = parcel.readings.flatMap((reading) => reading.steps ?? []);
      ledger.readings.set(this.id, [...(ledger.readings.get(this.id) ?? []), ...steps]);
    }
    this.#outbox = acknowledged(this.#outbox, parcel.ticket);
    this.#flush();
  }
}
