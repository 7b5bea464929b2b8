import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Resident } from '../../domain/person.ts';
import { byAddress } from '../../registry/address-order.ts';
import { openRegistry, resident } from './given.ts';

const at = (building: string, unit: string, room: string, name = '李秀兰'): Resident => ({
  id: resident(`${building}${unit}${room}`),
  name,
  building,
  unit,
  room,
});

describe('the order of the people', () => {
  test('is the order in which one walks: 2栋 before 10栋, room 302 before 1101', () => {
    const people = [
      at('10栋', '1', '101'),
      at('2栋', '2', '1101'),
      at('2栋', '2', '302'),
      at('2栋', '1', '9'),
    ];
    const walked = people
      .toSorted(byAddress)
      .map(({ building, unit, room }) => `${building}-${unit}-${room}`);
    expect(walked).toEqual(['2栋-1-9', '2栋-2-302', '2栋-2-1101', '10栋-1-101']);
  });

  test('whoever has no address yet stands at the end', () => {
    const homeless: Resident = { id: resident('x'), name: '安' };
    expect([homeless, at('10栋', '1', '1')].toSorted(byAddress).at(-1)).toBe(homeless);
  });

  test('is one order for any people: never wavering, never circular', () => {
    const part = fc.option(fc.constantFrom('1', '2', '10', '3栋', '12栋', '甲'), {
      nil: undefined,
    });
    const person = fc.record({
      id: fc.uuid().map(resident),
      name: fc.string({ minLength: 1 }),
      building: part,
      unit: part,
      room: part,
    }) as fc.Arbitrary<Resident>;
    fc.assert(
      fc.property(person, person, person, (a, b, c) => {
        expect(Math.sign(byAddress(a, b))).toBe(-Math.sign(byAddress(b, a)) + 0);
        if (byAddress(a, b) <= 0 && byAddress(b, c) <= 0) {
          expect(byAddress(a, c)).toBeLessThanOrEqual(0);
        }
      }),
    );
  });
});

describe('what is known of a person', () => {
  test('a change alters what it names, takes away what it sets to null, and leaves the rest', async () => {
    const { registry, reopen } = await openRegistry();
    const added = await registry.residents.add({
      name: '李秀兰',
      phone: '13800000000',
      access: '门禁 1234#',
      contacts: [{ name: '李强', relation: '长子' }],
    });
    await registry.residents.change(added.id, { phone: null, remarks: '耳背' });
    const again = await reopen();
    expect(again.residents.get(added.id)).toEqual({
      id: added.id,
      name: '李秀兰',
      access: '门禁 1234#',
      contacts: [{ name: '李强', relation: '长子' }],
      remarks: '耳背',
    });
    expect(await again.residents.change(resident('nobody'), { phone: '1' })).toBeUndefined();
  });

  test('any text survives the file: quotes, line breaks, rare characters, SQL, markup', async () => {
    const { registry, reopen } = await openRegistry();
    const names = [
      `Robert'); DROP TABLE residents;--`,
      '<script>alert(1)</script>',
      '𬱖',
      '__proto__',
      'a\nb\u0000c"\\',
    ];
    for (const name of names) await registry.residents.add({ name, remarks: name });
    const again = await reopen();
    expect(
      again.residents
        .all()
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(names.toSorted());
    expect(again.residents.all().every(({ name, remarks }) => name === remarks)).toBe(true);
  });
});

describe('opening the registry', () => {
  test('a second open of the same file finds everybody and everything', async () => {
    const { registry, reopen } = await openRegistry();
    const li = await registry.residents.add({ name: '李秀兰', building: '3栋' });
    await registry.bands.register('b1' as never, li.id);
    await registry.staff.add('王芳' as never, 'duty-officer', 'correct horse');
    const before = {
      residents: registry.residents.all(),
      bands: registry.bands.all(),
      staff: registry.staff.all(),
    };
    const again = await reopen();
    expect({
      residents: again.residents.all(),
      bands: again.bands.all(),
      staff: again.staff.all(),
    }).toEqual(before);
  });
});
