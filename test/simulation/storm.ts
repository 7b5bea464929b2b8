// What happens to the world: people press and fall, officers work, and everything that can break
// breaks, as often as the weather says. `calm` mends it all.
import type { DeskAction } from '../../domain/desk.ts';
import { minutes } from '../../domain/time.ts';
import type { Chance } from './chance.ts';
import type { Weather } from './weather.ts';
import type { World } from './world.ts';
import { KEEP_ALIVE } from './wristband.ts';

export interface Storm {
  /** Everything heals, nobody does anything any more but the bands, which go on beating. */
  calm(): void;
  /** The last heartbeat is over, so that nothing new is under way at the verdict. */
  still(): void;
}

export function raiseStorm(world: World, weather: Weather, chance: Chance): Storm {
  let isStill = false;
  const { scheduler } = world;

  /** Again and again, `mean` apart on average, until the calm. */
  const nowAndThen = (mean: number, what: string, work: (dice: Chance) => void): void => {
    if (mean === Number.POSITIVE_INFINITY) return;
    const dice = chance.part(what);
    const again = (): void =>
      scheduler.after(dice.wait(mean), () => {
        if (world.isCalm) return;
        work(dice);
        again();
      });
    again();
  };

  const beat = (dice: Chance, index: number): void => {
    if (isStill) return;
    world.bands[index]?.beat(dice.happens(0.5));
    scheduler.after(weather.beats * dice.between(0.9, 1.1), () => beat(dice, index));
  };

  nowAndThen(weather.calls, 'calls', (dice) => call(world, dice));
  nowAndThen(weather.rushes, 'rushes', (dice) => rush(world, dice));
  nowAndThen(weather.crashes, 'crashes', (dice) => crash(world, dice, weather.absence));
  nowAndThen(weather.diskFailures, 'disk failures', (dice) => failDisk(world, dice));
  nowAndThen(weather.diskStalls, 'disk stalls', (dice) => stallDisk(world, dice));
  nowAndThen(weather.bandCuts, 'band cuts', (dice) => cutBands(world, dice));
  nowAndThen(weather.screenCuts, 'screen cuts', (dice) => dice.pick(world.officers).cut());
  nowAndThen(weather.reboots, 'reboots', (dice) => dice.pick(world.bands).reboot());
  nowAndThen(weather.clockJumps, 'clock jumps', (dice) => moveClock(world, dice));
  for (const officer of world.officers) {
    nowAndThen(weather.looks, officer.name, () => officer.act());
    officer.connect();
  }
  world.bands.forEach((band, index) => {
    band.connect();
    beat(chance.part(`beat ${band.id}`), index);
  });

  return {
    calm() {
      world.isCalm = true;
      world.tell('calm');
      world.mendDisk();
      world.boot();
      for (const band of world.bands) band.enterCoverage();
    },
    still() {
      isStill = true;
    },
  };
}

function call(world: World, dice: Chance): void {
  const band = dice.pick(world.bands);
  const { scheduler } = world;
  if (dice.happens(0.3)) {
    const say = band.fall();
    const phase = dice.pick(['confirmed', 'cancelled', undefined] as const);
    if (phase) scheduler.after(dice.between(0, 40_000), () => say(phase));
  } else {
    band.press();
    for (let more = dice.pick([0, 0, 0, 1, 2]); more > 0; more -= 1) {
      // Some press again in the same breath, some a minute later.
      scheduler.after(dice.pick([0, 700, 70_000]) * dice.roll(), () => band.press());
    }
  }
  // The most interesting moment to crash is while a call is on its way through.
  if (dice.happens(0.1)) scheduler.after(dice.between(0, 150), () => world.crash(500));
}

/** All officers reach for one incident in the same moment. */
function rush(world: World, dice: Chance): void {
  const ids = dice.happens(0.8)
    ? world.open().map(({ id }) => id)
    : [...world.disk.truth.keys()].slice(-3);
  if (ids.length === 0) return;
  const id = dice.pick(ids);
  const chosen = dice.pick<DeskAction>([
    { type: 'claim' },
    { type: 'claim' },
    { type: 'close', outcome: 'assisted' },
    { type: 'reopen' },
    { type: 'note', note: '' },
    { type: 'hold', duration: minutes(2) },
  ]);
  for (const officer of world.officers) {
    const own = dice.happens(0.7) ? chosen : ({ type: 'note', note: '' } as const);
    officer.do(id, own);
    if (dice.happens(0.3)) officer.do(id, dice.happens(0.5) ? { type: 'reopen' } : chosen);
  }
}

function crash(world: World, dice: Chance, absence: number): void {
  world.crash(absence * dice.between(0.5, 1.5));
  // And once more while it is only just coming up.
  if (dice.happens(0.2)) {
    world.scheduler.after(absence + dice.between(0, absence), () => world.crash(absence));
  }
}

function failDisk(world: World, dice: Chance): void {
  world.tell('disk fails');
  world.isDiskFailing = true;
  world.scheduler.after(dice.between(500, 60_000), () => world.mendDisk());
}

function stallDisk(world: World, dice: Chance): void {
  const until = world.scheduler.now + dice.between(500, 40_000);
  world.tell(`disk stalls for ${Math.round(until - world.scheduler.now)} ms`);
  world.diskStalledUntil = Math.max(world.diskStalledUntil, until);
}

function cutBands(world: World, dice: Chance): void {
  const away = dice.happens(0.15) ? world.bands : [dice.pick(world.bands)];
  for (const band of away) {
    world.tell(`band ${band.id} loses its line`);
    if (dice.happens(0.5)) band.cut();
    else band.leaveCoverage();
    world.scheduler.after(dice.between(1_000, 5 * KEEP_ALIVE), () => band.enterCoverage());
  }
}

function moveClock(world: World, dice: Chance): void {
  if (dice.happens(0.3)) {
    // Back to where this run of the service began, and then it begins again: nothing it numbered by
    // the clock may be taken for what the run before has numbered.
    const absence = dice.between(0, 400);
    world.moveClock(world.startedAt - world.clock() - absence + dice.between(0, 60));
    world.crash(absence);
    return;
  }
  const size = dice.pick([500, 20_000, minutes(4), minutes(60)]);
  const move = () => world.moveClock(Math.floor(size * dice.between(-1, 1)));
  if (dice.happens(0.5)) {
    move();
    return;
  }
  // While the disk is busy with a press, and what came after it waits to be decided.
  dice.pick(world.bands).press();
  stallDisk(world, dice);
  world.scheduler.after(dice.between(0, 12_000), move);
}
