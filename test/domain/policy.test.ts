// Every number of the policy can be changed by a community, so every number is described: its unit, what
// is allowed, and what it means. And whatever is typed for one is either taken or refused with a sentence.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY, type Policy } from '../../domain/policy.ts';
import {
  changed,
  changesIn,
  changesToJson,
  everythingIn,
  fieldAt,
  jsonNameOf,
  NO_CHANGES,
  POLICY_PATHS,
  policyToJson,
  readChanges,
  stillValid,
  valueAt,
} from '../../domain/policy-changes.ts';
import type { PolicyField, PolicyPath } from '../../domain/policy-field.ts';
import { POLICY_FIELDS, POLICY_SECTIONS } from '../../domain/policy-fields.ts';
import { minutes, seconds } from '../../domain/time.ts';

/** Every value of a policy, whether it is described or not. */
function leavesOf(part: object, place = ''): readonly (readonly [string, unknown])[] {
  return Object.entries(part).flatMap(([key, value]) => {
    const path = place === '' ? key : `${place}.${key}`;
    return typeof value === 'object' && value !== null ? leavesOf(value, path) : [[path, value]];
  });
}

const FIELDS = Object.entries(POLICY_FIELDS) as readonly (readonly [PolicyPath, PolicyField])[];
const refusals = (json: unknown, scope: 'recording' | 'community' | 'person' = 'community') => {
  const read = readChanges(json, scope, DEFAULT_POLICY);
  return read.ok ? [] : read.faults;
};
const taken = (json: unknown): Policy => {
  const read = readChanges(json, 'recording', DEFAULT_POLICY);
  if (!read.ok) throw new Error(read.faults.map(({ message }) => message.en).join('; '));
  return changed(DEFAULT_POLICY, read.changes);
};

describe('the description of the policy', () => {
  it('has an entry for every number, and no entry for what is not there', () => {
    const known = new Set(leavesOf(DEFAULT_POLICY).map(([path]) => path));
    const undescribed = [...known].filter((path) => fieldAt(path) === undefined);
    expect(
      undescribed,
      `domain/policy-fields.ts does not say what ${undescribed.join(', ')} means and what is allowed; add an entry`,
    ).toEqual([]);
    const gone = FIELDS.filter(([path, { isOptional }]) => !isOptional && !known.has(path));
    expect(gone.map(([path]) => path)).toEqual([]);
  });

  it('allows every default', () => {
    const defaults = Object.fromEntries(leavesOf(DEFAULT_POLICY));
    expect(stillValid(defaults).left).toEqual([]);
    expect(refusals(policyToJson(DEFAULT_POLICY), 'recording')).toEqual([]);
  });

  it('has a title for every group, and words in both languages for everything', () => {
    const groups = new Set(FIELDS.map(([path]) => (path.includes('.') ? path.split('.')[0]! : '')));
    const untitled = [...groups].filter((group) => POLICY_SECTIONS[group] === undefined);
    expect(
      untitled,
      `POLICY_SECTIONS in domain/policy-fields.ts has no title for ${untitled.join(', ')}`,
    ).toEqual([]);
    for (const [path, { zh, en }] of FIELDS) {
      expect([path, /\p{Script=Han}/u.test(zh)]).toEqual([path, true]);
      expect([path, en.length > 3]).toEqual([path, true]);
    }
  });

  it('has a range that is one', () => {
    for (const [path, field] of FIELDS) {
      if (field.type !== 'duration' && field.type !== 'number') continue;
      expect([path, field.min < field.max]).toEqual([path, true]);
    }
  });
});

