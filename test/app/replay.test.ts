// The recorded past, once more by other numbers: told as what bands said and when the service knew of it.
import { describe, expect, it } from 'vitest';
import { compare, tallyOf } from '../../app/rehearse/compare.ts';
import { absencesIn, actedOn } from '../../app/rehearse/journal-says.ts';
import { type Past, wornAt } from '../../app/rehearse/past.ts';
import { replay } from '../../app/rehearse/replay.ts';
import { resultOf } from '../../app/rehearse/result.ts';
import { evolveAll } from '../../domain/incident.ts';
import { DEFAULT_POLICY, type Policy, samePolicyForAll } from '../../domain/policy.ts';
import { changed } from '../../domain/policy-changes.ts';
import type { Rung } from '../../domain/rehearsal.ts';
import { formatRfc3339, type Instant, instant, minutes, plus, seconds } from '../../domain/time.ts';
import type { Point } from '../../ingest/port.ts';
import { band, clock, must, resident, staff } from '../support/given.ts';

const [B1, R1] = [band('b1'), resident('r1')];
const FROM = clock('08:00');
const TO = clock('18:00');

/** One reading a minute, as somebody wears it who moves about. */
function minutely(from: Instant, to: Instant, more: Partial<Point> = {}): Point[] {
  const points: Point[] = [];
  for (let at = from; at < to; at = plus(at, minutes(1))) {
    const steps = Math.floor((at - FROM) / 10_000);
    points.push({ bandId: B1, residentId: R1, at, worn: true, battery: 80, steps, ...more });
  }
  return points;
}

interface Story {
  readonly points: readonly Point[];
  readonly past?: Partial<Past>;
  readonly countFrom?: Instant;
}

async function rungBy(
  { points, past = {}, countFrom = FROM }: Story,
  policy: Policy = DEFAULT_POLICY,
) {
  const registeredAt = instant(0);
  const { rungs } = await replay({
    past: {
      from: FROM,
      to: TO,
      bands: [{ id: B1, registeredAt, worn: [{ residentId: R1, from: registeredAt }] }],
      places: new Map([[R1, { building: '3' }]]),
      arrivals: [],
      absences: [],
      readings: (async function* () {
        yield points;
      })(),
      ...past,
    },
    policies: samePolicyForAll(policy),
    countFrom,
  });
  return rungs;
}

const times = (rungs: readonly Rung[]) =>
  rungs.map(({ kind, at }) => [kind, Date.parse(at) - FROM] as const);
const silences = (rungs: readonly Rung[]) =>
  rungs.filter(({ kind }) => kind === 'silence' || kind === 'no-sign-of-life');
/** Silent from 10:00 to 10:30. */
const QUIET = [...minutely(FROM, clock('10:00')), ...minutely(clock('10:30'), TO)];

