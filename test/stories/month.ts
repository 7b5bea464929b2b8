// A month of seventy-nine lives, minute by minute, with bands that err as real ones do: heart rates 5 to
// 6 % off, wearing flags that lie, straps too loose, falls that were none, corners without signal. Into
// it some things truly happen, at hours thrown by the dice; what is true of them is the label.
//
// The first half is ordinary: what is usual for somebody is learned in it. What happens, happens in the
// second half.
import type { BandId } from '../../domain/ids.ts';
import { days, type Instant, type Millis, minutes, plus } from '../../domain/time.ts';
import { makeBand } from '../../simulator/band.ts';
import { type Dice, diceFor, makeDice, wholeBetween } from '../../simulator/dice.ts';
import type { Band } from '../../simulator/life.ts';
import { type Heard, heard } from '../../simulator/month.ts';
import { befall } from '../../simulator/plights.ts';
import { inventWearer } from '../../simulator/wearer.ts';
import { band, clock, resident } from '../support/given.ts';
import { Evidence } from './evidence.ts';
import { COMPOUND_SIZE, planMonth } from './month-plan.ts';
import type { Labels, Person } from './story.ts';
import type { Received, Watcher } from './watcher.ts';

interface MonthOptions {
  readonly seed: number;
  readonly days: number;
  /** Of all wearers together. */
  readonly falseFallsADay: number;
  /** From one heartbeat of a band to the next; absent: a minute. */
  readonly interval?: Millis;
  /** Only these are heard; absent: everybody. */
  readonly only?: readonly string[];
}

const SIZE = 79;

export class Month {
  readonly from: Instant = clock('00:00');
  readonly until: Instant;
  readonly people: readonly Person[];
  readonly #labels: Labels;
  readonly #evidence: Evidence;
  readonly #bands: readonly Band[];
  readonly #interval: Millis;

  constructor(options: MonthOptions) {
    const { seed, days: length, falseFallsADay, interval = minutes(1), only } = options;
    this.#interval = interval;
    this.until = plus(this.from, days(length));
    const dice = makeDice(seed);
    const lives = Array.from({ length: SIZE }, (_, n) => lifeOf(n, this.from, dice));
    const shown = lives.reduce((sum, { wearer }) => sum + wearer.falseFalls, 0);
    const bands = lives.map((life) => ({
      ...life,
      wearer: { ...life.wearer, falseFalls: (life.wearer.falseFalls / shown) * falseFallsADay },
    }));
    const plan = planMonth(bands, this.from, length, diceFor(dice, 'plan'));
    const people = bands.map(personOf);
    this.#bands = bands
      .map((one, n) => befall(one, ...(plan.plights.get(n) ?? [])))
      .filter((_, n) => only === undefined || only.includes(`r${n}`));
    this.people = people;
    this.#labels = plan.labels(people);
    this.#evidence = new Evidence(this.#labels.emergencies, people);
  }

  /** Complete when the month has been watched: only then is it known what the bands have shown. */
  get labels(): Labels {
    const emergencies = this.#labels.emergencies.map((one) => this.#evidence.shown(one));
    return { ...this.#labels, emergencies };
  }

  /** Everybody watches the same month. */
  watch(...watchers: readonly Watcher[]): void {
    for (const { at, messages } of this.#heard()) {
      this.#evidence.hear(messages);
      for (const watcher of watchers) {
        watcher.until(at);
        watcher.hear(messages);
      }
    }
    for (const watcher of watchers) watcher.until(this.until);
  }

  /** What was received at one moment, moment after moment. */
  *#heard(): Generator<{ readonly at: Instant; readonly messages: readonly Received[] }> {
    const lives = this.#bands.map((one) => ({ id: one.id, life: this.#lifeOf(one) }));
    const next = lives.map(({ life }) => life.next());
    for (let now = this.from; now < this.until; now = plus(now, minutes(1))) {
      const moments = new Map<Instant, Received[]>();
      for (const [n, { id, life }] of lives.entries()) {
        for (let one = next[n]; one && !one.done && one.value.at <= now; one = next[n]) {
          const { at, message } = one.value;
          const same = moments.get(at);
          if (same) same.push(receivedFrom(id, at, message));
          else moments.set(at, [receivedFrom(id, at, message)]);
          next[n] = life.next();
        }
      }
      const inOrder = [...moments].sort(([a], [b]) => a - b);
      for (const [at, messages] of inOrder) yield { at, messages };
    }
  }

  #lifeOf(one: Band): Iterator<Heard> {
    return heard({ band: one, until: this.until, interval: this.#interval });
  }
}

/** What their doctor has told the community is in the policy of each. */
function personOf({ id, wearer }: Band, n: number): Person {
  const rhythm = RHYTHMS[wearer.rhythm];
  const oxygen = wearer.spo2 < CHRONIC_BELOW && { oxygen: { scale: 2 } };
  return {
    id: resident(`r${n}`),
    name: `r${n}`,
    bandId: id,
    compound: `${Math.floor(n / COMPOUND_SIZE) + 1}`,
    building: `${Math.floor(n / (COMPOUND_SIZE / 2)) + 1}`,
    home: wearer.home,
    policy: { vitals: { ...rhythm, ...oxygen } },
  };
}

const RHYTHMS = {
  regular: {},
  'atrial-fibrillation': { rhythm: 'irregular' },
  paced: { rhythm: 'paced' },
} as const satisfies Record<Band['wearer']['rhythm'], object>;
/** Percent, of who is well otherwise. */
const CHRONIC_BELOW = 93;

function lifeOf(n: number, from: Instant, dice: Dice): Band {
  const id = band(`b${n}`);
  const own = diceFor(dice, id);
  const battery = wholeBetween(own, 1, 55, 100);
  return makeBand({ id, wearer: inventWearer(own), at: from, boot: 1, battery }, dice);
}

const NO_BYTES = new Uint8Array();

/** The month is not put on the wire: its bytes would only be read again. */
const receivedFrom = (bandId: BandId, at: Instant, message: Heard['message']): Received => ({
  arrival: {
    bandId,
    channel: message.type,
    payload: NO_BYTES,
    qos: 1,
    dup: false,
    receivedAt: at,
  },
  message,
});
