// Why somebody was told, and why nobody was, asked over HTTP.
import { describe, expect, test } from 'vitest';
import type { HeldVerdict } from '../../alerts/port.ts';
import type { BandId, ResidentId } from '../../domain/ids.ts';
import {
  days,
  formatRfc3339,
  hours,
  type Instant,
  minus,
  minutes,
  plus,
} from '../../domain/time.ts';
import type { RuleName, Verdict } from '../../domain/verdict.ts';
import { NOON, staff } from '../registry/given.ts';
import { openStaffedDesk } from './given.ts';

const B1 = 'b1' as BandId;
const B2 = 'b2' as BandId;

const verdict = (at: Instant, code: string, rule: RuleName = 'battery'): Verdict => ({
  rule,
  code,
  facts: { percent: 15, lastHeardAt: at },
  at,
});

const held = (bandId: BandId, since: Verdict, next?: Verdict): HeldVerdict => ({
  bandId,
  verdict: since,
  ...(next && { next }),
});

/** 李秀兰 wears b1; it is two hours later. */
async function desk() {
  const room = await openStaffedDesk();
  const { id } = await room.registry.residents.add({ name: '李秀兰' });
  await room.registry.bands.register(B1, id);
  room.clock.pass(hours(2));
  const now = plus(NOON, hours(2));
  return {
    ...room,
    id,
    now,
    ask: (at?: Instant | string) => {
      const text = typeof at === 'number' ? formatRfc3339(at) : at;
      const query = text === undefined ? '' : `?at=${encodeURIComponent(text)}`;
      return room.officer('GET', `/api/residents/${id}/why${query}`);
    },
  };
}

describe('why', () => {
  test('is asked of now, and answered with the facts written out', async () => {
    const { engine, ask, id, now } = await desk();
    engine.whatWas = { verdicts: [held(B1, verdict(NOON, 'low-technical'))], incidents: [] };
    const { status, json } = await ask();
    expect(status).toBe(200);
    expect(engine.askedWhy).toEqual([[id, undefined]]);
    expect(json).toMatchObject({
      at: formatRfc3339(now),
      keptFrom: formatRfc3339(minus(now, days(90))),
      bandId: 'b1',
      incidents: [],
      policy: { version: 0 },
    });
    expect(json.verdicts).toEqual([
      {
        rule: 'battery',
        code: 'low-technical',
        facts: { percent: 15, lastHeardAt: '2026-11-20T04:00:00.000Z' },
        since: '2026-11-20T04:00:00.000Z',
      },
    ]);
  });

  test('of a moment that is over says until when a rule said it', async () => {
    const { engine, ask, id } = await desk();
    const until = plus(NOON, minutes(30));
    engine.whatWas = {
      verdicts: [held(B1, verdict(NOON, 'enough'), verdict(until, 'low-notice'))],
      incidents: [],
    };
    const at = plus(NOON, minutes(10));
    const { json } = await ask(at);
    expect(engine.askedWhy).toEqual([[id, at]]);
    expect(json).toMatchObject({
      bandId: 'b1',
      verdicts: [{ code: 'enough', until: formatRfc3339(until) }],
    });
  });

  test('has what was open because of it, with its reason, and who had it', async () => {
    const { engine, ask, id } = await desk();
    const incident = engine.press(id, 'm1', B1);
    engine.whatWas = { verdicts: [], incidents: [{ incident }, { incident, rule: 'silence' }] };
    const { json } = await ask();
    expect(json.incidents).toEqual([
      {
        id: incident.id,
        kind: 'sos',
        priority: 'emergency',
        state: 'open',
        openedAt: formatRfc3339(incident.openedAt),
        reason: { code: 'pressed' },
      },
      expect.objectContaining({ rule: 'silence' }),
    ]);
  });

  test('has the readings of the minutes around, and does without when the history is away', async () => {
    const { state, ask, id } = await desk();
    const at = plus(NOON, minutes(10));
    const { json } = await ask(at);
    expect(state.asked).toHaveLength(5);
    expect(state.asked[0]).toEqual({
      residentId: id,
      metric: 'heartRate',
      from: minus(at, minutes(5)),
      to: plus(at, minutes(5)),
      points: 10,
    });
    const bucket = { at: '2026-11-20T04:05:00.000Z', min: 60, mean: 66.5, max: 73, count: 2 };
    expect(json.readings.heartRate).toEqual([bucket]);
    state.historyDown = true;
    const without = await ask(at);
    expect(without.status).toBe(200);
    expect(without.json).not.toHaveProperty('readings');
  });

  test('looks at no reading of after now', async () => {
    const { state, ask, now } = await desk();
    await ask();
    expect(state.asked.map(({ to }) => to)).toEqual(Array(5).fill(now));
  });

  test.each(['2026-11-20T06:00:00.001Z', 'yesterday', ''])('refuses %j', async (at) => {
    const { ask, engine } = await desk();
    const { status, json } = await ask(at);
    expect([status, json.type]).toEqual([400, 'urn:lamplight:problem:invalid']);
    expect(engine.askedWhy).toEqual([]);
  });

  test('of a moment too long ago says from when on it is known, and still what was open', async () => {
    const { engine, ask, id, now } = await desk();
    const incident = engine.press(id, 'm1', B1);
    const long = minus(now, days(91));
    engine.whatWas = { verdicts: [held(B1, verdict(long, 'enough'))], incidents: [{ incident }] };
    const { status, json } = await ask(long);
    expect(status).toBe(200);
    expect(json).toMatchObject({ keptFrom: formatRfc3339(minus(now, days(90))), verdicts: [] });
    expect(json.incidents).toHaveLength(1);
  });

  test('is nobody’s business without a session, and each look is on the audit', async () => {
    const { id, stranger, ask, admin } = await desk();
    expect((await stranger('GET', `/api/residents/${id}/why`)).status).toBe(401);
    await ask();
    const { json } = await admin('GET', '/api/audit');
    const looks = json.items.filter(({ action }: { action: string }) => action === 'why-read');
    expect(looks).toMatchObject([{ by: '王芳', subject: `resident:${id}` }]);
    expect((await admin('GET', '/api/residents/nobody/why')).status).toBe(404);
  });
});

