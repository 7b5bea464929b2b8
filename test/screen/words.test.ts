// Everything that is told has words in every language: each reason of an incident, each verdict of each
// rule. Rules are many and grow; what is missing is named here, key by key, as it has to be added.
import { readdirSync, readFileSync } from 'node:fs';
import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { RULEBOOK } from '../../alerts/decide/rules.ts';
import { KNOWN_FORMS, ruleText, verdictText } from '../../dashboard/web/resident/verdict-text.ts';
import { reasonText } from '../../dashboard/web/wording.ts';
import { en } from '../../dashboard/web/words/en.ts';
import { zhCN } from '../../dashboard/web/words/zh-CN.ts';
import { minutes, plus } from '../../domain/time.ts';
import { RULES, type RuleName } from '../../domain/verdict.ts';
import type { VerdictView } from '../../domain/why.ts';
import { clock, dutyRoom } from '../support/given.ts';
import { FORMS, LANGUAGES, placesIn, wordsAt } from '../support/worded.ts';

const ROOT = new URL('../../', import.meta.url);
const source = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');

const REASON = source('domain/reason.ts');
const REASONS = [...REASON.matchAll(/readonly code: ((?:'[a-z-]+'(?:\s*\|\s*)?)+)/g)].flatMap(
  ([, codes = '']) => [...codes.matchAll(/'([a-z-]+)'/g)].map(([, code = '']) => code),
);

beforeAll(() =>
  i18next.init({
    lng: 'zh-CN',
    resources: { 'zh-CN': { translation: zhCN }, en: { translation: en } },
    interpolation: { escapeValue: false },
  }),
);

/** A value of each type that a reason is made of, as it is written on the wire. */
const SAMPLES: { readonly [type: string]: unknown } = {
  number: 7,
  Millis: 60_000,
  Instant: '2026-11-20T04:00:00.000Z',
  boolean: true,
  EmergencyChannel: 'sos',
  CanaryStage: 'show',
  SilenceCause: 'flat',
  Shared: { type: 'everything' },
  Location: { lat: 37.4, lon: 116.3, datum: 'WGS84' },
};

/** What is said in a piece of source, by its name, each with a value that it may have. */
const sampled = (text: string): object =>
  Object.fromEntries(
    [...text.matchAll(/readonly (\w+)\??: ([^;}]+)[;}]/g)].map(([, name, type = '']) => {
      const literal = /^\s*\|?\s*'([^']+)'/.exec(type)?.[1];
      return [name, literal ?? SAMPLES[type.trim()] ?? 'x'];
    }),
  );

/** A reason reads only its own part of it: what it says itself, and what it may have in common with others. */
const VARIANTS =
  /export type Reason =([\s\S]*?);\n(?:\n|$)/.exec(REASON)?.[1]?.split(/\n {2}\| /) ?? [];
const sampleOf = (code: string): never => {
  const own = VARIANTS.find((variant) => variant.includes(`'${code}'`)) ?? '';
  return { ...sampled(REASON), ...sampled(own), code } as never;
};

