// A story that is written to files and run through the real `npm run rehearse` comes to the same as when
// it is played in a test.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { RehearsalLine } from '../../app/rehearse/rehearse.ts';
import { temporaryFolder } from '../support/folder.ts';
import { must } from '../support/given.ts';
import { exportStory } from './export.ts';
import { labelledStory } from './library.ts';
import { playOurs } from './play.ts';

const MAIN = join(import.meta.dirname, '..', '..', 'app', 'rehearse', 'main.ts');

type Told = Extract<RehearsalLine, { readonly t: string }>;

/** What `npm run rehearse` raises or makes sharper from the story's beginning on. */
async function rehearsed(name: string): Promise<readonly string[]> {
  const story = must(labelledStory(name));
  const path = await exportStory(story, temporaryFolder());
  const args = ['--messages', join(path, 'messages.ndjson'), '--people', join(path, 'people.json')];
  const { stdout } = await promisify(execFile)(process.execPath, [MAIN, ...args], {
    maxBuffer: 256 * 1024 * 1024,
  });
  const lines = stdout.split('\n').filter(Boolean);
  return lines
    .map((line) => JSON.parse(line) as RehearsalLine)
    .filter((line): line is Told => line.type === 'raised')
    .filter(({ t }) => Date.parse(t) >= story.from)
    .map(({ incident }) => `${incident.residentId} ${incident.kind}/${incident.priority}`);
}

const played = (name: string): readonly string[] => {
  const { alarms } = playOurs(must(labelledStory(name)));
  const first = Map.groupBy(alarms, ({ incident }) => incident);
  return [...first.values()].map(
    ([alarm]) => `${alarm?.residentId} ${alarm?.kind}/${alarm?.priority}`,
  );
};

describe('an exported story', () => {
  it('rehearses as it plays: presses of a day without any weeks before it', async () => {
    const name = 'everyone-presses';
    const told = await rehearsed(name);
    // A rehearsal has no desk that closes anything: what is open all day keeps other rules quiet.
    const calls = (all: readonly string[]) => all.filter((one) => one.endsWith('sos/emergency'));
    expect(calls(told)).toHaveLength(15);
    expect(calls(told).toSorted()).toEqual(calls(played(name)).toSorted());
  });

  it('rehearses as it plays: a fall after four weeks of ordinary life', async () => {
    const name = 'fall-confirmed';
    const told = await rehearsed(name);
    expect(told.some((one) => one.startsWith('r-lin fall/'))).toBe(true);
  });

  it('has the people with their homes and illnesses, and bytes that are no message as they were', async () => {
    const path = await exportStory(must(labelledStory('press-garbled')), temporaryFolder());
    const people = JSON.parse(readFileSync(join(path, 'people.json'), 'utf8')) as object[];
    expect(people).toMatchObject([{ id: 'r-wang', bandId: 'b-wang', home: {} }]);
    const text = readFileSync(join(path, 'messages.ndjson'), 'utf8');
    expect(text).toContain('"payload":"\\u0001\\u0002{{sos"');
  });
});
