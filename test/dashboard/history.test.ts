import { describe, expect, test } from 'vitest';
import { startOfDay } from '../../dashboard/local-day.ts';
import { formatRfc3339, hours, instant, parseRfc3339 } from '../../domain/time.ts';
import { NOON } from '../registry/given.ts';
import { openStaffedDesk } from './given.ts';

describe('the history of a resident', () => {
  test('is the last day in 600 points unless asked otherwise', async () => {
    const desk = await openStaffedDesk();
    const { id } = await desk.registry.residents.add({ name: '李秀兰' });
    const { json } = await desk.officer('GET', `/api/residents/${id}/readings?metric=heartRate`);
    expect(json).toEqual({
      items: [{ at: '2026-11-19T04:00:00.000Z', min: 60, mean: 66.5, max: 73, count: 2 }],
    });
    const from = instant(NOON - hours(24));
    expect(desk.state.asked).toEqual([
      { residentId: id, metric: 'heartRate', from, to: NOON, points: 600 },
    ]);
  });

  test('takes a span in any offset, with the plus sign escaped or not', async () => {
    const desk = await openStaffedDesk();
    const { id } = await desk.registry.residents.add({ name: '李秀兰' });
    const path = `/api/residents/${id}/readings?metric=battery&points=10`;
    const answers = await Promise.all([
      desk.officer('GET', `${path}&from=2026-11-20T08:00:00%2B08:00&to=2026-11-20T01:00:00Z`),
      desk.officer('GET', `${path}&from=2026-11-20T08:00:00+08:00&to=2026-11-20T01:00:00Z`),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const midnight = parseRfc3339('2026-11-20T00:00:00Z');
    expect(desk.state.asked.map(({ from, points }) => [from, points])).toEqual([
      [midnight, 10],
      [midnight, 10],
    ]);
  });

  test('says 503 while the store cannot answer, and that alarms are not affected', async () => {
    const desk = await openStaffedDesk();
    const { id } = await desk.registry.residents.add({ name: '李秀兰' });
    desk.state.historyDown = true;
    const answer = await desk.officer('GET', `/api/residents/${id}/readings?metric=heartRate`);
    expect(answer.status).toBe(503);
    expect(answer.json.detail).toMatch(/Alarms are not affected/);
    expect(answer.text).not.toContain('ECONNREFUSED');
  });

  test.each([
    '',
    'metric=mood',
    'metric=heartRate&points=0',
    'metric=heartRate&points=601',
    'metric=heartRate&from=yesterday',
    'metric=heartRate&from=2026-11-20T08:00:00Z&to=2026-11-20T08:00:00Z',
  ])('refuses %j', async (query) => {
    const desk = await openStaffedDesk();
    const { id } = await desk.registry.residents.add({ name: '李秀兰' });
    expect((await desk.officer('GET', `/api/residents/${id}/readings?${query}`)).status).toBe(400);
    expect((await desk.officer('GET', '/api/residents/nobody/readings?metric=spo2')).status).toBe(
      404,
    );
  });
});

describe("the community's day", () => {
  const begins = (now: string, zone: string): string => {
    const at = parseRfc3339(now);
    if (at === undefined) throw new Error(now);
    return formatRfc3339(startOfDay(at, zone));
  };

  test.each([
    ['2026-11-20T04:00:00Z', 'Asia/Shanghai', '2026-11-19T16:00:00.000Z'],
    ['2026-11-19T16:00:00Z', 'Asia/Shanghai', '2026-11-19T16:00:00.000Z'],
    ['2026-11-19T15:59:59.999Z', 'Asia/Shanghai', '2026-11-18T16:00:00.000Z'],
    ['2026-03-29T12:00:00Z', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
    ['2026-10-25T12:00:00Z', 'Europe/Berlin', '2026-10-24T22:00:00.000Z'],
    ['2026-09-06T12:00:00Z', 'America/Santiago', '2026-09-06T04:00:00.000Z'],
    ['2026-11-20T04:00:00Z', 'Asia/Kathmandu', '2026-11-19T18:15:00.000Z'],
  ])('at %s in %s began at %s, also where the clocks change', (now, zone, expected) => {
    expect(begins(now, zone)).toBe(expected);
  });
});