describe('the past by other numbers', () => {
  it('rings as it would have rung: a band that is silent for half an hour is told after twenty minutes', async () => {
    const rungs = silences(await rungBy({ points: QUIET }));
    expect(rungs).toMatchObject([{ kind: 'silence', priority: 'notice', residentId: 'r1' }]);
    const [[, after] = ['', 0]] = times(rungs);
    // The last word was at 09:59, and nobody is looked at more often than every ten seconds.
    expect(after).toBeGreaterThanOrEqual(minutes(139));
    expect(after).toBeLessThanOrEqual(minutes(139) + seconds(10));
  });

  it('rings sooner by a policy that waits less, and not at all by one that waits longer', async () => {
    const noticeAfter = (n: number) =>
      changed(DEFAULT_POLICY, { 'silence.noticeAfter': minutes(n) });
    const usual = silences(await rungBy({ points: QUIET }));
    const sooner = silences(await rungBy({ points: QUIET }, noticeAfter(10)));
    const longer = silences(await rungBy({ points: QUIET }, noticeAfter(40)));
    const { counts, moved } = compare(usual, sooner);
    expect(counts).toMatchObject({ sooner: 1, later: 0, onlyA: 0, onlyB: 0 });
    expect(Math.round(must(moved[0]).laterBySeconds / 60)).toBe(-10);
    expect(compare(usual, longer)).toMatchObject({ counts: { onlyA: 1 }, onlyB: [] });
  });

  it('knows a backlog only when it came: the silence before it rang, and rings again', async () => {
    const heardAt = clock('10:40');
    const kept = minutely(clock('10:00'), clock('10:40'), { buffered: true, heardAt });
    const live = [...minutely(FROM, clock('10:00')), ...minutely(clock('10:40'), TO)];
    const points = [...live, ...kept].sort((a, b) => a.at - b.at);
    expect(silences(await rungBy({ points }))).toHaveLength(1);
  });

  it('takes what was measured before the band was registered as heard when it was measured', async () => {
    const registeredAt = clock('17:59');
    const points = QUIET.map((point) => ({ ...point, buffered: true, heardAt: registeredAt }));
    const bands = [{ id: B1, registeredAt, worn: [{ residentId: R1, from: registeredAt }] }];
    const told = silences(await rungBy({ points, past: { bands } }));
    expect(told).toMatchObject([{ kind: 'silence', residentId: 'r1' }]);
    expect(told[0]?.at.slice(0, 15)).toBe(formatRfc3339(clock('10:19')).slice(0, 15));
    // And of whoever wears nothing yet, no silence is told.
    expect(wornAt(bands, FROM)).toEqual([]);
  });

  it('does not take our own absence for their silence', async () => {
    const points = [...minutely(FROM, clock('10:00')), ...minutely(clock('15:00'), TO)];
    expect(silences(await rungBy({ points })).length).toBeGreaterThan(0);
    const absences = [{ from: clock('10:00'), to: clock('15:00') }];
    expect(silences(await rungBy({ points, past: { absences } }))).toEqual([]);
  });

  it('plays presses and falls as they stand in the journal', async () => {
    const fall = new TextEncoder().encode('{"id": "f", "phase": "detected"}');
    const arrival = {
      bandId: B1,
      channel: 'fall',
      receivedAt: clock('09:30:30'),
      payload: fall,
    } as const;
    const still = minutely(FROM, TO).map(({ steps: _, ...point }) => ({ ...point, steps: 0 }));
    const past = { arrivals: [arrival] };
    const check = (n: number) => changed(DEFAULT_POLICY, { 'fall.check': seconds(n) });
    const ofFalls = async (n: number) =>
      (await rungBy({ points: still, past }, check(n))).filter(({ kind }) => kind === 'fall');
    const [short, long] = [await ofFalls(15), await ofFalls(120)];
    expect(short).toMatchObject([{ kind: 'fall', priority: 'emergency' }]);
    expect(compare(short, long).counts.later).toBe(1);
  });

  it('counts from where it is told to, and learns from before', async () => {
    expect(silences(await rungBy({ points: QUIET, countFrom: clock('10:15') }))).toHaveLength(1);
    expect(silences(await rungBy({ points: QUIET, countFrom: clock('10:25') }))).toEqual([]);
  });
});

describe('what the journal says beside it', () => {
  const at = clock('10:00');
  const incident = (more: readonly object[]) =>
    evolveAll(undefined, [
      {
        ...{ type: 'raised', incidentId: 'fall.b1.1', at, kind: 'fall', priority: 'emergency' },
        ...{ dueAt: at, reason: { code: 'fall-detected' }, residentId: R1 },
      },
      ...more.map((change) => ({ incidentId: 'fall.b1.1', at, by: staff('王'), ...change })),
    ] as never);
  const helped = incident([{ type: 'claimed' }, { type: 'closed', outcome: 'fall-assisted' }]);

  it('is what people acted on, and not what was a test or nothing', () => {
    const test = incident([{ type: 'arrived' }, { type: 'closed', outcome: 'test' }]);
    const nothing = incident([{ type: 'claimed' }, { type: 'closed', outcome: 'false-alarm' }]);
    expect(actedOn([helped, test, nothing])).toMatchObject([
      { kind: 'fall', residentId: 'r1', outcome: 'fall-assisted' },
    ]);
  });

  it('is missed by a policy that called nobody to that person until half an hour later', () => {
    const rung = (time: string, priority: Rung['priority']): Rung => ({
      ...{ at: formatRfc3339(clock(time)), kind: 'fall', priority, residentId: 'r1' },
      reason: 'x',
    });
    const set = { community: DEFAULT_POLICY, people: [] };
    const job = { from: FROM, to: TO, places: new Map([[R1, {}]]), policies: [set, set] } as const;
    const missed = (a: readonly Rung[], b: readonly Rung[]) => {
      const [length, real] = [minutes(600), actedOn([helped])];
      const played = { a: { rungs: a, readings: 0 }, b: { rungs: b, readings: 0 } };
      const { missedByA, missedByB } = resultOf({ job, length, ...played, real }).real;
      return [missedByA.length, missedByB.length];
    };
    expect(missed([rung('10:01', 'emergency')], [rung('10:01', 'notice')])).toEqual([0, 1]);
    expect(missed([rung('08:30', 'attention')], [rung('10:45', 'emergency')])).toEqual([0, 1]);
  });

  it('is when the service itself was away', () => {
    const deaf = evolveAll(undefined, [
      {
        ...{ type: 'raised', incidentId: 'technical.x', at, kind: 'technical' },
        ...{ priority: 'technical', dueAt: at, reason: { code: 'deaf', gap: minutes(30) } },
      },
    ] as never);
    expect(absencesIn([deaf, helped])).toEqual([{ from: clock('09:30'), to: at }]);
  });
});

