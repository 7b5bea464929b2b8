// The table of the fault bench: what it takes for good, and where it is published.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/folder.ts';
import type { Result, Scenario } from './scenario.ts';
import { isGood, publish, type Row, tableOf } from './table.ts';

const scenario: Scenario = {
  name: 'random kills',
  claim: 'nothing is lost',
  unit: 'kills',
  short: 1,
  long: 2,
  needs: [],
  run: () => Promise.reject(new Error('not here')),
  control: { what: 'written later', run: () => Promise.reject(new Error('not here')) },
};
const clean: Result = {
  runs: 200,
  acknowledged: 104_512,
  lost: [],
  doubled: [],
  invented: [],
  broken: [],
  recoveries: [900, 700, 800],
};
const row = (result: Partial<Result> = {}, controlHarm = 7): Row => ({
  scenario,
  seed: 5,
  result: { ...clean, ...result },
  controlHarm,
  on: '2026-11-21',
});

describe('the table of the fault bench', () => {
  it('is good only when nothing went wrong and the control was caught', () => {
    expect(isGood(row())).toBe(true);
    for (const what of ['lost', 'doubled', 'invented', 'broken']) {
      expect(isGood(row({ [what]: ['band-1-1'] }))).toBe(false);
    }
    expect(isGood(row({}, 0))).toBe(false);
  });

  it('says how often, how much, how quickly, and what the control came to', () => {
    expect(tableOf([row()]).split('\n').at(-1)).toBe(
      '| random kills | 200 kills | 104,512 | 0 | 0 | 0 | 0 | 800 / 900 | written later: caught (7) | 5 | 2026-11-21 |',
    );
    expect(tableOf([row({}, 0)])).toContain('written later: NOT CAUGHT');
  });

  it('goes between its two marks of a page, each fault in place of its older line', () => {
    const path = join(temporaryFolder(), 'page.md');
    const to = { order: ['random kills', 'power cut'], machine: 'a machine' };
    const named = (name: string, result = {}): Row => {
      const one = row(result);
      return { ...one, scenario: { ...one.scenario, name } };
    };
    writeFileSync(path, 'before\n<!-- faults:begin -->\n<!-- faults:end -->\nafter\n');
    publish(path, [named('power cut', { remarks: ['50 cuts'] })], to);
    publish(path, [named('random kills', { remarks: ['first'] })], to);
    publish(path, [named('random kills', { runs: 300, remarks: ['second'] })], to);
    const page = readFileSync(path, 'utf8');
    expect(page).toMatch(/^before\n<!-- faults:begin -->\n\na machine\.\n/);
    expect(page.match(/^\| (random kills|power cut) \| \d+/gm)).toEqual([
      '| random kills | 300',
      '| power cut | 200',
    ]);
    expect(page.match(/^- .+/gm)).toEqual(['- random kills: second', '- power cut: 50 cuts']);
    expect(page).toMatch(/\n<!-- faults:end -->\nafter\n$/);
    writeFileSync(path, 'a page without marks\n');
    expect(() => publish(path, [row()], to)).toThrow(/does not have/);
  });
});
