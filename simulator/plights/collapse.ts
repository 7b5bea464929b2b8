// Plights in which somebody is down: faint, floor, stroke, a heart that stops. What the band makes of
// it is another matter, and so is how long it takes until anybody knows.
import { hours, type Millis, minutes, seconds } from '../../domain/time.ts';
import { type Influence, portion } from './influence.ts';
import type { CardiacArrest, Faint, OnTheFloor, Stroke } from './plight.ts';

const SLOW_PULSE_FOR = minutes(3);
const SITS_AFTERWARDS = minutes(10);
/** °C that the skin loses in the end, and until when. */
const COLD_FLOOR = 3.6;
const COOLS_FOR = hours(6);

/** @param passed since the faint. */
export function faint(plight: Faint, passed: Millis, influence: Influence): void {
  const { comesRoundAfter } = plight;
  if (comesRoundAfter !== 'never' && passed > comesRoundAfter + SITS_AFTERWARDS) return;
  stayOnTheWrist(influence);
  influence.goesDown = true;
  influence.activity = 'lying';
  influence.vigour = 0;
  if (passed < SLOW_PULSE_FOR) influence.heartAt = 42;
  if (comesRoundAfter !== 'never' && passed > comesRoundAfter) {
    influence.activity = 'resting';
    influence.stirs = { from: 1, to: 4 };
    influence.heartBy += 12;
    return;
  }
  influence.stirs = 'never';
  influence.warmthBy -= COLD_FLOOR * portion(passed, COOLS_FOR);
}

const STIRS = {
  motionless: 'never',
  twitching: { from: 8, to: 25 },
  struggling: { from: 1, to: 6 },
} as const;

export function onTheFloor(plight: OnTheFloor, passed: Millis, influence: Influence): void {
  stayOnTheWrist(influence);
  influence.goesDown = true;
  influence.activity = 'lying';
  influence.vigour = 0;
  influence.stirs = STIRS[plight.lies];
  influence.heartBy += 18 - 8 * portion(passed, hours(1));
  influence.warmthBy -= COLD_FLOOR * portion(passed, COOLS_FOR);
}

export function stroke(plight: Stroke, _passed: Millis, influence: Influence): void {
  stayOnTheWrist(influence);
  influence.activity = 'lying';
  influence.vigour = 0;
  influence.stirs = plight.wrist === 'lame' ? 'never' : { from: 12, to: 40 };
  influence.irregular += 0.03;
}

const WILD_FOR = minutes(2);
const UNTIL_MISSED = minutes(5);
/** °C from a wrist to the room. */
const TO_THE_ROOM = 13;

export function cardiacArrest(plight: CardiacArrest, passed: Millis, influence: Influence): void {
  stayOnTheWrist(influence);
  influence.activity = 'lying';
  influence.vigour = 0;
  influence.stirs = 'never';
  influence.pulse = passed < WILD_FOR ? 'nonsense' : 'none';
  influence.oxygen = passed < seconds(30) ? 'felt' : 'none';
  // Newton's law of cooling, for a wrist in a room: half way in five hours.
  influence.warmthBy -= TO_THE_ROOM * (1 - 0.5 ** (passed / hours(5)));
  if (plight.wear === 'by-pulse' && passed > UNTIL_MISSED) influence.says = 'off';
}

/** Nobody who lies there charges the band or takes it off. */
function stayOnTheWrist(influence: Influence): void {
  influence.place = 'wrist';
}
