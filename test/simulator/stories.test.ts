// The stories, played in time lapse against a bare broker: minutes of the wearers in moments of ours.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Instant, instant, millis, minutes, parseRfc3339, since } from '../../domain/time.ts';
import { instantOf, minuteOfDay } from '../../simulator/day.ts';
import { makeDice } from '../../simulator/dice.ts';
import { type Ledger, openLedger } from '../../simulator/ledger.ts';
import { inventCredentials } from '../../simulator/members.ts';
import { readCommand, type SimulateOptions } from '../../simulator/options.ts';
import { type Run, startRun } from '../../simulator/run.ts';
import { STORIES, storyNamed } from '../../simulator/stories.ts';
import { givenBroker, type TestBroker } from './broker.ts';
import { eventually } from './support.ts';

/** Always the same morning, so that the wearers' plans are the same whenever the tests run. */
const MORNING = instantOf(20_500, 10 * 60);
const started = Date.now();
const clock = () => instant(MORNING + Date.now() - started);
let broker: TestBroker;
let ledger: Ledger;
let run: Run | undefined;

beforeEach(async () => {
  broker = await givenBroker();
  ledger = openLedger(clock);
  run = undefined;
});

afterEach(async () => {
  await run?.fleet.stop();
  await broker.stop();
});

/** Starts `npm run simulate -- …` without the process around it. */
function simulate(line: string): Run {
  const command = readCommand(['--broker', broker.url, ...line.split(' ')]);
  if (command.type !== 'run') throw new Error(JSON.stringify(command));
  const { options } = command;
  const credentials = inventCredentials(options.count ?? 3, options.secret);
  run = startRun({ options, credentials, clock, ledger });
  return run;
}

const parsed = (channel: string, id?: string) =>
  broker.on(channel, id).flatMap((text) => [JSON.parse(text)].flat());

test('every story that is promised by name exists, and acts only with bands that are there', () => {
  const names = STORIES.map(({ name }) => name);
  expect(names).toEqual([
    'quiet-night',
    'fall-in-the-bathroom',
    'faint-in-the-bathroom',
    'night-wandering',
    'slow-decline',
    'power-cut',
    'everyone-presses',
    'dead-zone',
    'clock-jump',
    'a-whole-month',
  ]);
  for (const story of STORIES) {
    if (story.type === 'history') continue;
    const begins = instant(1_780_000_000_000);
    for (const { at, who } of story.script({ size: 7, begins, dice: makeDice(1) })) {
      expect(who).toBeLessThan(7);
      expect(at).toBeLessThanOrEqual(story.lasts);
    }
  }
});

test('fall in the bathroom: detected, then confirmed under the same id, by one band only', async () => {
  const { ended } = simulate('--story fall-in-the-bathroom --speed 400 --interval 60');
  await ended;
  await eventually(() => expect(parsed('fall')).toHaveLength(2));
  const [detected, confirmed] = parsed('fall', 'sim-0001');
  expect(detected).toMatchObject({ phase: 'detected', impact: 3.4 });
  expect(confirmed).toMatchObject({ phase: 'confirmed', id: detected.id });
  expect(since(parseRfc3339(detected.at)!, parseRfc3339(confirmed.at)!)).toBeGreaterThan(30_000);
  const still = parsed('heartbeat', 'sim-0001').map((reading) => reading.still as number);
  expect(Math.max(...still)).toBeGreaterThan(600);
  expect(parsed('sos')).toEqual([]);
});

test('everyone presses: who hears nothing presses again, who is answered does not', async () => {
  simulate('--story everyone-presses --speed 200 --count 12 --interval 600');
  await eventually(() => expect(parsed('sos', 'sim-0001').length).toBeGreaterThan(2));
  await eventually(() => expect(parsed('sos', 'sim-0012')).toHaveLength(5));
  const pressed = parsed('sos').map(({ id }, nth) => `${broker.on('sos')[nth]}${id}`);
  expect(new Set(pressed).size).toBe(pressed.length);
});

test('everyone presses: a received press is not pressed again', async () => {
  simulate('--story everyone-presses --speed 60 --count 4 --interval 600');
  const answered = new Set<string>();
  await eventually(() => {
    for (let n = 1; n <= 4; n++) {
      const id = `sim-000${n}`;
      for (const { id: press } of parsed('sos', id)) {
        if (!answered.has(id)) broker.cue(id, { cue: 'received', id: press });
        answered.add(id);
      }
    }
    expect(answered.size).toBe(4);
  });
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(parsed('sos')).toHaveLength(4);
});

test('dead zone: the press in there is heard when its wearer comes out, and the backlog after it', async () => {
  const { ended } = simulate('--story dead-zone --speed 1500 --interval 60');
  await ended;
  await eventually(() => expect(parsed('sos', 'sim-0001')).toHaveLength(1));
  const order = broker.told.filter(({ topic }) => topic.includes('sim-0001'));
  const press = order.findIndex(({ topic }) => topic.endsWith('/sos'));
  const backlog = order.findIndex(({ text }) => text.includes('"buffered":true'));
  expect(press).toBeGreaterThan(order.findIndex(({ text }) => text.includes('offline')));
  expect(backlog).toBeGreaterThan(press);
  const readings = parsed('heartbeat', 'sim-0001').filter(({ buffered }) => buffered);
  expect(readings.length).toBeGreaterThan(20);
});

