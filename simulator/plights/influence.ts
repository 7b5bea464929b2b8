// What plights do to a band at one moment, all of them together: an ordinary life asks this record
// wherever it would otherwise go its own way. Each plight writes its part into it, in the order in
// which they were given; where two contradict each other the later one is believed.
import { type Millis, millis } from '../../domain/time.ts';
import type { Activity } from '../day/episode.ts';
import type { Dice } from '../dice.ts';
import type { Wearer } from '../wearer.ts';

export interface Influence {
  /** What the wearer does instead of what the day has planned. */
  activity: Activity | undefined;
  /** What the wearer does instead, of what the day has planned, of all that could be left. */
  retreat: Activity | undefined;
  /** Minutes from one movement of the wrist to the next, instead of what goes with the activity. */
  stirs: Range | 'never' | undefined;
  /** Falls or sinks to the floor: that moves the wrist, whatever comes after it. */
  goesDown: boolean;
  /** Of the steps the activity would bring, so much is left. */
  vigour: number;
  pulse: 'felt' | 'none' | 'nonsense' | 'invented' | 'broken';
  /** Beats per minute, instead of the wearer's own. */
  heartAt: number | undefined;
  heartBy: number;
  /** Standard deviation on top of the sensor's error, as a part of the rate. */
  irregular: number;
  oxygen: 'felt' | 'none' | 'nonsense';
  oxygenBy: number;
  warmthBy: number;
  /** °C at the sensor, where it lies on no skin, or on skin that no blood warms. */
  sensorAt: number | undefined;
  place: 'wrist' | 'stand' | 'bedside' | undefined;
  /** What the band says of being worn, whatever is true. */
  says: 'worn' | 'off' | undefined;
  covered: boolean;
  mains: boolean;
  on: boolean;
  /** The battery sinks evenly to nothing in this time. */
  flatIn: Millis | undefined;
  mayCharge: boolean;
  clockBy: Millis;
  /** Metres from home. */
  offset: Offset | undefined;
  /** Whose life the band tells, where it is not its own wearer's. */
  life: Life | undefined;
}

export interface Life {
  readonly wearer: Wearer;
  readonly dice: Dice;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

export interface Offset {
  readonly east: number;
  readonly north: number;
}

export const noInfluence = (): Influence => ({
  activity: undefined,
  retreat: undefined,
  stirs: undefined,
  goesDown: false,
  vigour: 1,
  pulse: 'felt',
  heartAt: undefined,
  heartBy: 0,
  irregular: 0,
  oxygen: 'felt',
  oxygenBy: 0,
  warmthBy: 0,
  sensorAt: undefined,
  place: undefined,
  says: undefined,
  covered: true,
  mains: true,
  on: true,
  flatIn: undefined,
  mayCharge: true,
  clockBy: millis(0),
  offset: undefined,
  life: undefined,
});

/** How far something has come that takes `over`: from 0 at the beginning to 1 at its end and after. */
export const portion = (passed: Millis, over: Millis): number =>
  Math.min(1, Math.max(0, passed / over));
