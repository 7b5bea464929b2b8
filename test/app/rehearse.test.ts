import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/folder.ts';

const MAIN = join(import.meta.dirname, '..', '..', 'app', 'rehearse', 'main.ts');
const PEOPLE = [
  { id: 'r1', name: '林秀华', bandId: 'b1' },
  { id: 'r2', name: '王建国', bandId: 'b2' },
];

interface Line {
  readonly t?: string;
  readonly type: string;
  readonly incident?: { readonly kind: string; readonly priority: string; readonly bandId: string };
}

async function rehearse(
  messages: readonly (object | string)[],
  policy?: object,
  { people = PEOPLE, compare }: { people?: readonly object[]; compare?: object } = {},
) {
  const folder = temporaryFolder();
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const text = messages.map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));
  const args = ['--messages', file('messages.ndjson', `${text.join('\n')}\n`)];
  args.push('--people', file('people.json', JSON.stringify(people)));
  if (policy) args.push('--policy', file('policy.json', JSON.stringify(policy)));
  if (compare) args.push('--compare', file('compare.json', JSON.stringify(compare)));
  return new Promise<{ code: number; lines: Line[]; errors: string }>((resolve) => {
    execFile(process.execPath, [MAIN, ...args], (error, stdout, errors) => {
      const lines = stdout.split('\n').filter(Boolean);
      const code = typeof error?.code === 'number' ? error.code : 0;
      resolve({ code, errors, lines: lines.map((line) => JSON.parse(line) as Line) });
    });
  });
}

const at = (time: string) => `2026-03-10T${time}+08:00`;
const press = (time: string, id: string, band = 'b1') => ({
  t: at(time),
  topic: `v1/bands/${band}/sos`,
  payload: { id, at: at(time) },
});
const fall = (time: string) => ({
  t: at(time),
  topic: 'v1/bands/b1/fall',
  payload: JSON.stringify({ id: 'f', at: at(time), phase: 'detected' }),
});
const told = (lines: readonly Line[]) => lines.map(({ type }) => type);

