// A band whose clock is wrong is a band like any other: what it says is put where it belongs. Only when
// that lasts is it worth a word, once for each wearer, because such a band may need a repair. Whole hours
// off are another time zone, and nobody's work.
import { plus } from '../../domain/time.ts';
import { isOtherZone } from './band-clock.ts';
import type { Moment } from './moment.ts';
import { concerning, ended, type Finding, noted, type Rule } from './rule.ts';
import type { BandState } from './state.ts';

const CLOCK_RIGHT = { code: 'clock-right' } as const;

export const bandClock: Rule = { name: 'clock', reasons: ['clock-wrong'], judge };

function judge({ clock, answered }: BandState, { now, policy }: Moment): Finding {
  const { offset: by, wrongSince } = clock;
  if (by === undefined) return noted(clock.offsets.length === 0 ? 'unknown' : 'unsteady');
  const facts = { by };
  if (wrongSince === undefined) return ended('right', CLOCK_RIGHT, facts);
  if (isOtherZone(by)) return ended('other-zone', CLOCK_RIGHT, facts);
  const until = plus(wrongSince, policy.clock.wrongFor);
  if (now < until) return noted('wrong', facts, until);
  if (answered.clock !== undefined) return noted('answered', facts);
  const reason = { code: 'clock-wrong', by, wrongSince } as const;
  return concerning('wrong-for-long', { kind: 'technical', priority: 'technical', reason }, facts);
}
