// Everything that is left to chance in a run follows from its seed. Each part of the world throws dice
// of its own, so that one more throw here changes nothing there.
import { type Dice, diceFor, makeDice, roll } from '../../simulator/dice.ts';

export class Chance {
  readonly #dice: Dice;
  #thrown = 0;

  constructor(dice: Dice) {
    this.#dice = dice;
  }

  static of(seed: number): Chance {
    return new Chance(makeDice(seed));
  }

  part(name: string): Chance {
    return new Chance(diceFor(this.#dice, name));
  }

  /** At least 0, less than 1. */
  roll(): number {
    this.#thrown += 1;
    return roll(this.#dice, this.#thrown);
  }

  happens(probability: number): boolean {
    return this.roll() < probability;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.roll();
  }

  /** A whole number, both ends included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.roll() * (high - low + 1));
  }

  /** A time until something that happens every `mean` on average, whatever happened before. */
  wait(mean: number): number {
    return -mean * Math.log(1 - this.roll());
  }

  pick<Item>(items: readonly Item[]): Item {
    if (items.length === 0) throw new Error('nothing to pick from');
    return items[Math.floor(this.roll() * items.length)] as Item;
  }
}
