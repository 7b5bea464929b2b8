// One seed, one run, one verdict.
import { Chance } from './chance.ts';
import type { Sabotage } from './service.ts';
import { raiseStorm } from './storm.ts';
import {
  judgeBands,
  judgeCalls,
  judgeDeeds,
  judgeNameless,
  judgeSources,
  judgeViews,
} from './verdict.ts';
import { drawWeather } from './weather.ts';
import { World } from './world.ts';

export interface RunOptions {
  readonly seed: number;
  readonly sabotage?: Sabotage;
  /** Told everything that happens, line by line. */
  readonly verbose?: (line: string) => void;
}

export interface RunResult {
  readonly seed: number;
  /** What must not be and was, in the order in which it was found; empty when all is well. */
  readonly violations: readonly string[];
  readonly acknowledged: number;
  readonly incidents: number;
  readonly crashes: number;
}

/** Long enough for the slowest screen, the longest pause of a band, and the deadlines of most. */
const CALM = 3 * 60_000;
const STILL = 20_000;

export async function runSeed({ seed, sabotage = {}, verbose }: RunOptions): Promise<RunResult> {
  const chance = Chance.of(seed);
  const weather = drawWeather(chance.part('weather'));
  const world = new World({ chance: chance.part('world'), weather, sabotage, verbose });
  const { scheduler } = world;
  const storm = raiseStorm(world, weather, chance.part('storm'));
  world.boot();
  const begun = scheduler.now;
  try {
    await scheduler.run(begun + weather.lasts);
    storm.calm();
    await scheduler.run(begun + weather.lasts + CALM);
    storm.still();
    await scheduler.run(begun + weather.lasts + CALM + STILL);
    await judge(world);
  } catch (error) {
    world.violate(`thrown: ${error instanceof Error ? error.stack : String(error)}`);
  }
  return {
    seed,
    violations: world.violations,
    acknowledged: world.ledger.calls.filter((call) => call.acknowledgedAt !== undefined).length,
    incidents: world.disk.truth.size,
    crashes: world.crashes,
  };
}

async function judge(world: World): Promise<void> {
  const { disk, ledger, bands, officers, scheduler, hasClockJumped } = world;
  const clockNow = (at: number) => at;
  for (const found of [
    ...judgeCalls(disk, ledger),
    ...(hasClockJumped ? [] : judgeNameless(disk, ledger, clockNow)),
    ...judgeSources(disk, ledger),
    ...judgeDeeds(disk, ledger),
    ...judgeBands(disk, bands),
  ]) {
    world.violate(found);
  }
  // A tick may be on its way to the disk, a frame to a screen: what differs must differ for long.
  const look = () => judgeViews(disk, world.service?.engine.openIncidents() ?? [], officers);
  for (let looks = 0; looks < 20 && look().length > 0; looks += 1) {
    await scheduler.run(scheduler.now + 500);
  }
  for (const found of look()) world.violate(found);
}
