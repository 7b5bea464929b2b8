// To whom the happenings of a simulated month happen, and when: thrown by the dice, and put down as labels.
import type { ResidentId } from '../../domain/ids.ts';
import { days, hours, type Instant, instant, minutes, plus, seconds } from '../../domain/time.ts';
import { between, type Dice, diceFor, pick, shuffled, wholeBetween } from '../../simulator/dice.ts';
import type { Band } from '../../simulator/life.ts';
import { type Plight, swapBands } from '../../simulator/plights.ts';
import { HAPPENINGS, type Happening } from './month-happenings.ts';
import type { Emergency, Labels, MassOutage, Matter, Person } from './story.ts';

/** By the number of the wearer. */
interface Plan {
  readonly plights: ReadonlyMap<number, readonly Plight[]>;
  readonly labels: (people: readonly Person[]) => Labels;
}

interface Happened {
  readonly who: number;
  readonly plight: Plight;
  readonly happening: Happening;
}

export function planMonth(bands: readonly Band[], from: Instant, length: number, dice: Dice): Plan {
  const order = shuffled(diceFor(dice, 'order'), [...bands.keys()]);
  const happened = HAPPENINGS.flatMap((happening, kind) =>
    Array.from({ length: happening.times }, (_, nth) => ({ happening, kind, nth })),
  ).map(({ happening, kind, nth }, place): Happened => {
    const own = diceFor(diceFor(dice, kind), nth);
    const day = wholeBetween(own, 1, Math.ceil(length / 2), length - 2);
    const begins = begin(from, day, happening, own);
    const ends = plus(begins, minutes(happening.lasts));
    return {
      who: order[place % order.length] ?? 0,
      plight: happening.plight(begins, ends),
      happening,
    };
  });
  const shared = sharedTroubles(bands, order, from, length);
  const plights = Map.groupBy([...happened, ...shared.troubles], ({ who }) => who);
  return {
    plights: new Map([...plights].map(([who, list]) => [who, list.map(({ plight }) => plight)])),
    labels: (people) => labelsOf(people, happened, shared),
  };
}

function begin(from: Instant, day: number, { between: spans }: Happening, dice: Dice): Instant {
  const [first, last] = pick(dice, 3, spans);
  return instant(Math.round(from + (day * 24 + between(dice, 2, first, last)) * 3_600_000));
}

/** Wearers of one compound follow each other. */
export const COMPOUND_SIZE = 20;

interface Shared {
  readonly troubles: readonly { readonly who: number; readonly plight: Plight }[];
  readonly outages: readonly (Omit<MassOutage, 'people'> & { readonly who: readonly number[] })[];
  readonly exchanged: {
    readonly who: readonly number[];
    readonly from: Instant;
    readonly until: Instant;
  };
}

/** A compound without power, an hour without network, new firmware for all, two bands exchanged. */
function sharedTroubles(
  bands: readonly Band[],
  order: readonly number[],
  from: Instant,
  length: number,
): Shared {
  const on = (share: number, hour: number): Instant =>
    plus(from, hours(Math.floor(length * share) * 24 + hour));
  const all = [...bands.keys()];
  const compound = all.slice(COMPOUND_SIZE, 2 * COMPOUND_SIZE);
  const cut = { from: on(0.3, 16.2), to: on(0.3, 17.9) };
  const away = { from: on(0.45, 10.4), to: on(0.45, 11.3) };
  const update = { from: on(0.2, 14), to: on(0.2, 15) };
  const [one = 0, other = 1] = order.slice(-2);
  const until = on(0.9, 12);
  const exchanged = { who: [one, other], from: on(0.8, 8), until };
  const swapped = swapBands([bands[one] as Band, bands[other] as Band], exchanged.from, until);
  return {
    troubles: [
      ...compound.map((who) => ({
        who,
        plight: { type: 'power-cut', from: cut.from, until: cut.to } as const,
      })),
      ...all.map((who) => ({
        who,
        plight: { type: 'no-coverage', from: away.from, until: away.to } as const,
      })),
      ...all.map((who) => ({
        who,
        plight: { type: 'reboot', from: plus(update.from, seconds(45 * who)) } as const,
      })),
      ...swapped.flatMap((band, n) =>
        band.plights.map((plight) => ({ who: n === 0 ? one : other, plight })),
      ),
    ],
    outages: [
      { ...cut, who: compound },
      { ...away, who: all },
      { ...update, who: all },
    ],
    exchanged,
  };
}

function labelsOf(
  people: readonly Person[],
  happened: readonly Happened[],
  shared: Shared,
): Labels {
  const id = (who: number): ResidentId => {
    const person = people[who];
    if (person === undefined) throw new Error(`nobody is number ${who}`);
    return person.id;
  };
  const emergencies: Emergency[] = [];
  const matters: Matter[] = [];
  for (const { who, plight, happening } of happened) {
    const matter = matterOf(id(who), plight, happening);
    const { owed } = happening;
    if (owed.type === 'emergency') emergencies.push({ ...matter, shows: owed.shows });
    if (owed.type === 'matter') matters.push(matter);
  }
  const { exchanged } = shared;
  return {
    emergencies,
    matters,
    fair: exchanged.who.map((who) => ({
      residentId: id(who),
      what: 'the band tells somebody else’s life',
      from: exchanged.from,
      until: exchanged.until,
    })),
    outages: shared.outages.map(({ who, ...span }) => ({ ...span, people: who.map(id) })),
    lesserAtMost: Number.POSITIVE_INFINITY,
  };
}

function matterOf(residentId: ResidentId, plight: Plight, happening: Happening): Matter {
  const { what, as = [], within = 0, noticeable, lasts } = happening;
  const at = noticeableAt(plight.from, noticeable);
  return {
    residentId,
    what,
    // What announces itself is known before it begins.
    from: instant(Math.min(plight.from, at)),
    noticeable: at,
    until: plus(plight.from, minutes(lasts + AFTERWARDS)),
    within: minutes(within),
    as,
  };
}

/** An alarm that comes when somebody has just been helped up is no false one. */
const AFTERWARDS = 60;

function noticeableAt(from: Instant, noticeable: Happening['noticeable']): Instant {
  if (noticeable === undefined) return from;
  if ('after' in noticeable) return plus(from, minutes(noticeable.after));
  const midnight = Math.floor((from + hours(8)) / days(1)) * days(1) - hours(8);
  return instant(Math.max(from, midnight + noticeable.hour * hours(1)));
}
