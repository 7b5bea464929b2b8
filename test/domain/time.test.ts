// The community's wall clock is asked for millions of times in a row; what is remembered of it between
// must never be another quarter's, another zone's or another season's answer.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { instant, localTime, nextLocalHour } from '../../domain/time.ts';

const ZONES = ['Asia/Shanghai', 'Europe/Berlin', 'Asia/Kathmandu', 'America/St_Johns'];

function asIntlSays(at: number, timeZone: string) {
  const parts = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  }).format(at);
  const [hour, minute] = parts.split(':').map(Number);
  return { hour, minute };
}

it('the wall clock is what Intl says it is, in whatever order moments and zones are asked for', () => {
  const moment = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2060, 0, 1) });
  const near = fc.integer({ min: -20, max: 20 }).map((hours) => hours * 3_600_000);
  fc.assert(
    fc.property(moment, fc.array(fc.tuple(near, fc.constantFrom(...ZONES))), (at, asked) => {
      for (const [off, zone] of asked) {
        const { hour, minute } = localTime(instant(at + off), zone);
        expect({ hour, minute }).toEqual(asIntlSays(at + off, zone));
        const next = nextLocalHour(instant(at + off), 7, zone);
        expect(asIntlSays(next, zone)).toEqual({ hour: 7, minute: 0 });
      }
    }),
  );
});
