// A call that comes late, and how the screen says so.
import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { fallRecordText } from '../../dashboard/web/alarm/vitals-text.ts';
import { entryDetail, lateCallText, reasonText } from '../../dashboard/web/wording.ts';
import { en } from '../../dashboard/web/words/en.ts';
import { zhCN } from '../../dashboard/web/words/zh-CN.ts';
import { incidentView } from '../../domain/frame.ts';
import { seconds } from '../../domain/time.ts';
import { clock, dutyRoom } from '../support/given.ts';

beforeAll(() =>
  i18next.init({
    lng: 'zh-CN',
    resources: { 'zh-CN': { translation: zhCN }, en: { translation: en } },
    interpolation: { escapeValue: false },
  }),
);

const spaced = (text: string | undefined) => text?.replaceAll('\u00a0', ' ');

describe('a call that came late', () => {
  const room = dutyRoom(['b1'], clock('02:00')).beatsUntil('b1', clock('03:00'));
  room.until(clock('05:00'), seconds(30)).says('b1', 'sos', { id: '9', at: clock('03:12') });
  room.says('b1', 'fall', { id: '10', at: clock('03:14'), phase: 'detected' });
  const [press, fall] = [incidentView(room.only('sos')), incidentView(room.only('fall'))];

  it('says on its card when it was made', async () => {
    await i18next.changeLanguage('zh-CN');
    expect(lateCallText(press, clock('05:00'))).toBe('迟到:按下于 03:12:00');
    expect(lateCallText(fall, clock('05:00'))).toBe('迟到:跌倒于 03:14:00');
    await i18next.changeLanguage('en');
    expect(lateCallText(press, clock('05:00'))).toBe('Late: pressed 03:12:00');
  });

  it('says so on its timeline, too', async () => {
    await i18next.changeLanguage('zh-CN');
    const told = [press, fall].map(({ timeline }) => timeline[1]);
    const texts = told.map((entry) => entry && spaced(entryDetail(entry, clock('05:00'))));
    expect(texts).toEqual(['迟到,发生于 03:12:00', '检测到 · 迟到,发生于 03:14:00']);
  });

  it('in time has nothing to say', () => {
    const fresh = dutyRoom(['b1']).beats('b1').presses('b1', '1').only('sos');
    expect(lateCallText(incidentView(fresh), clock('08:00'))).toBeUndefined();
  });
});

describe('beside a fall', () => {
  it('stands how often this band was wrong', async () => {
    await i18next.changeLanguage('zh-CN');
    const text = fallRecordText({ raised: 12, mistaken: 11 });
    expect(text).toBe('本手环近 30 天 12 次跌倒报警,11 次误报');
  });
});

describe('somebody who is out, and a clock that is wrong', () => {
  it('are told with the value, and since when', async () => {
    await i18next.changeLanguage('zh-CN');
    const outSince = '2026-03-09T18:10:00.000Z';
    const out = { code: 'out-at-night', metres: 3_240, outSince, location: {} } as never;
    expect(spaced(reasonText(out, clock('02:20')))).toBe('夜间在外,离家 3.2 公里,02:10:00 起');
    const slow = { code: 'clock-wrong', by: 47 * 60_000, wrongSince: outSince } as never;
    expect(spaced(reasonText(slow, clock('02:20')))).toContain('时钟慢 47 分 0 秒');
  });
});
