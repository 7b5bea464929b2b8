// Somebody who lives a day in the duty room, told as what they do: the band says it minute by minute.
import { hours, type Instant, instant, minutes, plus } from '../../domain/time.ts';
import { clock, type Room } from './given.ts';

/** How something that people do shows on a wrist. */
interface Doing {
  /** Minutes from one movement to the next. */
  readonly stirs: number;
  /** Per minute. */
  readonly steps: number;
  readonly pulse: number;
}

export const ASLEEP: Doing = { stirs: 25, steps: 0, pulse: 60 };
export const NAPPING: Doing = { stirs: 24, steps: 0, pulse: 63 };
export const SITTING: Doing = { stirs: 9, steps: 0, pulse: 72 };
export const ABOUT: Doing = { stirs: 1, steps: 12, pulse: 76 };
/** Does not move at all, and the heart beats as in somebody who sits. */
export const MOTIONLESS: Doing = { stirs: Number.POSITIVE_INFINITY, steps: 0, pulse: 74 };

const DAY = 1_440;

/** In bed from 21:30 to 6:00 but for five minutes, at noon an hour's nap, a walk through the flat each hour. */
function ordinarily(minute: number): Doing {
  if (minute >= 150 && minute < 155) return ABOUT;
  if (minute < 360 || minute >= 1_290) return ASLEEP;
  if (minute < 420) return ABOUT;
  if (minute >= 760 && minute < 830) return NAPPING;
  return minute % 60 < 12 ? ABOUT : SITTING;
}

type More = object | ((minute: number) => object);

export class Life {
  readonly #room: Room;
  readonly #name: string;
  #steps = 0;
  #movedAt: Instant;

  constructor(room: Room, name: string) {
    this.#room = room;
    this.#name = name;
    this.#movedAt = room.now;
  }

  /** Does this until then. @param more of each reading, by its minute of the day. */
  does(doing: Doing, until: Instant, more: More = {}): Life {
    return this.#lives(() => doing, until, more);
  }

  /** The same by a band that speaks only every so many minutes. */
  doesSlowly(every: number, doing: Doing, until: Instant, more: More = {}): Life {
    return this.#lives(() => doing, until, more, every);
  }

  /** Days before the last hours pass quickly: a word of the band every five minutes. */
  ordinary(until: Instant, more: More = {}): Life {
    const lately = instant(until - hours(2));
    return this.#lives(ordinarily, lately, more, 5).#lives(ordinarily, until, more);
  }

  /** What a band without a word for movement says. */
  static readonly stepsOnly = { still: undefined };

  #lives(doing: (minute: number) => Doing, until: Instant, more: More, every = 1): Life {
    while (this.#room.now < until) {
      const { now } = this.#room;
      const minute = Math.floor((now - clock('00:00')) / 60_000);
      const ofDay = ((minute % DAY) + DAY) % DAY;
      if (ofDay < every) this.#steps = 0;
      const { stirs, steps, pulse } = doing(ofDay);
      if (now - this.#movedAt >= stirs * 60_000) this.#movedAt = now;
      this.#steps += steps * every;
      this.#room.beats(this.#name, {
        steps: this.#steps,
        still: Math.round((now - this.#movedAt) / 1_000),
        heartRate: pulse + (minute % 3) - 1,
        temperature: 34.4,
        ...(typeof more === 'function' ? more(ofDay) : more),
      });
      const next = plus(now, minutes(every));
      this.#room.until(instant(Math.min(next, until)), minutes(every));
    }
    return this;
  }
}
