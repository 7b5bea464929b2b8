// One band in action: its life on one side, its radio on the other, and the acts of a story.
import type { MessageId } from '../domain/ids.ts';
import type { BandMessage, Cue } from '../domain/message.ts';
import { type Instant, instant, type Millis, millis, seconds } from '../domain/time.ts';
import {
  endCountdown,
  fall,
  helpUp,
  live,
  nextWord,
  press,
  reboot,
  type Spoken,
  setClock,
  utter,
} from './band.ts';
import type { BandClient } from './client.ts';
import { type Band, isOn, pass } from './life.ts';
import { asLate } from './outbox.ts';
import type { Pace } from './pace.ts';
import { befall } from './plights.ts';
import { isCovered } from './reading.ts';
import type { Act } from './story.ts';

/** Readings that a past is delivered by: no band may hold fewer. */
export const CHUNK = 400;
const PRESS_AGAIN = seconds(10);
const PRESSES_AT_MOST = 5;

export class Actor {
  #band: Band;
  readonly #client: BandClient;
  readonly #pace: Pace;
  readonly #received = new Set<MessageId>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #inDeadZone = false;
  #nextBeat: Instant;
  #ahead: readonly { readonly at: Instant; readonly act: Act }[] = [];

  constructor(band: Band, client: BandClient, pace: Pace) {
    this.#band = band;
    this.#client = client;
    this.#pace = pace;
    this.#nextBeat = band.at;
  }

  get id(): Band['id'] {
    return this.#band.id;
  }

  get waiting(): BandClient['waiting'] {
    return this.#client.waiting;
  }

  /** Connects, without a word yet. */
  connect(): void {
    this.#client.start();
  }

  /** Sends a heartbeat now, a second one after `offset`, and then one every `interval`. */
  goLive(interval: Millis, offset: Millis): void {
    this.#beat();
    const first = this.#pace.now() + offset;
    const next = (due: number): void => {
      this.#nextBeat = instant(due);
      this.#speakBefore(this.#nextBeat);
      this.#after(millis(due - this.#pace.now()), () => {
        this.#beat();
        // After a long stall of ours what was missed is missed.
        const missed = Math.floor(Math.max(0, this.#pace.now() - due) / interval);
        next(due + (missed + 1) * interval);
      });
    };
    next(first);
  }

  /**
   * Lives quickly up to `until` and delivers the readings as a backlog, `chunk` after `chunk`.
   * @param intervalAt the time from one reading to the next, at a moment.
   * @param told called with how many were acknowledged since it was last called.
   */
  async deliverPast(
    until: Instant,
    intervalAt: (at: Instant) => Millis,
    told: (readings: number) => void,
  ): Promise<void> {
    while (this.#band.at < until) {
      const readings = [];
      while (readings.length < CHUNK && this.#band.at < until) {
        const at = Math.min(until, this.#band.at + intervalAt(this.#band.at)) as Instant;
        const { band, messages } = live(this.#band, at);
        this.#band = band;
        for (const message of messages) {
          if (message.type === 'heartbeat') readings.push(...message.readings.map(asLate));
        }
      }
      this.#client.postReadings(readings);
      await this.#client.delivered();
      told(readings.length);
    }
  }

  /**
   * It happens at its moment of the wearer's time, and before anything later, also where in time lapse
   * a timer of ours is minutes of theirs late.
   */
  expect(at: Instant, act: Act): void {
    this.#ahead = [...this.#ahead, { at, act }].toSorted((a, b) => a.at - b.at);
    this.#after(millis(at - this.#pace.now()), () => this.#catchUp(at));
  }

  /** @param at when it happens to the wearer: now, or a moment ago. */
  perform(act: Act, at: Instant): void {
    this.#band = pass(this.#band, at);
    switch (act.type) {
      case 'press':
        this.#press(act.patience === 'insistent' ? PRESSES_AT_MOST : 1);
        break;
      case 'fall':
        this.#say(fall(this.#band, act.impact));
        break;
      case 'end-countdown':
        this.#say(endCountdown(this.#band, act.phase));
        break;
      case 'get-up':
        this.#band = helpUp(this.#band);
        break;
      case 'leave-coverage':
      case 'enter-coverage':
        this.#inDeadZone = act.type === 'leave-coverage';
        this.#followCoverage();
        break;
      case 'set-clock':
        this.#band = setClock(this.#band, millis(act.shows - this.#band.at));
        break;
      case 'reboot':
        this.#band = reboot(this.#band);
        break;
      case 'befall':
        this.#band = befall(this.#band, act.plight);
        this.#speakBefore(this.#nextBeat);
        break;
      default:
        act satisfies never;
    }
  }

  hear(cue: Cue): void {
    if (cue.cue === 'received' && cue.id !== undefined) this.#received.add(cue.id);
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    await this.#client.stop();
  }

  #catchUp(until: Instant): void {
    for (let next = this.#ahead[0]; next && next.at <= until; next = this.#ahead[0]) {
      this.#ahead = this.#ahead.slice(1);
      this.perform(next.act, next.at);
    }
  }

  #beat(): void {
    this.#catchUp(this.#pace.now());
    this.#say(live(this.#band, this.#pace.now()));
    this.#followCoverage();
  }

  /** What the band has to say by itself before its next heartbeat, it says in its moment. */
  #speakBefore(due: Instant): void {
    const word = nextWord(this.#band, due);
    if (word === undefined || word >= due) return;
    this.#after(millis(word - this.#pace.now()), () => {
      this.#say(utter(this.#band, this.#pace.now()));
      this.#speakBefore(due);
    });
  }

  #press(times: number): void {
    const spoken = press(this.#band);
    this.#say(spoken);
    const id = spoken.messages.flatMap((message) => ('id' in message ? (message.id ?? []) : []))[0];
    if (times <= 1 || id === undefined) return;
    this.#after(PRESS_AGAIN, () => {
      if (this.#received.has(id)) return;
      this.#band = pass(this.#band, this.#pace.now());
      this.#press(times - 1);
    });
  }

  #say({ band, messages }: Spoken): void {
    this.#band = band;
    for (const message of messages) this.#post(message);
  }

  #post(message: BandMessage): void {
    switch (message.type) {
      case 'sos':
      case 'fall':
        this.#client.postUrgent(message);
        break;
      case 'heartbeat':
        this.#client.postReadings(message.readings);
        break;
      case 'status':
        // The radio says for itself whether it is there.
        break;
      default:
        message satisfies never;
    }
  }

  /** A flat battery and a dead corner look alike from outside: the socket dies without a word. */
  #followCoverage(): void {
    const reachable = !this.#inDeadZone && isOn(this.#band) && isCovered(this.#band);
    if (reachable) this.#client.enterCoverage();
    else this.#client.leaveCoverage();
  }

  #after(delay: Millis, act: () => void): void {
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer);
        act();
      },
      Math.max(0, this.#pace.real(delay)),
    );
    this.#timers.add(timer);
  }
}
