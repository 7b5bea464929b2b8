// What the stand-in tells about a resident's past: curves with a gap in them, and what each rule says.
import type { IncidentView } from '../../../domain/frame.ts';
import type { ResidentId } from '../../../domain/ids.ts';
import { formatRfc3339, type Instant, instant } from '../../../domain/time.ts';
import type { RuleName } from '../../../domain/verdict.ts';
import type { VerdictView, WhyView } from '../../../domain/why.ts';
import { CARDS } from '../../screen/community.ts';

const USUAL = { heartRate: 72, spo2: 96, temperature: 34.8, steps: 900, battery: 60 };

/** As many buckets as were asked for, but for a night in which the band lay on the table. */
export function curve(asked: URLSearchParams): object {
  const from = Date.parse(asked.get('from')!);
  const to = Date.parse(asked.get('to')!);
  const points = Number(asked.get('points'));
  const usual = USUAL[asked.get('metric') as keyof typeof USUAL];
  const items = Array.from({ length: points }, (_, index) => {
    const mean = usual * (1 + 0.02 * Math.sin(index / 9) + 0.01 * Math.sin(index * 2.3));
    const at = formatRfc3339(instant(from + (index * (to - from)) / points));
    return { at, min: mean * 0.98, mean, max: mean * 1.01, count: 5 };
  });
  return { items: items.filter((_, index) => index < points * 0.4 || index > points * 0.55) };
}

/** What each rule says, from which facts, and since how many minutes; `now` is then. */
const VERDICTS: readonly (readonly [RuleName, string, VerdictView['facts'], number])[] = [
  ['silence', 'heard', {}, 2_900],
  ['battery', 'low-attention', { percent: 8 }, 42],
  ['band-off', 'worn', {}, 185],
  ['stillness', 'awake', { movedAt: 'now', limit: 7_200_000 }, 12],
  ['getting-up', 'up', { upAt: 'now' }, 160],
  ['night-walk', 'up', {}, 160],
  ['no-steps', 'walks', {}, 160],
  ['heart-rate', 'usual', { value: 72, usual: 70 }, 95],
  ['oxygen', 'learning', { value: 96, days: 4, needed: 14 }, 95],
  ['decline', 'as-usual', {}, 800],
  ['sensor', 'believed', {}, 2_900],
  ['wandering', 'home', {}, 2_100],
  ['clock', 'right', {}, 2_900],
];
const RULE_OF: { readonly [kind: string]: { readonly rule: RuleName } } = {
  battery: { rule: 'battery' },
  silence: { rule: 'silence' },
};

/** @param asked undefined: now. */
export function whyOf(
  id: ResidentId,
  asked: string | null,
  now: Instant,
  open: readonly IncidentView[],
): WhyView {
  const at = asked === null ? now : instant(Date.parse(asked));
  const before = (minutes: number) => formatRfc3339(instant(at - minutes * 60_000));
  const bucket = (mean: number) => [
    { at: before(5), min: mean - 2, mean, max: mean + 3, count: 5 },
  ];
  const told = (facts: VerdictView['facts'], minutes: number) =>
    Object.fromEntries(
      Object.entries(facts).map(([name, fact]) => [name, fact === 'now' ? before(minutes) : fact]),
    );
  return {
    at: formatRfc3339(at),
    keptFrom: formatRfc3339(instant(now - 90 * 86_400_000)),
    bandId: CARDS.find((card) => card.id === id)!.bandId!,
    verdicts: VERDICTS.map(([rule, code, facts, minutes]) => ({
      ...{ rule, code, since: before(minutes) },
      facts: told(facts, minutes),
    })),
    incidents: open
      .filter((each) => each.residentId === id && Date.parse(each.openedAt) <= at)
      .map((each) => ({ ...each, ...RULE_OF[each.kind] })),
    policy: { version: 3, own: { version: 1, why: '房颤,医嘱', until: before(-86_400) } },
    readings: { heartRate: bucket(72), spo2: bucket(96), battery: bucket(8) },
  };
}
