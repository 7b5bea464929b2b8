import { describe, expect, test } from 'vitest';
import { address, groupedPhone, shortRoom } from '../../dashboard/web/place.ts';
import { PATTERNS, samplesOf } from '../../dashboard/web/pulses.ts';
import { pointsOf, ticksOf } from '../../dashboard/web/resident/history.ts';
import { planOf, TILE_HEIGHT, wallOf } from '../../dashboard/web/wall-plan.ts';
import { days, instant, localTime } from '../../domain/time.ts';
import { CARDS, viewOf } from './community.ts';
import { at, NIGHT, written } from './given.ts';

const residents = CARDS.map((card, index) => viewOf(card, index, at(0)));
const SPACE = { gap: 6, smallest: 12, largest: 26, bannerHeight: 0 };

describe('the wall', () => {
  test('shows everybody once, each building under its name', () => {
    const { cells } = wallOf(residents);
    expect(cells.filter(({ type }) => type === 'heading')).toHaveLength(25);
    expect(new Set(cells.map(({ key }) => key)).size).toBe(79 + 25);
  });

  test('keeps its order whoever speaks first', () => {
    expect(wallOf([...residents].reverse())).toEqual(wallOf(residents));
  });

  test('puts building 10 after building 2', () => {
    const places = ['10', '2', '1'].map((building) => ({
      ...residents[0]!,
      building,
      id: building,
    }));
    const headings = wallOf(places as never).cells.flatMap((cell) =>
      cell.type === 'heading' ? [cell.building] : [],
    );
    expect(headings).toEqual(['1号楼', '2号楼', '10号楼']);
  });

  test('fits 79 people and 25 buildings on one screen without scrolling', () => {
    const plan = planOf(104, 5, { ...SPACE, width: 1_250, height: 960 });
    const rows = Math.ceil(104 / plan.columns);
    expect(plan.scrolls).toBe(false);
    expect(plan.em).toBeGreaterThanOrEqual(21);
    expect(rows * plan.em * TILE_HEIGHT + (rows - 1) * SPACE.gap).toBeLessThanOrEqual(960);
  });

  test('moves nobody to another place when a banner comes', () => {
    const calm = planOf(104, 5, { ...SPACE, width: 1_250, height: 960 });
    const stale = planOf(104, 5, { ...SPACE, width: 1_250, height: 910, bannerHeight: 50 });
    expect(stale.columns).toBe(calm.columns);
  });

  test('scrolls before it becomes too small to read', () => {
    expect(planOf(1_000, 5, { ...SPACE, width: 800, height: 500 })).toMatchObject({
      scrolls: true,
      em: 12,
    });
  });
});

describe('an address', () => {
  test('reads the same however it was entered', () => {
    const full = '岔河南里 3号楼 2单元 501';
    expect(address({ compound: '岔河南里', building: '3', unit: '2', room: '501' })).toBe(full);
    expect(address({ compound: '岔河南里', building: '3号楼', unit: '2单元', room: '501' })).toBe(
      full,
    );
  });

  test('is short on a tile, and a dash when nothing is known', () => {
    expect(shortRoom({ unit: '2单元', room: '501室' })).toBe('2-501');
    expect(shortRoom({ room: '501' })).toBe('501');
    expect(shortRoom({})).toBe('—');
  });

  test('a mobile number is read in groups of 3, 4 and 4', () => {
    expect(groupedPhone('13800000501')).toBe('138 0000 0501');
    expect(groupedPhone('0534-1234567')).toBe('0534-1234567');
  });
});

describe('the sounds', () => {
  const RATE = 8_000;
  const loud = (name: keyof typeof PATTERNS) =>
    samplesOf(name, RATE).filter((sample) => Math.abs(sample) > 0.05).length / RATE;

  test('an emergency is ten pulses in five seconds', () => {
    expect(PATTERNS.emergency.onsets).toHaveLength(10);
    expect(samplesOf('emergency', RATE)).toHaveLength(5 * RATE);
    expect(loud('emergency')).toBeGreaterThan(1);
  });

  test('an attention is three pulses in 25 seconds, a lost line three in ten', () => {
    expect([PATTERNS.attention.onsets.length, PATTERNS.attention.period]).toEqual([3, 25]);
    expect([PATTERNS.lost.onsets.length, PATTERNS.lost.period]).toEqual([3, 10]);
  });

  test.each(Object.keys(PATTERNS) as (keyof typeof PATTERNS)[])(
    '%s never clips and ends in silence',
    (name) => {
      const samples = samplesOf(name, RATE);
      expect(Math.max(...samples.slice(0, 5 * RATE).map(Math.abs))).toBeLessThanOrEqual(1);
      expect(Math.abs(samples.at(-1) ?? 1)).toBeLessThan(0.05);
    },
  );
});

describe('a chart', () => {
  const bucket = (minute: number) => ({
    at: written(minute * 60),
    min: 60,
    mean: 70,
    max: 80,
    count: 5,
  });

  test('is broken where nothing was measured, not joined across', () => {
    const points = pointsOf([bucket(0), bucket(5), bucket(40)], 300_000);
    expect(points.map(({ mean }) => mean)).toEqual([70, 70, undefined, 70]);
  });

  test('has its ticks on the hours and midnights of the community, not of the PC', () => {
    const to = instant(NIGHT);
    const zone = 'Asia/Shanghai';
    const day = ticksOf(instant(to - days(1)), to, 'day', zone);
    expect(day.map((tick) => localTime(instant(tick), zone).hour % 3)).toEqual(Array(8).fill(0));
    const week = ticksOf(instant(to - days(7)), to, 'week', zone);
    expect(week.map((tick) => localTime(instant(tick), zone).hour)).toEqual(Array(7).fill(0));
  });
});