describe('every reason of an incident', () => {
  it('is found by this test', () => {
    expect(REASONS.length).toBeGreaterThan(20);
    expect(REASONS).toContain('pressed');
  });

  it('is listed in openapi.yaml, and nothing else is', () => {
    const { components } = parse(source('dashboard/openapi.yaml'));
    const listed: string[] = components.schemas.Incident.properties.reason.properties.code.enum;
    expect(listed.toSorted()).toEqual(REASONS.toSorted());
  });

  it('has words in every language', () => {
    const missing = Object.entries(LANGUAGES).flatMap(([language, words]) => {
      const keys = Object.keys(words.reason ?? {});
      return REASONS.filter(
        (code) => !keys.some((key) => key === code || key.startsWith(`${code}-`)),
      ).map((code) => `${language}.ts: reason.${code}`);
    });
    expect(missing).toEqual([]);
  });

  it.each(Object.keys(LANGUAGES))('is a whole sentence in %s', async (language) => {
    await i18next.changeLanguage(language);
    const told = REASONS.map((code) => [code, reasonText(sampleOf(code), clock('08:00'))] as const);
    const other = (code: string) => i18next.t('reason.other', { code });
    const broken = told.filter(
      ([code, text]) =>
        text === '' || text === other(code) || /\{\{|undefined|NaN|^reason\./.test(text),
    );
    expect(broken).toEqual([]);
  });
});

/** Codes that stand in the file of a rule as they are; the others are met by the stories of the rules. */
function codesOf(rule: RuleName): readonly string[] {
  const folder = 'alerts/decide/';
  const files = readdirSync(new URL(folder, ROOT)).filter((name) => name.endsWith('.ts'));
  const text = files
    .map((name) => source(folder + name))
    .find((each) => each.includes(`: Rule = {`) && each.includes(`name: '${rule}'`));
  if (text === undefined) throw new Error(`no file of ${folder} has the rule '${rule}'`);
  const codes = [...text.matchAll(/\{\s*code: '([a-z-]+)'/g)].map(([, code = '']) => code);
  // What a concern or an end is called is the reason's word, not the rule's.
  return codes.filter((code) => !REASONS.includes(code));
}

describe('every verdict of every rule', () => {
  it('is of a rule that has a name in every language', () => {
    const missing = Object.entries(LANGUAGES).flatMap(([language, words]) =>
      RULES.filter((rule) => wordsAt(words, ['rule', rule]) === undefined).map(
        (rule) => `${language}.ts: rule.${rule}`,
      ),
    );
    expect(missing).toEqual([]);
    expect(RULEBOOK.map(({ name }) => name).toSorted()).toEqual([...RULES].toSorted());
  });

  it('has words in every language', () => {
    const missing = Object.entries(LANGUAGES).flatMap(([language, words]) =>
      RULEBOOK.flatMap(({ name }) =>
        codesOf(name)
          .filter((code) => wordsAt(words, ['why', name, code]) === undefined)
          .map((code) => `${language}.ts: why.${name}.${code}`),
      ),
    );
    expect(missing).toEqual([]);
  });

  it('asks for the same facts in every language, and only in forms the screen knows', () => {
    const shape = (sentence: string) =>
      [...new Set(placesIn(sentence).map(({ name, form = '' }) => `${name} ${form}`))].toSorted();
    const odd = Object.entries(zhCN.why).flatMap(([rule, codes]) =>
      Object.entries(codes as Record<string, string>).flatMap(([code, sentence]) => {
        const other = wordsAt(LANGUAGES.en ?? {}, ['why', rule, code]) ?? '';
        const forms = placesIn(sentence).flatMap(({ form }) => form ?? []);
        const isOdd =
          shape(sentence).join() !== shape(other).join() ||
          forms.some((form) => !KNOWN_FORMS.includes(form));
        return isOdd ? [`why.${rule}.${code}: ${shape(sentence)} / ${shape(other)}`] : [];
      }),
    );
    expect(odd).toEqual([]);
    expect([...KNOWN_FORMS].toSorted()).toEqual(FORMS.toSorted());
  });

  // The duty room of the tests takes no verdict without words; see `insistOnWords`.
  it.each([1, 2, 3])('of ten days as disordered as they can be has words (%i)', (seed) => {
    const dice = diceFrom(seed);
    const names = ['b1', 'b2', 'b3', 'b4'];
    const room = dutyRoom(names, clock('00:00'));
    const moods = new Map(names.map((name) => [name, moodFrom(dice)]));
    while (room.now < clock('00:00', 10)) {
      for (const name of names) {
        if (dice() < 0.02) moods.set(name, moodFrom(dice));
        const mood = moods.get(name);
        if (mood?.isSilent === false) room.beats(name, readingIn(mood, dice));
      }
      room.until(plus(room.now, minutes(5)), minutes(5));
    }
  });
});

type Dice = () => number;

/** Mulberry32. */
function diceFrom(seed: number): Dice {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const moodFrom = (dice: Dice) => ({
  isSilent: dice() < 0.1,
  worn: dice() < 0.85,
  charging: dice() < 0.1,
  battery: dice() * 100,
  heartRate: 35 + dice() * 110,
  spo2: 80 + dice() * 20,
  /** Degrees of latitude from home. */
  away: dice() < 0.7 ? 0 : dice() * 0.05,
  isStill: dice() < 0.4,
  /** Without: the band measures no such thing. */
  hasFix: dice() < 0.8,
});

const readingIn = (mood: ReturnType<typeof moodFrom>, dice: Dice): object => ({
  worn: mood.worn,
  charging: mood.charging,
  battery: Math.round(mood.battery),
  heartRate: Math.round(mood.heartRate + dice() * 6),
  spo2: Math.round(mood.spo2),
  still: mood.isStill ? 20_000 : Math.round(dice() * 60),
  steps: Math.round(dice() * 3_000),
  ...(mood.hasFix && {
    location: { lat: 37.45 + mood.away, lon: 116.3, accuracy: 15, datum: 'WGS84' },
  }),
});

describe('a verdict on the screen', () => {
  const view = (code: string, facts: VerdictView['facts'], rule: RuleName = 'battery') => ({
    ...{ rule, code, facts },
    since: '2026-11-20T04:00:00.000Z',
  });

  it('is its sentence, with moments, numbers and lengths of time as they are said', async () => {
    await i18next.changeLanguage('zh-CN');
    i18next.addResourceBundle(
      'zh-CN',
      'translation',
      {
        why: {
          battery: { told: '{{at}}、{{n}}、{{waited, duration}}、{{usual, clock}}、{{gone}}' },
        },
      },
      true,
    );
    const facts = {
      at: '2026-03-09T23:30:00.000Z',
      n: 71.26,
      waited: 130_000,
      usual: 6 * 60 + 40,
    };
    const told = verdictText(view('told', facts), clock('08:00'));
    expect(told.replaceAll('\u00a0', ' ')).toBe('07:30:00、71.3、2 分 10 秒、06:40、—');
  });

  it('of a rule this page does not know yet is its code, and never nothing', () => {
    const unknown = view('new-code', {}, 'new-rule' as RuleName);
    expect(verdictText(unknown, clock('08:00'))).toBe('new-code');
    expect(ruleText('new-rule')).toBe('new-rule');
  });
});
