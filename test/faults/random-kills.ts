// `kill -9` at random moments while people press. What was acknowledged must be in exactly one incident
// afterwards, and nothing on record that nobody sent.
import { setTimeout as sleep } from 'node:timers/promises';
import { signIn } from '../support/service.ts';
import { acknowledgements, emptyLedger, reconcile } from './ledger.ts';
import { ACKNOWLEDGED_FIRST, patched } from './patches.ts';
import { admitBands, allOver, pressAll } from './pressing.ts';
import { closeAll, incidentsAtDesk } from './record.ts';
import { joined } from './results.ts';
import type { Bench, Result, Scenario } from './scenario.ts';

const BANDS = 24;
/** Services killed side by side, each with a folder and a ledger of its own. */
const LANES = 2;
const CONTROL_KILLS = 3;
/** Acknowledgements between two kills, on average. */
const SHORT_LIFE = 150;
const LONG_LIFE = 550;
/** So many kills between two clearings of the desk, so that incidents end and new ones begin. */
const CLOSE_EVERY = 5;

async function killAgainAndAgain(bench: Bench, kills: number, settings = {}): Promise<Result> {
  const dataDir = bench.folder();
  const ledger = emptyLedger();
  const recoveries: number[] = [];
  let service = await bench.start(dataDir, settings);
  let desk = await signIn(service);
  const bands = await admitBands(desk, BANDS);
  await service.stop();
  service = await bench.start(dataDir, settings);
  for (let kill = 0; kill < kills; kill += 1) {
    const pressing = pressAll(service, bands, ledger, { inFlight: 6 });
    await acknowledgements(ledger, bench.random() * 2 * (bench.isLong ? LONG_LIFE : SHORT_LIFE));
    // Not at an acknowledgement, but anywhere between two.
    await sleep(bench.random() * 5);
    await service.kill();
    const recovered = acknowledgements(ledger, 1);
    await allOver(pressing);
    service = await bench.start(dataDir, settings);
    if (kill % CLOSE_EVERY === CLOSE_EVERY - 1) {
      desk = await signIn(service);
      await closeAll(desk);
    }
    const back = pressAll(service, bands.slice(0, 1), ledger, { inFlight: 1, atMost: 1 });
    recoveries.push(await recovered);
    await allOver(back);
  }
  desk = await signIn(service);
  const found = reconcile(await incidentsAtDesk(desk), ledger);
  await service.stop();
  const { size: acknowledged } = ledger.acknowledged;
  return { ...found, runs: kills, acknowledged, broken: [], recoveries };
}

export const randomKills: Scenario = {
  name: 'random kills',
  claim: 'kill -9 at any moment loses no acknowledged press, doubles none and invents none',
  unit: 'kills',
  short: 30,
  long: 200,
  needs: [],
  run: async (bench, kills) =>
    joined(
      await Promise.all(
        Array.from({ length: LANES }, () => killAgainAndAgain(bench, Math.ceil(kills / LANES))),
      ),
    ),
  control: {
    what: 'acknowledged first, written later',
    run: async (bench) =>
      (await killAgainAndAgain(bench, CONTROL_KILLS, patched(ACKNOWLEDGED_FIRST))).lost.length,
  },
};
