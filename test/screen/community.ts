// 79 invented people in 8 compounds and 25 buildings, the same each time. Every seventh has something
// of the ordinary disorder of a real day: a band on its charger, off the wrist, silent, or none.
import type { ResidentCard, ResidentView } from '../../domain/frame.ts';
import type { BandId, ResidentId } from '../../domain/ids.ts';
import { maskName } from '../../domain/person.ts';
import { formatRfc3339, type Instant, instant } from '../../domain/time.ts';

const COMPOUNDS = [
  ['岔河南里', 4],
  ['广川小区', 4],
  ['铁路宿舍', 3],
  ['新湖里', 3],
  ['东方红苑', 3],
  ['湖滨花园', 3],
  ['纺织新村', 3],
  ['德安里', 2],
] as const;

const SURNAMES = [...'朱刘徐罗胡郭高吴何王孙黄林李张马周杨赵', '欧阳'];
const GIVEN = ['秀兰', '桂英', '建国', '玉珍', '德福', '淑华', '志明', '云', '凤生', '𬱖'];

const at = <Item>(items: readonly Item[], index: number): Item =>
  items[index % items.length] as Item;

/** Every building, as (compound, building), in order. */
const BUILDINGS = COMPOUNDS.flatMap(([compound, count]) =>
  Array.from({ length: count }, (_, index) => ({ compound, building: String(index + 1) })),
);

const RESIDENTS = 79;

export const CARDS: readonly ResidentCard[] = Array.from({ length: RESIDENTS }, (_, index) => {
  const name = at(SURNAMES, index * 7) + at(GIVEN, index * 3);
  const { compound, building } = at(BUILDINGS, Math.floor((index * BUILDINGS.length) / RESIDENTS));
  const phone = (last: number): string => `1380000${String(last).padStart(4, '0')}`;
  return {
    id: `r${index + 1}` as ResidentId,
    name,
    sex: index % 3 === 0 ? 'male' : 'female',
    birthYear: 1930 + (index % 17),
    compound,
    building,
    unit: String((index % 3) + 1),
    room: `${(index % 6) + 1}0${(index % 3) + 1}`,
    phone: phone(index),
    contacts: [
      {
        name: `${name.slice(0, 1)}晓梅`,
        relation: '长女',
        phone: phone(1_000 + index),
        hasKey: true,
      },
      {
        name: `${name.slice(0, 1)}晓军`,
        relation: '次子',
        phone: phone(2_000 + index),
        hours: '周末全天,平日 18:00 后',
      },
    ],
    conditions: ['冠心病', '高血压'],
    // One in six takes a long list of them: the card has to bear it.
    medicines:
      index % 6 === 2
        ? [
            '单硝酸异山梨酯缓释片 40mg 每日1次',
            '利伐沙班片 15mg 每日1次',
            '硫酸氢氯吡格雷片 75mg 每日1次',
          ]
        : ['阿司匹林', '硝苯地平'],
    allergies: ['青霉素'],
    access: '门禁 #2580,备用钥匙在 502 邻居',
    remarks: '独居,听力差,请大声、慢说',
    bandId: `band-${index + 1}` as BandId,
  };
});

const ago = (now: Instant, seconds: number): string =>
  formatRfc3339(instant(now - seconds * 1_000));

/** Things that are not as usual, by the number of the resident. */
const ODDITIES: { readonly [index: number]: (now: Instant) => Partial<ResidentView> } = {
  11: (now) => ({ charging: { value: true, at: ago(now, 1_320) } }),
  24: (now) => ({ connection: 'silent', heardAt: ago(now, 2_400), beats: '111111100000' }),
  37: (now) => ({ charging: { value: true, at: ago(now, 15_000) } }),
  52: (now) => ({ worn: { value: false, at: ago(now, 9_000) } }),
  66: (now) => ({ connection: 'late', heardAt: ago(now, 150), beats: '111111111100' }),
  70: () => ({ connection: 'no-band', beats: '', vitals: {} }),
};

export function viewOf(card: ResidentCard, index: number, now: Instant): ResidentView {
  const { id, name, compound, building, unit, room, bandId } = card;
  const measured = (value: number, seconds: number) => ({ value, at: ago(now, seconds) });
  const place = { compound: compound!, building: building!, unit: unit!, room: room! };
  return {
    id,
    maskedName: maskName(name),
    ...place,
    bandId: bandId!,
    connection: 'live',
    heardAt: ago(now, index % 53),
    cadenceMs: 60_000,
    beats: index % 9 === 4 ? '111110111111' : '111111111111',
    vitals: {
      heartRate: measured(58 + ((index * 7) % 30), index % 53),
      spo2: measured(95 + (index % 4), index % 53),
      temperature: measured(34.6 + (index % 9) / 10, index % 53),
      steps: measured((index * 137) % 4_000, index % 53),
      battery: measured(index === 19 ? 8 : 30 + ((index * 11) % 70), index % 53),
    },
    worn: { value: true, at: ago(now, 7_200) },
    refused: 0,
    ...ODDITIES[index]?.(now),
  };
}
