// What the administrator's page makes of what was typed, and of where the service listens.
import { describe, expect, test } from 'vitest';
import { doorsOf, pressLine } from '../../dashboard/web/people/band-line.ts';
import {
  changesTo,
  factsOf,
  isFound,
  withoutNulls,
} from '../../dashboard/web/people/resident-facts.ts';
import type { ResidentCard } from '../../domain/frame.ts';
import type { BandId, ResidentId } from '../../domain/ids.ts';

const li: ResidentCard = {
  id: 'r1' as ResidentId,
  name: '李秀兰',
  birthYear: 1941,
  building: '3',
  unit: '2',
  room: '501',
  phone: '13800000501',
  contacts: [{ name: '李晓梅', relation: '长女', phone: '13800001501', hasKey: false }],
  medicines: ['阿司匹林', '硝苯地平'],
  bandId: 'lamp-040' as BandId,
};

const typed = (fields: Readonly<Record<string, string>>): FormData => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
};
const asOnFile = {
  name: '李秀兰',
  birthYear: '1941',
  building: '3',
  unit: '2',
  room: '501',
  phone: '13800000501',
  'contacts.0.name': '李晓梅',
  'contacts.0.phone': '13800001501',
  'contacts.0.relation': '长女',
  'contacts.0.hours': '',
  medicines: '阿司匹林\n硝苯地平',
};

describe('the form of a person', () => {
  test('of somebody new sends only what was written', () => {
    const form = typed({ name: ' 周德福 ', medicines: '阿司匹林\n\n 硝苯地平 \n', phone: '  ' });
    expect(withoutNulls(factsOf(form))).toEqual({
      name: '周德福',
      medicines: ['阿司匹林', '硝苯地平'],
    });
  });

  test('left as it was changes nothing, so that it cannot undo a colleague’s change', () => {
    expect(changesTo(li, factsOf(typed(asOnFile)))).toEqual({});
  });

  test('sends what is different, and takes away what was emptied', () => {
    const form = typed({ ...asOnFile, phone: '', room: '502', 'contacts.0.hasKey': 'on' });
    expect(changesTo(li, factsOf(form))).toEqual({
      phone: null,
      room: '502',
      contacts: [{ name: '李晓梅', relation: '长女', phone: '13800001501', hasKey: true }],
    });
  });

  test('keeps contacts in the order in which to call them, and a year that is none for the service to refuse', () => {
    const form = typed({ 'contacts.0.name': '乙', 'contacts.1.name': '甲', birthYear: '四一年' });
    expect(factsOf(form)).toMatchObject({
      contacts: [{ name: '乙' }, { name: '甲' }],
      birthYear: '四一年',
    });
  });

  test.each([
    ['秀兰', true],
    ['2-501', true],
    ['3号楼 李', true],
    ['LAMP-040', true],
    ['', true],
    ['4号楼 李', false],
  ])('“%s” finds her: %s', (question, found) => {
    expect(isFound(li, '岔河南里 3号楼 2单元 501', question)).toBe(found);
  });
});

describe('where a band connects', () => {
  test('is where the service listens; on every address, by the name this page was opened with', () => {
    expect(doorsOf(['mqtt://127.0.0.1:1883'], 'localhost')).toEqual([
      { host: '127.0.0.1', port: 1883, isSecure: false },
    ]);
    expect(doorsOf(['mqtt://0.0.0.0:1883', 'mqtts://[::]:8883'], 'duty.lan')).toEqual([
      { host: 'duty.lan', port: 1883, isSecure: false },
      { host: 'duty.lan', port: 8883, isSecure: true },
    ]);
  });

  test('has the usual port where none is said, and is left out when it cannot be read', () => {
    expect(doorsOf(['mqtts://broker.example', 'tcp://x:1'], 'here')).toEqual([
      { host: 'broker.example', port: 8883, isSecure: true },
    ]);
  });

  test('over IPv6 the line for the shell has no brackets, and over TLS it checks the certificate', () => {
    const line = pressLine({ host: '[::1]', port: 8883, isSecure: true }, 'b1', '-secret');
    expect(line).toMatch(/^mosquitto_pub -h ::1 -p 8883 --tls-use-os-certs -i b1 -u b1 /);
    expect(line).toContain(" -P '-secret' -q 1 -t v1/bands/b1/sos ");
  });
});
