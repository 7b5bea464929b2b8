// A band that nobody wears protects nobody. Only the hours in which people are up count, so that whoever
// takes it off for the night is not reminded for breakfast; a bath and an hour on the charger are shorter.
import type { Reason } from '../../domain/reason.ts';
import {
  days,
  type Instant,
  latest,
  type Millis,
  millis,
  minus,
  minutes,
  nextLocalHour,
  plus,
  since,
} from '../../domain/time.ts';
import { isOnCharger } from './charger.ts';
import type { Moment } from './moment.ts';
import { concerning, ended, type Finding, holding, noted, type Rule } from './rule.ts';
import type { BandState } from './state.ts';
import { wearingOf } from './worn.ts';

export const bandOff: Rule = { name: 'band-off', reasons: ['not-worn'], judge };

/** A flag older than this says nothing about now; why the band is silent is another rule's matter. */
const BELIEVED_FOR = minutes(20);
const STALE_AFTER = millis(BELIEVED_FOR + 1);
const WORN_AGAIN = { code: 'worn-again' } as const;

function judge(state: BandState, moment: Moment): Finding {
  const { worn } = state.present;
  const { now } = moment;
  if (worn === undefined || since(worn.at, now) > BELIEVED_FOR) return noted('unknown');
  const stale = plus(worn.at, STALE_AFTER);
  return holding(onWord(state, moment), stale);
}

function onWord(state: BandState, moment: Moment): Finding {
  const { now } = moment;
  if (isOnCharger(state.present)) return ended('charging', { code: 'charged' });
  const wearing = wearingOf(state, now);
  if (wearing === 'worn') return ended('worn', WORN_AGAIN);
  return wearing === 'off' || wearing === 'lies-still'
    ? notWorn(state, wearing === 'off' ? 'says-so' : 'lies-still', moment)
    : noted('unsure');
}

function notWorn(
  state: BandState,
  sign: Extract<Reason, { code: 'not-worn' }>['sign'],
  { now, local, policy }: Moment,
): Finding {
  const { day, timezone, bandOff } = policy;
  if (local.hour < day.from || local.hour >= day.to) {
    return noted('night', undefined, nextLocalHour(now, day.from, timezone));
  }
  const morning = nextLocalHour(minus(now, days(1)), day.from, timezone);
  const offAt = latest(offSince(state, sign, now), morning);
  const toldAt = plus(offAt, bandOff.after);
  const facts = { offAt, sign };
  if (now < toldAt) return noted('off', facts, earlier(toldAt, day.to, now, timezone));
  const reason = { code: 'not-worn', sign, offAt } as const;
  return concerning('off-long', { kind: 'band-off', priority: 'notice', reason }, facts);
}

const earlier = (at: Instant, hour: number, now: Instant, timezone: string): Instant =>
  Math.min(at, nextLocalHour(now, hour, timezone)) as Instant;

/** What lies still has lain there as long as it has not moved. */
function offSince({ present, memory }: BandState, sign: string, now: Instant): Instant {
  if (sign === 'says-so') return memory.wearing.since ?? now;
  const { still } = present;
  return still === undefined ? now : minus(still.at, still.value as Millis);
}
