// A restart of the service is our own matter: 79 bands that come back raise no alarm about anybody.
import { expect, it } from 'vitest';
import type { IncidentView } from '../../domain/frame.ts';
import { instant, seconds } from '../../domain/time.ts';
import { makeBand } from '../../simulator/band.ts';
import { diceFor, makeDice } from '../../simulator/dice.ts';
import { makeFleet } from '../../simulator/fleet.ts';
import { makePace } from '../../simulator/pace.ts';
import { inventWearer } from '../../simulator/wearer.ts';
import { temporaryFolder } from '../support/folder.ts';
import { band } from '../support/given.ts';
import { admit, signIn, startService } from '../support/service.ts';

const BANDS = 79;

it('79 bands that reconnect after a kill of the service alarm nobody', {
  timeout: 90_000,
}, async () => {
  const dataDir = temporaryFolder();
  let service = await startService(dataDir);
  let desk = await signIn(service);
  const clock = () => instant(Date.now());
  const dice = makeDice(7);
  const members = [];
  for (let n = 0; n < BANDS; n += 1) {
    const { id, secret } = await admit(desk, `band-${n}`, `住户${n}`);
    const wearer = inventWearer(diceFor(dice, id), { coverage: 'good', nights: 'wears-it' });
    members.push({ band: makeBand({ id: band(id), wearer, at: clock(), boot: 1 }, dice), secret });
  }
  let connected = 0;
  const allHere = Promise.withResolvers<void>();
  const allBack = Promise.withResolvers<void>();
  const fleet = makeFleet({
    broker: service.mqtt,
    members,
    interval: seconds(1),
    pace: makePace(clock, clock(), 1),
    observe: (_, { type }) => {
      if (type !== 'connected') return;
      connected += 1;
      if (connected === BANDS) allHere.resolve();
      if (connected === BANDS * 2) allBack.resolve();
    },
  });
  fleet.connect();
  fleet.goLive();
  const port = new URL(service.mqtt).port;
  await allHere.promise;
  await service.kill();
  service = await startService(dataDir, { LAMPLIGHT_MQTT_PORT: port });
  await allBack.promise;
  desk = await signIn(service);
  const screen = await desk.feed();
  await screen.see(
    (frame) =>
      frame.type === 'snapshot' &&
      frame.residents.filter((r) => r.heardAt !== undefined).length > 0,
  );
  const { items } = await desk.call<{ items: IncidentView[] }>('GET', '/api/incidents?state=all');
  expect(items.filter(({ residentId }) => residentId !== undefined)).toEqual([]);
  screen.close();
  await fleet.stop();
  await service.stop();
});
