// What stands in the fields of the rules, and what it means: minutes that are typed are seconds that are
// sent, and what is no number is said to be none before it is sent.
import { describe, expect, it } from 'vitest';
import {
  changesIn,
  draftOf,
  faultsIn,
  isChanged,
  policyOf,
  sectionsFor,
} from '../../dashboard/web/people/policy-draft.ts';
import { DEFAULT_POLICY } from '../../domain/policy.ts';
import { fieldAt, policyToJson } from '../../domain/policy-changes.ts';

const community = sectionsFor('community');
const untouched = draftOf(DEFAULT_POLICY, community);

describe('the fields of the rules', () => {
  it('show every number somebody can change, grouped, and change nothing by being shown', () => {
    const shown = community.flatMap(({ paths }) => paths);
    expect(shown).toContain('fall.check');
    expect(shown).not.toContain('promise');
    expect(sectionsFor('person').flatMap(({ paths }) => paths)).not.toContain(
      'silence.outageBands',
    );
    expect(changesIn(untouched, DEFAULT_POLICY)).toEqual({});
    expect(faultsIn(untouched, DEFAULT_POLICY, 'community').size).toBe(0);
    expect(shown.filter((path) => isChanged(path, untouched, DEFAULT_POLICY))).toEqual([]);
    for (const path of shown) expect(fieldAt(path)?.setBy).toBeUndefined();
  });

  it('are written in units people speak in, and sent in seconds', () => {
    expect(untouched['silence.noticeAfter']).toBe('20');
    const draft = { ...untouched, 'silence.noticeAfter': '12,5', 'fall.check': ' 30 ' };
    expect(changesIn(draft, DEFAULT_POLICY)).toEqual({
      silence: { noticeAfterSeconds: 750 },
      fall: { checkSeconds: 30 },
    });
  });

  it.each([
    ['', 'empty'],
    ['soon', 'a word'],
    ['9999', 'too much'],
    ['-1', 'less than nothing'],
    ['1e3', 'a number nobody writes'],
  ])('say what is allowed when there is %s (%s)', (text) => {
    const draft = { ...untouched, 'fall.check': text };
    const fault = faultsIn(draft, DEFAULT_POLICY, 'community').get('fall.checkSeconds');
    expect(fault?.zh).toContain('10 秒到 5 分钟');
  });

  it('are filled from what the service sends', () => {
    expect(policyOf(policyToJson(DEFAULT_POLICY))).toEqual(DEFAULT_POLICY);
  });
});
