// `kill -9` at random moments while people press. What was acknowledged must be in exactly one incident
// afterwards. The control acknowledges first and writes later, and has to lose some: a test of
// durability that cannot fail proves nothing.
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/folder.ts';
import { admit, type RegisteredBand, signIn, startService } from '../support/service.ts';
import { closeAll, emptyLedger, pressUntilCut, reconcile } from './pressing.ts';

const BANDS = Array.from({ length: 8 }, (_, n) => `band-${n}`);
const KILLS = 50;
const CONTROL_KILLS = 3;
const ACKNOWLEDGE_FIRST = join(import.meta.dirname, 'acknowledge-first.mjs');

async function killAgainAndAgain(dataDir: string, kills: number, settings = {}) {
  const ledger = emptyLedger();
  let service = await startService(dataDir, settings);
  let desk = await signIn(service);
  const bands: RegisteredBand[] = [];
  for (const id of BANDS) bands.push(await admit(desk, id, `住户${id}`));
  for (let kill = 0; kill < kills; kill += 1) {
    const pressing = bands.map((band) => pressUntilCut(service, band, ledger));
    // The moment of the kill is the one thing here that has to be random.
    await sleep(20 + Math.random() * 180);
    await service.kill();
    await Promise.all(pressing);
    service = await startService(dataDir, settings);
    if (kill % 10 === 9) {
      desk = await signIn(service);
      await closeAll(desk);
    }
  }
  desk = await signIn(service);
  const result = await reconcile(desk, ledger);
  await service.stop();
  return result;
}

describe('kill -9 while people press', () => {
  it(`${KILLS} times loses no acknowledged press and doubles none`, {
    timeout: 240_000,
  }, async () => {
    const { lost, doubled, acknowledged, incidents } = await killAgainAndAgain(
      temporaryFolder(),
      KILLS,
    );
    process.stdout.write(`${KILLS} kills, ${acknowledged} acknowledged, ${incidents} incidents\n`);
    expect(lost).toEqual([]);
    expect(doubled).toEqual([]);
    expect(acknowledged).toBeGreaterThan(KILLS * BANDS.length);
  });

  it('loses some when the write comes after the acknowledgement', { timeout: 60_000 }, async () => {
    const { lost } = await killAgainAndAgain(temporaryFolder(), CONTROL_KILLS, {
      NODE_OPTIONS: `--import ${ACKNOWLEDGE_FIRST}`,
    });
    expect(lost.length).toBeGreaterThan(0);
  });
});
