// A connection between two places, as TCP gives one: in order, late, and gone at any moment. What was
// on its way when it broke arrives up to a point and no further; who is left hanging learns of it only
// later, and what is said into a dead line vanishes without a word.
import type { Chance } from './chance.ts';
import type { Scheduler } from './scheduler.ts';

export interface End<In, Out> {
  onMessage: (message: In) => void;
  /** Once, when this end learns that the line is over; not when it ended it itself. */
  onEnd: () => void;
  readonly isOpen: boolean;
  send(message: Out): void;
  /** Says goodbye: what was sent before still arrives. */
  close(): void;
}

export interface Line<Near, Far> {
  readonly near: End<Far, Near>;
  readonly far: End<Near, Far>;
  /** It is whole, and nothing is on its way. */
  readonly isQuiet: boolean;
  /** The network between the two is gone. Milliseconds until each notices, at most. */
  cut(notice: { readonly near: number; readonly far: number }): void;
  /** The near end's machine has died: it hears nothing more, and the far end notices soon. */
  die(): void;
}

export interface Road {
  readonly scheduler: Scheduler;
  readonly chance: Chance;
  /** How long the next message takes, milliseconds. */
  latency(): number;
}

/** How much of what is on its way still arrives when a line breaks, in milliseconds of travel. */
const STILL_ARRIVES = 300;

class Half<In, Out> implements End<In, Out> {
  onMessage: (message: In) => void = () => {};
  onEnd: () => void = () => {};
  isOpen = true;
  underWay = 0;
  other!: Half<Out, In>;
  readonly #road: Road;
  #lastArrival = 0;
  #lostFrom = Number.POSITIVE_INFINITY;

  constructor(road: Road) {
    this.#road = road;
  }

  send(message: Out): void {
    if (this.isOpen) this.#carry(() => this.other.isOpen && this.other.onMessage(message));
  }

  close(): void {
    if (!this.isOpen) return;
    this.#carry(() => this.other.end());
    this.isOpen = false;
  }

  end(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.onEnd();
  }

  /** From now on nothing that this end says arrives; of what it has said, a part. */
  breakAfterSome(): void {
    const { scheduler, chance } = this.#road;
    const arrives = chance.happens(0.5) ? chance.between(0, STILL_ARRIVES) : 0;
    this.#lostFrom = Math.min(this.#lostFrom, scheduler.now + arrives);
  }

  endWithin(patience: number): void {
    const { scheduler, chance } = this.#road;
    scheduler.after(chance.between(0, patience), () => this.end());
  }

  #carry(deliver: () => void): void {
    const { scheduler, latency } = this.#road;
    const arrival = Math.max(this.#lastArrival, scheduler.now + Math.floor(latency()));
    if (scheduler.now >= this.#lostFrom) return;
    this.#lastArrival = arrival;
    this.underWay += 1;
    scheduler.after(arrival - scheduler.now, () => {
      this.underWay -= 1;
      if (scheduler.now < this.#lostFrom) deliver();
    });
  }
}

export function layLine<Near, Far>(road: Road): Line<Near, Far> {
  const near = new Half<Far, Near>(road);
  const far = new Half<Near, Far>(road);
  near.other = far;
  far.other = near;
  let isWhole = true;
  return {
    near,
    far,
    get isQuiet() {
      return isWhole && near.underWay === 0 && far.underWay === 0;
    },
    cut(notice) {
      isWhole = false;
      near.breakAfterSome();
      far.breakAfterSome();
      near.endWithin(notice.near);
      far.endWithin(notice.far);
    },
    die() {
      isWhole = false;
      near.isOpen = false;
      near.breakAfterSome();
      far.endWithin(2 * STILL_ARRIVES);
    },
  };
}
