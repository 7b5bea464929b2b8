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
      '| random kills | 200 kills | 104,512 | 0 | 0 | 0 | 0 | 800 / 900 | written later: caught (7) | 5 |',
    );
    expect(tableOf([row({}, 0)])).toContain('written later: NOT CAUGHT');
  });

  it('goes between its two marks of a page, and nowhere else', () => {
    const path = join(temporaryFolder(), 'page.md');
    writeFileSync(path, 'before\n<!-- faults:begin -->\nold\n<!-- faults:end -->\nafter\n');
    publish(path, 'new');
    expect(readFileSync(path, 'utf8')).toBe(
      'before\n<!-- faults:begin -->\nnew\n<!-- faults:end -->\nafter\n',
    );
    writeFileSync(path, 'a page without marks\n');
    expect(() => publish(path, 'new')).toThrow(/does not have/);
  });
});
