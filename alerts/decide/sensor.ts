// A pulse sensor that measures nobody: it leaps about for hours, or shows one number since this morning. One
// matter of the device, however long it lasts; meanwhile its values are no evidence for anything else.
import type { Moment } from './moment.ts';
import { concerning, ended, type Finding, type Rule } from './rule.ts';
import type { BandState } from './state.ts';

export const sensor: Rule = { name: 'sensor', reasons: ['sensor-not-believed'], judge };

const OVER = { code: 'sensor-believed' } as const;

function judge({ memory }: BandState, _moment: Moment): Finding {
  const { good, bad, isBelieved, isSane, same } = memory.vitals.sensor;
  if (isBelieved) return ended('believed', OVER);
  const facts = isSane
    ? { bad: same, readings: same }
    : { bad: Math.round(bad), readings: Math.round(good + bad) };
  const reason = { code: 'sensor-not-believed', ...facts } as const;
  return concerning('not-believed', { kind: 'technical', priority: 'technical', reason }, facts);
}
