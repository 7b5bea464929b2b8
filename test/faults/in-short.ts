// A scenario of the fault bench as tests: its short form, and its control.
import { randomInt } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { needs } from '../support/debian.ts';
import { onBench } from './bench.ts';
import type { Scenario } from './scenario.ts';

const TIMEOUT = 180_000;

export function inShort(scenario: Scenario): void {
  const { name, claim, short, control, unit } = scenario;
  const tests = (): void => {
    it(claim, { timeout: TIMEOUT }, async () => {
      const seed = randomInt(2 ** 31);
      const result = await onBench({ seed, isLong: false }, (bench) => scenario.run(bench, short));
      const { runs, acknowledged, lost, doubled, invented, broken } = result;
      process.stdout.write(
        `${name}: ${runs} ${unit}, ${acknowledged} acknowledged, seed ${seed}\n`,
      );
      expect({ seed, lost, doubled, invented, broken }).toEqual({
        seed,
        lost: [],
        doubled: [],
        invented: [],
        broken: [],
      });
      expect(runs).toBeGreaterThanOrEqual(short);
      expect(acknowledged).toBeGreaterThan(0);
    });
    if (!control) return;
    it(`is caught when ${control.what}`, { timeout: TIMEOUT }, async () => {
      const seed = randomInt(2 ** 31);
      const harm = await onBench({ seed, isLong: false }, (bench) => control.run(bench));
      expect(harm).toBeGreaterThan(0);
    });
  };
  const [first, ...others] = scenario.needs;
  if (!first) describe(name, tests);
  // Names the first program that is missing.
  else
    needs(first.debianPackage, first.program)(name, () => {
      const [second] = others;
      if (second) needs(second.debianPackage, second.program)('and', tests);
      else tests();
    });
}
