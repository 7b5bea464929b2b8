import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createFrameLog,
  type FrameBody,
  KEPT_FOR,
  KEPT_FRAMES,
} from '../../dashboard/feed/frame-log.ts';
import type { IncidentView, ServerFrame } from '../../domain/frame.ts';
import { millis, seconds } from '../../domain/time.ts';
import { movableClock, staff } from '../registry/given.ts';
import { openScreen, openStaffedDesk } from './given.ts';
import { givenLi, QUIET } from './given-feed.ts';

describe('a screen that was away', () => {
  test('gets exactly what it missed, and goes on from there', async () => {
    const desk = await openStaffedDesk({ rhythm: QUIET });
    const li = await givenLi(desk);
    const witness = await openScreen(desk.url, desk.adminCookie);
    const first = await openScreen(desk.url, desk.officerCookie);
    const { seq } = await first.next('snapshot');
    first.socket.close();
    await first.closed;
    desk.engine.press(li, 'm1');
    desk.engine.press(li, 'm2');
    const back = await openScreen(desk.url, desk.officerCookie, seq);
    desk.engine.press(li, 'm3');
    await back.next('incident', (frame) => frame.seq === seq + 6);
    expect(back.frames.map((frame) => frame.seq)).toEqual([1, 2, 3, 4, 5, 6].map((n) => seq + n));
    await witness.next('incident', (frame) => frame.seq === seq + 6);
    expect(back.frames).toEqual(witness.frames.slice(1));
  });

  test('that missed nothing gets nothing twice', async () => {
    const desk = await openStaffedDesk({ rhythm: QUIET });
    const li = await givenLi(desk);
    const first = await openScreen(desk.url, desk.officerCookie);
    const { seq } = await first.next('snapshot');
    const back = await openScreen(desk.url, desk.officerCookie, seq);
    desk.engine.press(li, 'm1');
    await back.next('incident');
    expect(back.frames[0]).toMatchObject({ type: 'incident', seq: seq + 1 });
  });

  test.each([
    ['from before the service was restarted', (seq: number) => seq - 100_000],
    ['from a future that a clock set back has left behind', (seq: number) => seq + 5],
    ['that is not a number of a frame', () => Number.NaN],
  ])('with a number %s gets a snapshot', async (_, after) => {
    const desk = await openStaffedDesk({ rhythm: QUIET });
    const first = await openScreen(desk.url, desk.officerCookie);
    const { seq } = await first.next('snapshot');
    const back = await openScreen(desk.url, desk.officerCookie, after(seq));
    await expect(back.next('snapshot')).resolves.toMatchObject({ seq });
  });

  const tick: FrameBody = { type: 'tick', serverTime: '', degraded: [], onDuty: [] };
  const numberOf = (bytes: Buffer): number => JSON.parse(String(bytes)).seq;

  test('a run of the service begins above the numbers of the run before', () => {
    const clock = movableClock();
    const before = createFrameLog(clock);
    let last = 0;
    for (let n = 0; n < 50; n += 1) last = numberOf(before.append(tick));
    clock.pass(seconds(1));
    expect(numberOf(createFrameLog(clock).atHead(tick))).toBeGreaterThan(last);
  });

  test('what one run has numbered is no number of another, though the clock was set back to its beginning', () => {
    const clock = movableClock();
    const before = createFrameLog(clock, () => 0.25);
    for (let n = 0; n < 50; n += 1) before.append(tick);
    const seen = numberOf(before.atHead(tick));
    for (const chance of [0.2, 0.3]) {
      const after = createFrameLog(clock, () => chance);
      for (let n = 0; n < 100; n += 1) after.append(tick);
      expect(after.after(seen)).toBeUndefined();
    }
  });

  test('frames are kept for ten minutes and five thousand, not longer and not more', () => {
    const clock = movableClock();
    const log = createFrameLog(clock);
    const append = () => log.append(tick);
    const first = numberOf(log.atHead(tick));
    append();
    clock.pass(KEPT_FOR);
    append();
    expect(log.after(first)).toHaveLength(2);
    clock.pass(millis(1));
    append();
    expect(log.after(first)).toBeUndefined();
    expect(log.after(first + 1)).toHaveLength(2);
    for (let n = 0; n < KEPT_FRAMES; n += 1) append();
    expect(log.after(first + 2)).toBeUndefined();
    expect(log.after(first + 3)).toHaveLength(KEPT_FRAMES);
  });

  test('whatever is dropped and whenever, a screen that follows the numbers has the open incidents', async () => {
    const desk = await openStaffedDesk({ rhythm: QUIET });
    const li = await givenLi(desk);
    const step = fc.constantFrom('press', 'close', 'cut');
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        const board = new Map<string, IncidentView>();
        let seq: number | undefined;
        const fold = (frame: ServerFrame): void => {
          if (frame.type === 'snapshot') {
            board.clear();
            for (const incident of frame.incidents) board.set(incident.id, incident);
          } else if (seq !== undefined && frame.seq !== seq + 1) throw new Error('a gap');
          else if (frame.type === 'incident') board.set(frame.incident.id, frame.incident);
          seq = frame.seq;
        };
        for (const [index, each] of steps.entries()) {
          if (each === 'press') desk.engine.press(li, `p${desk.clock()}-${index}`);
          const open = desk.engine.openIncidents()[0];
          if (each === 'close' && open) {
            await desk.engine.act(open.id, staff('王芳'), { type: 'close', outcome: 'test' });
          }
          if (each === 'cut') {
            const screen = await openScreen(desk.url, desk.officerCookie, seq);
            const marker = desk.engine.press(li, `marker-${desk.clock()}-${index}`);
            await screen.next(
              'incident',
              ({ incident }) => incident.id === marker.id && incident.presses === 1,
            );
            screen.frames.forEach(fold);
            screen.socket.terminate();
            const shown = [...board.values()].filter(({ state }) => state !== 'closed');
            const known = desk.engine.openIncidents().map(({ id }) => id);
            expect(shown.map(({ id }) => id).toSorted()).toEqual(known.toSorted());
          }
        }
        desk.clock.pass(seconds(1));
        for (const { id } of desk.engine.openIncidents()) {
          await desk.engine.act(id, staff('王芳'), { type: 'close', outcome: 'test' });
        }
      }),
      { numRuns: 15 },
    );
  });
});
