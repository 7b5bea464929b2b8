import { expect, test } from 'vitest';
import { maskName } from '../../domain/person.ts';
import { DEFAULT_POLICY } from '../../domain/policy.ts';
import { readChanges } from '../../domain/policy-changes.ts';
import { inventCommunity } from '../../simulator/community.ts';
import { CONDITIONS } from '../../simulator/people.ts';

const YEAR = 2026;
const community = inventCommunity(1, YEAR);
const residents = community.map(({ resident }) => resident);
const distinct = (values: readonly unknown[]): number => new Set(values).size;

test('the community has 79 people in 8 compounds and 25 buildings', () => {
  expect(residents).toHaveLength(79);
  expect(distinct(residents.map((r) => r.compound))).toBe(8);
  expect(distinct(residents.map((r) => `${r.compound}${r.building}`))).toBe(25);
});

test('no two share a door, a name, a telephone or a band', () => {
  expect(distinct(residents.map((r) => [r.compound, r.building, r.unit, r.room].join()))).toBe(79);
  expect(distinct(residents.map((r) => r.name))).toBe(79);
  expect(distinct(residents.map((r) => r.phone))).toBe(79);
  expect(distinct(community.map(({ bandId }) => bandId))).toBe(79);
});

test('they are between 76 and 99 years old, and mostly women', () => {
  const ages = residents.map((r) => YEAR - (r.birthYear ?? 0));
  expect(Math.min(...ages)).toBeGreaterThanOrEqual(76);
  expect(Math.max(...ages)).toBeLessThanOrEqual(99);
  expect(ages.filter((age) => age >= 90).length).toBeGreaterThan(5);
  expect(residents.filter((r) => r.sex === 'female').length).toBeGreaterThan(45);
});

test('every telephone number is of a range that belongs to nobody', () => {
  const phones = residents.flatMap((r) => [r.phone, ...(r.contacts ?? []).map((c) => c.phone)]);
  for (const phone of phones) expect(phone).toMatch(/^13[789] 0000 \d{4}$/);
});

test('medicines belong to illnesses that the resident has', () => {
  for (const resident of residents) {
    const possible = CONDITIONS.filter(({ name }) => resident.conditions?.includes(name)).flatMap(
      ({ medicines }) => medicines,
    );
    for (const medicine of resident.medicines ?? []) expect(possible).toContain(medicine);
  }
});

test('everybody has somebody to call and a way in', () => {
  for (const { contacts, access, remarks } of residents) {
    expect(contacts?.length).toBeGreaterThanOrEqual(2);
    expect(access).toMatch(/^单元门禁 #\d{4}；备用钥匙在/);
    expect(remarks).not.toBe('');
  }
});

test('who hears badly is said to need a loud voice', () => {
  const deaf = residents.filter((r) => r.conditions?.includes('听力下降'));
  expect(deaf.length).toBeGreaterThan(5);
  for (const { remarks } of deaf) expect(remarks).toContain('听力差，请大声');
});

test('a name outside the Basic Multilingual Plane is among them', () => {
  const rare = residents.filter((r) => /[\u{20000}-\u{3ffff}]/u.test(r.name));
  expect(rare.map((r) => maskName(r.name))).toContain('赵*');
});

test('illness shows on the wrist', () => {
  for (const { resident, wearer } of community) {
    const fibrillates = resident.conditions?.includes('心房颤动') ?? false;
    expect(wearer.rhythm === 'atrial-fibrillation').toBe(fibrillates);
    if (resident.conditions?.includes('慢性阻塞性肺疾病')) expect(wearer.spo2).toBeLessThan(92);
  }
});

test('a doctor’s word is a limit of their own: an oxygen scale, a rhythm; the service can take it', () => {
  for (const { resident, ownPolicy } of community) {
    const has = (name: string): boolean => resident.conditions?.includes(name) ?? false;
    const { oxygen, rhythm } = ownPolicy?.changes.vitals ?? {};
    expect(oxygen?.scale === 2).toBe(has('慢性阻塞性肺疾病'));
    expect(rhythm === 'irregular').toBe(has('心房颤动'));
    if (ownPolicy === undefined) continue;
    expect(ownPolicy.why).not.toBe('');
    expect(readChanges(ownPolicy.changes, 'person', DEFAULT_POLICY)).toMatchObject({ ok: true });
  }
  expect(community.filter(({ ownPolicy }) => ownPolicy !== undefined).length).toBeGreaterThan(5);
});

test('three live with a dead corner, and three forget to charge', () => {
  const count = (matches: (n: (typeof community)[number]) => boolean) =>
    community.filter(matches).length;
  expect(count(({ wearer }) => wearer.home.coverage === 'dead-corner')).toBe(3);
  expect(count(({ wearer }) => wearer.charges === 'forgets')).toBe(3);
});

test('the same seed invents the same people, another seed others', () => {
  expect(inventCommunity(1, YEAR)).toEqual(community);
  expect(inventCommunity(2, YEAR)).not.toEqual(community);
});
