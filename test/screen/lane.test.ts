// The technical lane at the foot of the screen. «All well» is a promise: it is made only by a screen that
// sees, and while nothing is left to deal with.
import i18next from 'i18next';
import { beforeAll, expect, it } from 'vitest';
import { laneText } from '../../dashboard/web/frame/lane.ts';
import { zhCN } from '../../dashboard/web/words/zh-CN.ts';
import type { IncidentView } from '../../domain/frame.ts';
import { boardWith, incident } from './given.ts';

/** Nobody on file: no band that is out of order. */
const calm = (...open: readonly IncidentView[]) => ({
  ...boardWith(...open),
  residents: new Map(),
});

beforeAll(() => i18next.init({ lng: 'zh-CN', resources: { 'zh-CN': { translation: zhCN } } }));

it('says that all is well on a calm screen', () => {
  expect(laneText(calm(), 'live')).toBe('一切正常');
});

it('does not say so beside a device matter that is still open', () => {
  const clock = incident({ who: 3, kind: 'technical', priority: 'technical' });
  expect(laneText(calm(clock), 'live')).toBe('');
});

it('does not say so on a screen that does not see', () => {
  for (const state of ['connecting', 'stale', 'lost'] as const) {
    expect(laneText(calm(), state)).toBe('');
  }
});