describe('what a rule said of somebody', () => {
  const codes = (json: { verdicts: { code: string; until?: string }[] }) =>
    json.verdicts.map(({ code, until }) => `${code} ${until ?? ''}`.trim());

  test('ends when they no longer wear that band', async () => {
    const { registry, engine, ask, clock, now } = await desk();
    await registry.bands.assign(B1, null);
    clock.pass(hours(2));
    engine.whatWas = { verdicts: [held(B1, verdict(NOON, 'enough'))], incidents: [] };
    expect(codes((await ask(minus(now, minutes(1)))).json)).toEqual([
      `enough ${formatRfc3339(now)}`,
    ]);
    const after = (await ask(now)).json;
    expect(codes(after)).toEqual([]);
    expect(after).not.toHaveProperty('bandId');
  });

  test('before they got it back does not hold for them again', async () => {
    const { registry, engine, ask, clock, now, id } = await desk();
    const other = await registry.residents.add({ name: '王德明' });
    await registry.bands.assign(B1, other.id);
    clock.pass(hours(1));
    await registry.bands.assign(B1, id as ResidentId);
    clock.pass(hours(1));
    engine.whatWas = { verdicts: [held(B1, verdict(NOON, 'enough'))], incidents: [] };
    expect(codes((await ask(plus(now, minutes(90)))).json)).toEqual([]);
    engine.whatWas = {
      verdicts: [held(B1, verdict(plus(now, hours(1)), 'enough'))],
      incidents: [],
    };
    expect(codes((await ask(plus(now, minutes(90)))).json)).toEqual(['enough']);
  });

  test('with a new band is what is said of that one', async () => {
    const { registry, engine, ask, clock, now, id } = await desk();
    await registry.bands.register(B2);
    await registry.bands.assign(B2, id as ResidentId);
    clock.pass(hours(1));
    engine.whatWas = {
      verdicts: [
        held(B1, verdict(NOON, 'heard', 'silence')),
        held(B2, verdict(plus(now, minutes(1)), 'enough')),
      ],
      incidents: [],
    };
    expect((await ask(plus(now, minutes(1)))).json).toMatchObject({
      bandId: 'b2',
      verdicts: [{ rule: 'battery', code: 'enough' }],
    });
  });
});

test('the policy in force is the one of that moment, with what was different for the person', async () => {
  const { registry, ask, clock, now, id } = await desk();
  const { policies } = registry;
  const changes = { 'fall.check': 30_000 } as const;
  await policies.change({ why: '试行', changes }, staff('admin'));
  clock.pass(hours(1));
  const until = plus(now, hours(2));
  const own = { residentId: id as ResidentId, why: '起搏器', changes, until };
  await policies.change(own, staff('admin'));
  clock.pass(hours(2));
  const policyAt = async (at: Instant) => (await ask(at)).json.policy;
  expect(await policyAt(minus(now, minutes(1)))).toEqual({ version: 0 });
  expect(await policyAt(now)).toEqual({ version: 1 });
  expect(await policyAt(plus(now, minutes(90)))).toEqual({
    version: 1,
    own: { version: 1, why: '起搏器', until: formatRfc3339(until) },
  });
  expect(await policyAt(until)).toEqual({ version: 1 });
});
