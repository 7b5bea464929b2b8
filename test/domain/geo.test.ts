import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distance, gcj02ToBd09, isInChina, toWgs84, wgs84ToGcj02 } from '../../domain/geo.ts';

/** Well inside the rectangle: at its edge the shift itself has a step. */
const inChina = fc.record({
  lat: fc.double({ min: 1, max: 55.6, noNaN: true }),
  lon: fc.double({ min: 72.2, max: 137.6, noNaN: true }),
});
const anywhere = fc.record({
  lat: fc.double({ min: -90, max: 90, noNaN: true }),
  lon: fc.double({ min: -180, max: 180, noNaN: true }),
});

describe('the three maps of a fleet', () => {
  it('show the same place as the published tables do', () => {
    const place = { lat: 39.915, lon: 116.404 };
    const mars = wgs84ToGcj02(place);
    expect(mars.lat).toBeCloseTo(39.91640428150164, 9);
    expect(mars.lon).toBeCloseTo(116.41024449916938, 9);
    const baidu = gcj02ToBd09(place);
    expect(baidu.lat).toBeCloseTo(39.92133699351021, 9);
    expect(baidu.lon).toBeCloseTo(116.41036949371029, 9);
  });

  it('differ by some hundred metres, which is another street', () => {
    const dezhou = { lat: 37.4355, lon: 116.3594 };
    expect(distance(dezhou, wgs84ToGcj02(dezhou))).toBeGreaterThan(300);
    expect(distance(dezhou, gcj02ToBd09(wgs84ToGcj02(dezhou)))).toBeGreaterThan(800);
  });

  it('lead back to the earth within a centimetre, wherever in China', () => {
    fc.assert(
      fc.property(inChina, (place) => {
        const mars = { ...wgs84ToGcj02(place), datum: 'GCJ02' } as const;
        const baidu = { ...gcj02ToBd09(wgs84ToGcj02(place)), datum: 'BD09' } as const;
        expect(distance(toWgs84(mars), place)).toBeLessThan(0.01);
        expect(distance(toWgs84(baidu), place)).toBeLessThan(0.01);
      }),
    );
  });

  it('are one outside China', () => {
    fc.assert(
      fc.property(anywhere, fc.constantFrom('WGS84', 'GCJ02', 'BD09'), (place, datum) => {
        fc.pre(!isInChina(place));
        expect(toWgs84({ ...place, datum } as const)).toEqual(place);
      }),
    );
  });

  it('never lead anywhere that is no place', () => {
    fc.assert(
      fc.property(anywhere, fc.constantFrom('GCJ02', 'BD09'), (place, datum) => {
        const { lat, lon } = toWgs84({ ...place, datum } as const);
        expect(Number.isFinite(lat) && Number.isFinite(lon)).toBe(true);
      }),
    );
  });
});

describe('the way between two places', () => {
  it('is 111.2 km for a degree of latitude, and half the earth to the other side', () => {
    expect(distance({ lat: 0, lon: 0 }, { lat: 1, lon: 0 })).toBeCloseTo(111_195.08, 1);
    expect(distance({ lat: 0, lon: 0 }, { lat: 0, lon: 180 })).toBeCloseTo(20_015_114, 0);
  });

  it('is the same both ways, and nothing from a place to itself', () => {
    fc.assert(
      fc.property(anywhere, anywhere, (a, b) => {
        expect(distance(a, b)).toBeCloseTo(distance(b, a), 3);
        expect(distance(a, a)).toBe(0);
      }),
    );
  });
});
