// A network that is cut, black-holed, slowed and reset at any byte, between the bands, the screens and
// the service. Bands send again, so every acknowledged press is on record, once; and when the storm is
// over every screen shows exactly what the service has open.
import { setTimeout as sleep } from 'node:timers/promises';
import type { IncidentView } from '../../domain/frame.ts';
import { type Desk, type RegisteredBand, type Service, signIn } from '../support/service.ts';
import { type FollowingScreen, followFeed } from './following.ts';
import { acknowledgements, emptyLedger, type Ledger, reconcile } from './ledger.ts';
import { patched, REPEATS_TAKEN } from './patches.ts';
import { admitBands, type Presser, startPressing } from './pressing.ts';
import { incidentsAtDesk } from './record.ts';
import type { Bench, Result, Scenario } from './scenario.ts';
import { openWay, type Way } from './way.ts';

const BANDS = 16;
const SCREENS = 4;
/** Harms between two comparisons of the screens with the service. */
const COMPARE_EVERY = 50;
const CONTROL_HARMS = 30;
/** What a screen has to catch up within once the network is well: it notices a dead line after 6 s. */
const SAME_WITHIN = 20_000;

type Harm = (way: Way, bench: Bench) => Promise<void>;

const HARMS: readonly Harm[] = [
  async (way) => way.cut(),
  async (way, bench) => way.cutOne(bench.random()),
  async (way, bench) => way.resetAfter(1 + Math.floor(bench.random() * 2_000)),
  async (way, bench) => {
    way.freeze();
    await sleep(bench.random() * 150);
    way.thaw();
  },
  async (way, bench) => {
    way.freeze();
    await sleep(bench.random() * 150);
    way.cut();
    way.thaw();
  },
  // What was said is heard, the answer is not: the band learns nothing of its press being on record.
  async (way, bench) => {
    way.deafen();
    await sleep(bench.random() * 50);
    way.cut();
  },
  async (way, bench) => {
    way.delay(Math.floor(bench.random() * 30));
    await sleep(bench.random() * 100);
    way.delay(0);
    way.cut();
  },
];

/** Presses, and whenever the line breaks comes back and sends again what was not acknowledged. */
function pressThrough(way: Way, band: RegisteredBand, ledger: Ledger): () => Promise<void> {
  let presser: Presser | undefined;
  let isStopped = false;
  const over = (async () => {
    while (!isStopped) {
      presser = startPressing({ mqtt: way.url }, band, ledger, { inFlight: 3, atMost: 30 });
      await presser.over;
      await sleep(5);
    }
    // What is left has to arrive as well: no press is given up.
    while ((ledger.waiting.get(band.id) ?? []).length > 0) {
      await startPressing({ mqtt: way.url }, band, ledger, { inFlight: 1, atMost: 1 }).over;
    }
  })();
  return async () => {
    isStopped = true;
    await presser?.stop();
    await over;
  };
}

interface Storm {
  readonly bench: Bench;
  readonly desk: Desk;
  readonly bands: readonly RegisteredBand[];
  readonly ledger: Ledger;
  readonly bandsWay: Way;
  readonly screensWay: Way;
  readonly screens: readonly FollowingScreen[];
}

async function rage(storm: Storm, harms: number, recoveries: number[]): Promise<void> {
  const { bench, desk, ledger, bandsWay, screensWay } = storm;
  const stops = storm.bands.map((band) => pressThrough(bandsWay, band, ledger));
  for (let harm = 0; harm < harms; harm += 1) {
    for (const way of [bandsWay, screensWay]) {
      await HARMS[Math.floor(bench.random() * HARMS.length)]?.(way, bench);
    }
    recoveries.push(await acknowledgements(ledger, 1));
    await sleep(bench.random() * 20);
    if (bench.random() < 0.2) await answerOne(desk, bench);
  }
  await Promise.all(stops.map((stop) => stop()));
}

/** The duty room goes on meanwhile: somebody takes an alarm, or is done with it. */
async function answerOne(desk: Desk, bench: Bench): Promise<void> {
  const { items } = await desk.call<{ items: IncidentView[] }>('GET', '/api/incidents?state=open');
  const one = items[Math.floor(bench.random() * items.length)];
  if (!one) return;
  const isClaim = bench.random() < 0.5;
  const [action, body] = isClaim ? ['claim', {}] : ['close', { outcome: 'assisted' }];
  await desk.ask('POST', `/api/incidents/${one.id}/${action}`, body);
}

/** What of an incident has to be the same on the screen: that it is there, how it stands, how long. */
const shown = ({ id, state, owner, presses, timeline }: IncidentView): string =>
  [id, state, owner ?? '-', presses, timeline.length].join(' ');

/** Waits until every screen shows what is open; returns a sentence for each that does not. */
async function compare({ desk, screens }: Storm): Promise<readonly string[]> {
  const from = performance.now();
  for (;;) {
    const { items } = await desk.call<{ items: IncidentView[] }>(
      'GET',
      '/api/incidents?state=open&limit=200',
    );
    const wanted = items.map(shown).sort().join('\n');
    const wrong = screens.flatMap((screen, n) => {
      const has = [...screen.board().incidents.values()].map(shown).sort().join('\n');
      return has === wanted ? [] : [`screen ${n} shows [${has}] instead of [${wanted}]`];
    });
    if (wrong.length === 0) return [];
    if (performance.now() - from > SAME_WITHIN) return wrong;
    await sleep(50);
  }
}

async function openStorm(bench: Bench, service: Service): Promise<Storm> {
  const desk = await signIn(service);
  const bands = await admitBands(desk, BANDS);
  const [bandsWay, screensWay] = [await openWay(service.mqtt), await openWay(service.http)];
  const screens = Array.from({ length: SCREENS }, () => followFeed(screensWay.url, desk.cookie));
  bench.onEnd(async () => {
    for (const screen of screens) screen.stop();
    await Promise.all([bandsWay.stop(), screensWay.stop()]);
  });
  return { bench, desk, bands, ledger: emptyLedger(), bandsWay, screensWay, screens };
}

async function run(bench: Bench, harms: number, settings = {}): Promise<Result> {
  const service = await bench.start(bench.folder(), settings);
  const storm = await openStorm(bench, service);
  const { desk, ledger, screens } = storm;
  const recoveries: number[] = [];
  const broken: string[] = [];
  let comparisons = 0;
  for (let done = 0; done < harms; done += COMPARE_EVERY) {
    await rage(storm, Math.min(COMPARE_EVERY, harms - done), recoveries);
    broken.push(...(await compare(storm)));
    comparisons += SCREENS;
    if (broken.length > 0) break;
  }
  const found = reconcile(await incidentsAtDesk(desk), ledger);
  const reconnects = screens.reduce((sum, screen) => sum + screen.reconnects(), 0);
  const remarks = [
    `${comparisons} comparisons of a screen with the service; the screens came back ${reconnects} times`,
  ];
  const { size: acknowledged } = ledger.acknowledged;
  await service.stop();
  return { ...found, runs: harms, acknowledged, broken, recoveries, remarks };
}

export const badNetwork: Scenario = {
  name: 'bad network',
  claim:
    'cuts, black holes and resets lose and double no press, and screens then show what is open',
  unit: 'harms',
  short: 50,
  long: 5_000,
  needs: [],
  run,
  control: {
    what: 'a press that is sent again counts as another',
    run: async (bench) => {
      const { doubled } = await run(bench, CONTROL_HARMS, patched(REPEATS_TAKEN));
      return doubled.length;
    },
  },
};
