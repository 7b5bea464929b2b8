// A band that presses without end, as the duty screens are told of it.
import { expect, test } from 'vitest';
import { createIncidentFrames } from '../../dashboard/feed/incident-frames.ts';
import type { Incident } from '../../domain/incident.ts';
import { dutyRoom } from '../support/given.ts';

/** An incident that grows press by press, and the frames made of it, each as its number of presses. */
function pressing() {
  const room = dutyRoom(['b1']);
  const shown: Incident[] = [];
  const frames = createIncidentFrames((incident) => shown.push(incident));
  const press = (times: number): void => {
    for (let n = 0; n < times; n += 1) {
      room.presses('b1', `m${room.changes.length}`);
      frames.changed(room.only());
    }
  };
  return { room, frames, shown, press, presses: () => shown.map(({ presses }) => presses) };
}

test('every press of an incident that people deal with is a frame of its own', () => {
  const { press, presses } = pressing();
  press(40);
  expect(presses()).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
});

test('of a long one the presses are joined, and the newest is always shown in the end', () => {
  const { frames, shown, press, presses } = pressing();
  press(100);
  const before = shown.length;
  expect(before).toBeLessThan(60);
  press(400);
  expect(shown).toHaveLength(before);
  frames.flush();
  expect(presses().slice(before)).toEqual([500]);
  expect(shown.at(-1)?.timeline).toHaveLength(501);
  frames.flush();
  frames.flush();
  expect(shown).toHaveLength(before + 1);
});

test('after a pause the first press is shown at once again', () => {
  const { frames, press, presses } = pressing();
  press(100);
  for (let n = 0; n < 10; n += 1) frames.flush();
  press(1);
  expect(presses().at(-1)).toBe(101);
});

test('the longer it is, the fewer frames of it', () => {
  const { frames, shown, press } = pressing();
  press(3_500);
  for (let n = 0; n < 10; n += 1) frames.flush();
  const before = shown.length;
  for (let n = 0; n < 12; n += 1) {
    press(10);
    frames.flush();
  }
  expect(shown.length - before).toBe(4);
});

test('a claim, an escalation and the end of a long one are shown at once, and nothing older after them', () => {
  const { room, frames, shown, press } = pressing();
  press(100);
  const act = (action: Parameters<typeof room.desk>[2]): Incident => {
    const answer = room.desk('王芳', room.only(), action);
    if (!answer.ok) throw new Error('refused');
    frames.changed(answer.incident);
    return answer.incident;
  };
  act({ type: 'claim' });
  expect(shown.at(-1)).toMatchObject({ state: 'claimed', presses: 100 });
  press(10);
  const closed = act({ type: 'close', outcome: 'false-alarm' });
  expect(shown.at(-1)).toBe(closed);
  for (let n = 0; n < 10; n += 1) frames.flush();
  expect(shown.at(-1)).toBe(closed);
});
