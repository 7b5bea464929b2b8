// What two rehearsals come to, put together for whoever asked. Pure.
import type { RealIncident, RehearsalResult, Rung } from '../../domain/rehearsal.ts';
import {
  days,
  formatRfc3339,
  hours,
  type Instant,
  instant,
  localTime,
  type Millis,
  minutes,
  parseRfc3339,
} from '../../domain/time.ts';
import { calls, compare, tallyOf } from './compare.ts';
import type { RehearsalJob } from './job.ts';
import type { Replayed } from './replay.ts';

export interface Played {
  readonly job: Pick<RehearsalJob, 'from' | 'to' | 'places' | 'policies'>;
  readonly length: Millis;
  readonly a: Replayed;
  readonly b: Replayed;
  readonly real: readonly RealIncident[];
}

export function resultOf({ job, length, a, b, real }: Played): RehearsalResult {
  const { from, to, places, policies } = job;
  const residents = places.size;
  const { timezone, day } = policies[0].community;
  const over = { residents, length, timezone, day };
  return {
    from: formatRfc3339(from),
    to: formatRfc3339(to),
    residents,
    readings: a.readings,
    policies: [tallyOf(a.rungs, over), tallyOf(b.rungs, over)],
    difference: compare(a.rungs, b.rungs),
    real: {
      actedOn: real.length,
      missedByA: real.filter((one) => isMissed(one, a.rungs)),
      missedByB: real.filter((one) => isMissed(one, b.rungs)),
    },
    days: daysOf(job, a.rungs, b.rungs, timezone),
  };
}

/** It would have been found if somebody had been called to that person from two hours before on. */
const FOUND_FROM = hours(2);
const FOUND_UNTIL = minutes(30);

function isMissed({ at, residentId, kind }: RealIncident, rungs: readonly Rung[]): boolean {
  const opened = instantOf(at);
  return !rungs.some((rung) => {
    const isOurs = residentId === undefined ? rung.kind === kind : rung.residentId === residentId;
    if (!isOurs || !calls(rung)) return false;
    const called = instantOf(rung.sharpAt ?? rung.at);
    return called >= opened - FOUND_FROM && called <= opened + FOUND_UNTIL;
  });
}

const instantOf = (text: string): Instant => parseRfc3339(text) as Instant;

function daysOf(
  { from, to }: Played['job'],
  a: readonly Rung[],
  b: readonly Rung[],
  timezone: string,
): RehearsalResult['days'] {
  const dayOf = (at: Instant): number => localTime(at, timezone).day;
  const perDay = (rungs: readonly Rung[]) =>
    Map.groupBy(rungs.filter(calls), (rung) => dayOf(instantOf(rung.sharpAt ?? rung.at)));
  const [ofA, ofB] = [perDay(a), perDay(b)];
  const first = dayOf(from);
  const last = dayOf(instant(to - 1));
  return Array.from({ length: last - first + 1 }, (_, n) => ({
    at: formatRfc3339(instant(from + n * days(1))),
    a: ofA.get(first + n)?.length ?? 0,
    b: ofB.get(first + n)?.length ?? 0,
  }));
}