describe('the same matter by two policies', () => {
  const rung = (minute: number, more: Partial<Rung> = {}): Rung => ({
    at: formatRfc3339(plus(FROM, minutes(minute))),
    kind: 'vitals',
    priority: 'attention',
    residentId: 'r1',
    reason: 'x',
    ...more,
  });

  it('is laid beside the nearest, and never twice', () => {
    const { counts, moved } = compare([rung(0), rung(100)], [rung(95), rung(101), rung(300)]);
    expect(counts).toMatchObject({ later: 1, onlyA: 1, onlyB: 2 });
    expect(moved[0]?.laterBySeconds).toBe(60);
  });

  it('of two people, or of two kinds, is not the same', () => {
    const others = [rung(0, { residentId: 'r2' }), rung(0, { kind: 'battery' })];
    expect(compare([rung(0)], others).counts).toMatchObject({ same: 0, onlyA: 1, onlyB: 2 });
  });

  it('a silence that one takes for the person’s is told more sharply', () => {
    const silent = rung(0, { kind: 'silence', priority: 'notice' });
    const person = rung(0, { kind: 'no-sign-of-life', sharpAt: rung(60).at });
    expect(compare([silent], [person]).counts).toMatchObject({ sharper: 1, onlyA: 0, onlyB: 0 });
    expect(compare([person], [silent]).counts).toMatchObject({ milder: 1 });
  });

  it('that gets as sharp at the same moment was told later by whoever mentions it later', () => {
    const sharpAt = rung(60).at;
    const told = [rung(20, { sharpAt }), rung(40, { sharpAt })] as const;
    const { counts, moved } = compare([told[0]], [told[1]]);
    expect([counts.later, moved[0]?.laterBySeconds]).toEqual([1, 1_200]);
  });

  it('every one is either a pair or alone', () => {
    const many = (n: number, every: number) =>
      Array.from({ length: n }, (_, k) => rung(k * every + (k % 3)));
    for (const [n, every, m, other] of [
      [10, 7, 13, 5],
      [40, 600, 40, 601],
      [1, 1, 9, 2_000],
      [0, 1, 5, 1],
    ] as const) {
      const { same, sooner, later, sharper, milder, onlyA, onlyB } = compare(
        many(n, every),
        many(m, other),
      ).counts;
      const pairs = same + sooner + later + sharper + milder;
      expect([pairs + onlyA, pairs + onlyB]).toEqual([n, m]);
    }
  });

  it('is counted by kind, by night, per resident and week and per hour', () => {
    const night = rung(-5 * 60, { kind: 'battery', priority: 'notice' });
    const over = { residents: 2, length: minutes(60 * 24 * 7), timezone: 'Asia/Shanghai' };
    const day = { from: 7, to: 22 };
    expect(tallyOf([rung(0), rung(5), night], { ...over, day })).toMatchObject({
      rung: 3,
      calls: 2,
      atNight: 1,
      callsAtNight: 0,
      byKind: { vitals: { attention: 2 }, battery: { notice: 1 } },
      callsPerResidentWeek: 1,
      callsPerShiftHour: 2 / 168,
      callsInBusiestHour: 2,
    });
  });
});