test('faint in the bathroom: no fall is told; one band says for an hour that nothing moves', async () => {
  await simulate('--story faint-in-the-bathroom --speed 3600 --interval 120').ended;
  const fainted = parsed('heartbeat', 'sim-0001');
  expect(Math.max(...fainted.map(({ still }) => still as number))).toBeGreaterThan(60 * 60);
  expect(fainted.some(({ still, worn }) => still > 3_000 && worn === true)).toBe(true);
  expect(parsed('fall')).toEqual([]);
  expect(parsed('sos')).toEqual([]);
});

test('night wandering: steps and positions in the middle of the night, by one band only', async () => {
  await simulate('--story night-wandering --speed 3600 --interval 120').ended;
  const steps = (id: string) => Math.max(...parsed('heartbeat', id).map((one) => one.steps));
  expect(steps('sim-0001')).toBeGreaterThan(1_500);
  expect(steps('sim-0002')).toBeLessThan(300);
  expect(parsed('heartbeat', 'sim-0001').some(({ location }) => location !== undefined)).toBe(true);
});

test('slow decline: what was usual on the first day is not on the last', async () => {
  await simulate('--story slow-decline --speed 240000 --interval 1800 --count 2').ended;
  const readings = parsed('heartbeat', 'sim-0001');
  const mean = (values: readonly (number | undefined)[]): number => {
    const known = values.filter((value) => value !== undefined);
    return known.reduce((sum, value) => sum + value, 0) / known.length;
  };
  const oxygen = readings.map(({ spo2 }) => spo2 as number | undefined);
  const third = Math.floor(oxygen.length / 6);
  expect(mean(oxygen.slice(-third))).toBeLessThan(mean(oxygen.slice(0, third)) - 4);
});

test('power cut: every third band falls silent at once, and afterwards tells what it kept', async () => {
  await simulate('--story power-cut --speed 1500 --interval 60 --count 6').ended;
  await eventually(() => {
    const late = (id: string) => parsed('heartbeat', id).filter(({ buffered }) => buffered).length;
    expect(late('sim-0001')).toBeGreaterThan(15);
    expect(late('sim-0004')).toBeGreaterThan(15);
    expect(broker.told.filter(({ text }) => text.includes('offline'))).toHaveLength(2);
  });
});

test('clock jump: presses come from 1970 and from next week, each with an id of its own', async () => {
  const begun = clock();
  simulate('--story clock-jump --speed 1200 --count 20 --interval 60');
  await eventually(() => expect(parsed('sos')).toHaveLength(2));
  const moments = parsed('sos').map(({ at }) => parseRfc3339(at) as Instant);
  expect(Math.min(...moments)).toBeLessThan(minutes(10));
  expect(since(begun, instant(Math.max(...moments)))).toBeGreaterThan(6 * 86_400_000);
});

test('quiet night: the wearers’ evening has begun, whatever our hour is, and nobody calls', async () => {
  simulate('--story quiet-night --speed 3600 --interval 600 --count 2');
  await eventually(() => expect(parsed('heartbeat', 'sim-0001').length).toBeGreaterThan(10));
  // Where the machine is busy the first of them are a backlog.
  const { at } = parsed('heartbeat', 'sim-0001')[0];
  const first = typeof at === 'number' ? instant(at) : parseRfc3339(at)!;
  expect(minuteOfDay(first)).toBeGreaterThanOrEqual(22 * 60 - 1);
  expect(broker.on('sos')).toEqual([]);
  expect(broker.on('fall')).toEqual([]);
});

test('a whole month: thirty days of every band arrive as a backlog, in order', async () => {
  await simulate('--story a-whole-month --count 2').ended;
  const readings = parsed('heartbeat', 'sim-0002');
  expect(readings.length).toBeGreaterThan(3_500);
  expect(readings.every(({ buffered }) => buffered === true)).toBe(true);
  expect(readings.map(({ at }) => at)).toEqual(readings.map(({ at }) => at).toSorted());
});

test('a rate is shared by all bands, in our time whatever theirs', () => {
  const beat = (line: string) =>
    (readCommand(line.split(' ')) as { options: SimulateOptions }).options;
  expect(beat('--rate 20 --speed 6').beat).toEqual({ by: 'rate', perSecond: 20 });
  expect(beat('--interval 5').beat).toEqual({ by: 'interval', interval: millis(5_000) });
});

test('a wrong command line names every mistake at once', () => {
  const wrong =
    '--story nope --speed 0 --rate 3 --interval 4 --broker http://x --seed -1 --count 0';
  const command = readCommand(wrong.replace('--seed -1', '--seed=-1').split(' '));
  expect(command.type === 'mistaken' && command.mistakes).toHaveLength(6);
  expect(readCommand(['--speeed', '2']).type).toBe('mistaken');
  expect(readCommand(['--help']).type).toBe('help');
  expect(storyNamed('dead-zone')?.name).toBe('dead-zone');
});