describe('a policy as people and programs say it', () => {
  it('tells durations in seconds, under names that say so', () => {
    expect(jsonNameOf('fall.check')).toBe('fall.checkSeconds');
    expect(jsonNameOf('day.from')).toBe('day.from');
    expect(taken({ fall: { checkSeconds: 30 } }).fall.check).toBe(seconds(30));
    expect(policyToJson(DEFAULT_POLICY)).toMatchObject({
      promiseSeconds: 900,
      fall: { checkSeconds: 45 },
      battery: { notice: 30 },
    });
  });

  it('read back is what it was, whatever was changed', () => {
    const value = (field: PolicyField): fc.Arbitrary<string | number | boolean> => {
      switch (field.type) {
        case 'duration':
          return fc
            .integer({ min: field.min / 1_000, max: field.max / 1_000 })
            .map((n) => n * 1_000);
        case 'number':
          return field.isWhole
            ? fc.integer({ min: field.min, max: field.max })
            : fc.double({ min: field.min, max: field.max, noNaN: true });
        case 'choice':
          return fc.constantFrom(...field.options);
        case 'flag':
          return fc.boolean();
        case 'text':
          return fc.constant('Asia/Urumqi');
        default:
          return field satisfies never;
      }
    };
    const one = fc
      .constantFrom(...FIELDS)
      .chain(([path, field]) => value(field).map((chosen) => ({ [path]: chosen })));
    fc.assert(
      fc.property(one, (changes) => {
        const read = readChanges(changesToJson(changes), 'recording', DEFAULT_POLICY);
        // Alone it may be out of order with a default; then it is refused, and never bent.
        if (!read.ok) expect(read.faults[0]?.message.en).toMatch(/has to be less than/);
        else
          expect(changed(DEFAULT_POLICY, read.changes)).toEqual(changed(DEFAULT_POLICY, changes));
      }),
    );
  });

  it('leaves alone what it does not change, to the very object', () => {
    const policy = taken({ fall: { checkSeconds: 30 } });
    expect(policy.silence).toBe(DEFAULT_POLICY.silence);
    expect(changed(DEFAULT_POLICY, NO_CHANGES)).toBe(DEFAULT_POLICY);
    expect(changesIn(policy)).toEqual({ 'fall.check': 30_000 });
    expect(Object.keys(everythingIn(policy))).toHaveLength(
      POLICY_PATHS.filter((path) => valueAt(DEFAULT_POLICY, path) !== undefined).length,
    );
  });

  it('says everything that is wrong at once, which value and what is allowed, in both languages', () => {
    const faults = refusals({
      fall: { checkSeconds: 3_600 },
      day: { from: 7.5 },
      silence: { outageBands: 'five', lateAfterMised: 3 },
      battery: 30,
    });
    expect(faults.map(({ field }) => field)).toEqual([
      'fall.checkSeconds',
      'day.from',
      'silence.outageBands',
      'silence.lateAfterMised',
      'battery',
    ]);
    expect(faults[0]?.message).toEqual({
      zh: '检测到跌倒后,等待本人回应多久:应为 10 秒到 5 分钟(10–300 秒)',
      en: 'A detected fall is checked for, before silence makes it an emergency: has to be 10 s to 5 min (10–300 s)',
    });
    expect(faults[3]?.message.en).toMatch(/no 'lateAfterMised'; there are .*lateAfterMissed/);
  });

  it('does not take milliseconds for seconds: a duration under its bare name is refused', () => {
    expect(refusals({ fall: { check: 30_000 } })[0]?.message.en).toMatch(/there are checkSeconds/);
  });

  it('refuses what makes no sense together, and blames what was changed', () => {
    expect(refusals({ battery: { urgent: 25 } })).toMatchObject([{ field: 'battery.urgent' }]);
    expect(refusals({ silence: { technicalAfterSeconds: minutes(10) / 1_000 } })).toMatchObject([
      { field: 'silence.technicalAfterSeconds' },
    ]);
    expect(refusals({ battery: { urgent: 25, workList: 28 } })).toEqual([]);
  });

  it('leaves to the installer what the installer sets, and to everybody what is everybody’s', () => {
    const promise = { promiseSeconds: 600 };
    expect(refusals(promise)[0]?.message.en).toMatch('LAMPLIGHT_PROMISE_MINUTES');
    expect(refusals(promise, 'recording')).toEqual([]);
    const outage = { silence: { outageBands: 7 } };
    expect(refusals(outage)).toEqual([]);
    expect(refusals(outage, 'person')[0]?.message.en).toMatch(/same for everybody/);
  });

  it('never throws, whatever is typed', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        readChanges(value, 'community', DEFAULT_POLICY);
      }),
    );
    for (const name of ['__proto__', 'constructor', 'toString']) {
      expect(refusals(JSON.parse(`{"${name}": {"x": 1}}`))).toHaveLength(1);
      expect(refusals(JSON.parse(`{"fall": {"${name}": 1}}`))).toHaveLength(1);
    }
  });

  it('written by another version holds as far as it can', () => {
    const kept = stillValid({ 'fall.check': 30_000, 'fall.gone': 1, 'day.from': 99 });
    expect(kept).toEqual({ changes: { 'fall.check': 30_000 }, left: ['fall.gone', 'day.from'] });
  });
});
