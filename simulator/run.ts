// One run of the simulator: invents the wearers, begins a story where its day stands, plays it at
// the chosen speed, and says how it went.
import type { BandId } from '../domain/ids.ts';
import { type Clock, type Instant, instant, type Millis, millis, minutes } from '../domain/time.ts';
import { makeBand } from './band.ts';
import { dayNumberOf, instantOf } from './day.ts';
import { between, type Dice, diceFor, makeDice } from './dice.ts';
import { type Fleet, makeFleet } from './fleet.ts';
import type { Ledger } from './ledger.ts';
import { type Band, pass } from './life.ts';
import type { Credentials } from './members.ts';
import type { SimulateOptions } from './options.ts';
import { makePace, type Pace } from './pace.ts';
import type { Story } from './story.ts';
import { inventWearer } from './wearer.ts';

export interface Run {
  readonly fleet: Fleet;
  /** Resolves when the story has ended; ordinary life never does. */
  readonly ended: Promise<void>;
}

export interface RunContext {
  readonly options: SimulateOptions;
  readonly credentials: readonly Credentials[];
  readonly authority?: string;
  readonly clock: Clock;
  readonly ledger: Ledger;
}

const HISTORY_INTERVAL = minutes(10);

/** Starts at once. Whoever stops the run stops its fleet. */
export function startRun(context: RunContext): Run {
  const { options, credentials, clock, ledger, authority } = context;
  const { story, speed, broker } = options;
  const now = clock();
  const dice = makeDice(options.seed);
  const begins = beginOf(story, now);
  const pace = makePace(clock, story?.type === 'history' ? now : begins, speed);
  const fleet = makeFleet({
    broker,
    interval: intervalOf(options, credentials.length),
    pace,
    observe: ledger.observe,
    members: credentials.map(({ id, secret }) => ({
      secret,
      // A simulated band has no flash memory: the moment it was made counts its boots.
      band: sinceMidnight(id, now, begins, dice),
    })),
    ...(authority !== undefined && { authority }),
  });
  fleet.connect();
  return { fleet, ended: play(fleet, story, pace, { size: credentials.length, begins, dice }) };
}

/** A band in the middle of its wearer's day: with the steps of the morning and a used battery. */
function sinceMidnight(id: BandId, boot: number, begins: Instant, dice: Dice): Band {
  const own = diceFor(dice, id);
  const midnight = instantOf(dayNumberOf(begins), 0);
  const battery = between(own, 0, 55, 100);
  return pass(
    makeBand({ id, wearer: inventWearer(own), at: midnight, boot, battery }, dice),
    begins,
  );
}

async function play(
  fleet: Fleet,
  story: Story | undefined,
  pace: Pace,
  cast: { readonly size: number; readonly begins: Instant; readonly dice: Dice },
): Promise<void> {
  if (story?.type === 'history') {
    await fleet.deliverPast(
      pace.now(),
      () => HISTORY_INTERVAL,
      () => {},
    );
    return;
  }
  fleet.goLive();
  if (story === undefined) return new Promise(() => {});
  fleet.play(story.script(cast));
  await new Promise((resolve) => setTimeout(resolve, pace.real(story.lasts)));
}

function beginOf(story: Story | undefined, now: Instant): Instant {
  if (story === undefined) return now;
  if (story.type === 'history') return instant(now - story.reach);
  if (story.begins === 'now') return now;
  const today = instantOf(dayNumberOf(now), story.begins.minuteOfDay);
  return today <= now ? today : instantOf(dayNumberOf(now) - 1, story.begins.minuteOfDay);
}

/** In the wearers' time. A rate is counted in ours. */
function intervalOf({ beat, speed }: SimulateOptions, bands: number): Millis {
  return beat.by === 'interval'
    ? beat.interval
    : millis(Math.max(1, ((bands * 1_000) / beat.perSecond) * speed));
}
