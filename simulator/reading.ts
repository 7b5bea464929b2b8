// One heartbeat: what the band knows at its moment, on a wrist or off it.
import type { MessageId } from '../domain/ids.ts';
import type { Location, Reading } from '../domain/message.ts';
import { type Instant, instant, millis } from '../domain/time.ts';
import { signal, skinTemperature, spo2 } from './body.ts';
import { isDeadSpot } from './day/episode.ts';
import { roll, throwOf } from './dice.ts';
import { heartRate } from './heart.ts';
import { type Band, lifeTold } from './life.ts';
import { location } from './whereabouts.ts';

type Draft = { -readonly [Key in keyof Reading]: Reading[Key] };

/** What the band's clock shows, which is all that ever leaves it. */
export const shownBy = (band: Band, at = band.at): Instant =>
  instant(at + band.clockError + (band.influence?.clockBy ?? 0));

/** Whether a signal reaches the wearer. */
export const isCovered = ({ influence, slot }: Band): boolean =>
  influence?.covered !== false && !isDeadSpot(slot);

/** Filled in place: with spreads a month of 79 bands takes twice as long. */
export function read(band: Band, id: MessageId): Reading {
  const { at, place, influence } = band;
  const says = influence?.says;
  const worn = says === undefined ? place === 'wrist' && !flickers(band) : says === 'worn';
  const reading: Draft = {
    id,
    at: shownBy(band),
    steps: Math.floor(band.steps),
    battery: Math.ceil(band.battery),
    worn,
    charging: place === 'stand' && influence?.mains !== false,
    signal: signal(isCovered(band), at, band.dice),
    still: millis(Math.max(0, at - band.movedAt)),
  };
  if (worn) measure(band, reading);
  return reading;
}

/** Single readings in which a wrist is taken for none. */
function flickers({ wearer, dice, at }: Band): boolean {
  return roll(dice, throwOf(at, 15)) < (wearer.wearFlag === 'flickers' ? 0.025 : 0.0003);
}

export const whereIs = (band: Band): Location | undefined => location(band, lifeTold(band));

function measure(band: Band, reading: Draft): void {
  const life = lifeTold(band);
  const rate = heartRate(band, life);
  if (rate !== undefined) {
    reading.heartRate = band.posture.type === 'on-the-floor' ? rate + FRIGHT : rate;
  }
  const oxygen = spo2(band, life);
  if (oxygen !== undefined) reading.spo2 = oxygen;
  reading.temperature = skinTemperature(band, life);
  const where = location(band, life);
  if (where !== undefined) reading.location = where;
}

/** Beats per minute. */
const FRIGHT = 18;