describe('a rehearsal', () => {
  it('tells what would have been raised and changed, and sums up', async () => {
    const { lines, code } = await rehearse([
      press('08:00:00', '1'),
      press('08:00:20', '2'),
      press('08:02:00', '3', 'b2'),
    ]);
    expect(code).toBe(0);
    expect(told(lines)).toEqual([
      'raised',
      'pressed',
      'pressed',
      'escalated',
      'raised',
      'pressed',
      'summary',
    ]);
    expect(lines.at(-1)).toMatchObject({
      messages: 3,
      raised: { 'sos/emergency': 2 },
      open: 2,
      from: '2026-03-10T00:00:00.000Z',
    });
  });

  it('waits for a fall that is still being checked, and for nothing else, at the end', async () => {
    const { lines } = await rehearse([fall('08:00:00')]);
    expect(told(lines)).toEqual(['raised', 'fell', 'reclassified', 'summary']);
    expect(lines[2]).toMatchObject({
      t: '2026-03-10T00:00:45.000Z',
      incident: { priority: 'emergency' },
    });
  });

  it('hears the silence of one band through the chatter of another', async () => {
    const beat = (second: number) => ({
      t: new Date(Date.parse(at('08:00:00')) + second * 1_000).toISOString(),
      topic: 'v1/bands/b1/heartbeat',
      payload: { worn: true },
    });
    const { lines } = await rehearse(Array.from({ length: 400 }, (_, n) => beat(n * 4)));
    expect(lines[0]).toMatchObject({ type: 'raised', incident: { kind: 'silence', bandId: 'b2' } });
  });

  it('goes by the policy it is given', async () => {
    const { lines } = await rehearse([fall('08:00:00')], { fall: { checkSeconds: 20 } });
    expect(lines[2]).toMatchObject({ t: '2026-03-10T00:00:20.000Z' });
  });

  it('tells an unreadable press for what it is', async () => {
    const { lines } = await rehearse([
      { t: at('08:00:00'), topic: 'v1/bands/b1/sos', payload: 'rubbish' },
    ]);
    expect(lines[0]).toMatchObject({ incident: { reason: { code: 'unreadable' } } });
  });

  it.each([
    ['not JSON', '{"t": oops', /line 2: not JSON/],
    ['no time', { t: 'yesterday', topic: 'v1/bands/b1/sos', payload: {} }, /line 2: t 'yesterday'/],
    ['no topic of ours', { t: at('08:01:00'), topic: 'x', payload: {} }, /line 2: topic 'x'/],
    ['out of order', press('07:00:00', '0'), /line 2: it was received before/],
  ])('stops at a line that is %s, and says which', async (_, line, message) => {
    const { code, errors } = await rehearse([press('08:00:00', '1'), line]);
    expect(code).toBe(2);
    expect(errors).toMatch(message);
  });

  it('goes by what is different for one person', async () => {
    const people = PEOPLE.map((each, n) => ({
      ...each,
      ...(n === 0 && { policy: { fall: { checkSeconds: 20 } } }),
    }));
    const other = { ...fall('08:00:00'), topic: 'v1/bands/b2/fall' };
    const { lines } = await rehearse([fall('08:00:00'), other], undefined, { people });
    const sharpened = lines.filter(({ type }) => type === 'reclassified');
    expect(sharpened).toMatchObject([
      { t: '2026-03-10T00:00:20.000Z', incident: { bandId: 'b1' } },
      { t: '2026-03-10T00:00:45.000Z', incident: { bandId: 'b2' } },
    ]);
    const wrong = [{ ...PEOPLE[0], policy: { fall: { checkSeconds: 0 } } }];
    const { code, errors } = await rehearse([fall('08:00:00')], undefined, { people: wrong });
    expect([code, errors]).toEqual([
      2,
      expect.stringMatching(/number 1: policy\.fall\.checkSeconds/),
    ]);
  });

  it('knows the home that is registered, and learns it of everybody else', async () => {
    const out = (band: string, minute: number) => ({
      t: at(`02:1${minute}:00`),
      topic: `v1/bands/${band}/heartbeat`,
      payload: {
        still: 3,
        worn: true,
        location: { lat: 37.45 + minute / 1e4, lon: 116.3, accuracy: 12 },
      },
    });
    const people = [{ ...PEOPLE[0], home: { lat: 37.4, lon: 116.3, coverage: 'good' } }, PEOPLE[1]];
    const all = [0, 2, 4].flatMap((minute) => [out('b1', minute), out('b2', minute)]);
    const { lines } = await rehearse(all, undefined, { people: people as object[] });
    const wandering = lines.filter(({ incident }) => incident?.kind === 'wandering');
    expect(wandering).toMatchObject([{ type: 'raised', incident: { bandId: 'b1' } }]);
  });

  it('compares two policies: what is told later, and the figures of both', async () => {
    const later = { fall: { checkSeconds: 120 } };
    const { lines, code } = await rehearse([fall('08:00:00')], {}, { compare: later });
    expect(code).toBe(0);
    expect(lines).toMatchObject([
      { type: 'moved', laterBySeconds: 75, a: { kind: 'fall', priority: 'emergency' } },
      {
        type: 'comparison',
        messages: 1,
        counts: { later: 1, same: 0 },
        policies: [{ calls: 1 }, {}],
      },
    ]);
    const bad = await rehearse([fall('08:00:00'), 'oops'], {}, { compare: later });
    expect([bad.code, bad.errors]).toEqual([2, expect.stringMatching(/line 2: not JSON/)]);
  });

  it('refuses a policy that is none', async () => {
    const { code, errors } = await rehearse([], { fall: { chekc: 1 } });
    expect(code).toBe(2);
    expect(errors).toMatch(/policy\.fall: there is no 'chekc'; there are check/);
  });
});
