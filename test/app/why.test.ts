// "Why?" of the whole service: from the wire to the answer, and over a restart.
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { WhyView } from '../../domain/why.ts';
import { temporaryFolder } from '../support/folder.ts';
import { admit, connectBand, type Desk, signIn } from '../support/service.ts';
import { started } from './started.ts';

const until = async <Value>(ask: () => Promise<Value | undefined>): Promise<Value> => {
  for (;;) {
    const found = await ask();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

it('the service says why it rang, and why it did not, also after a restart', {
  timeout: 60_000,
}, async () => {
  const dataDir = join(temporaryFolder(), 'data');
  const service = await started(dataDir);
  const desk = await signIn(service);
  const band = await admit(desk, 'band-1', '林秀华');
  const why = (of: Desk, at?: string) =>
    of.call<WhyView>('GET', `/api/residents/${band.residentId}/why${at ? `?at=${at}` : ''}`);

  // A quiet minute has its answer, too: every rule says something.
  const quiet = await until(async () => {
    const said = await why(desk);
    return said.verdicts.length > 0 ? said : undefined;
  });
  expect(quiet).toMatchObject({ bandId: 'band-1', incidents: [], policy: { version: 0 } });

  const wrist = await connectBand(service, band);
  const says = (channel: string, said: object) =>
    wrist.publishAsync(`v1/bands/band-1/${channel}`, JSON.stringify(said), { qos: 1 });
  await says('heartbeat', { at: Date.now(), battery: 7, worn: true, heartRate: 72 });
  await says('sos', { id: 'press-1', at: Date.now() });
  const rung = await until(async () => {
    const said = await why(desk);
    return said.incidents.length > 1 && said.readings?.heartRate ? said : undefined;
  });
  expect(rung.incidents.map(({ kind, rule }) => [kind, rule])).toEqual([
    ['sos', undefined],
    ['battery', 'battery'],
  ]);
  expect(rung.verdicts.find(({ rule }) => rule === 'battery')?.facts).toMatchObject({ percent: 7 });
  expect(rung.readings?.heartRate?.[0]).toMatchObject({ mean: 72, count: 1 });

  // Both moments are answered as before when they are asked about later, by another process.
  await wrist.endAsync(true);
  await service.stop();
  const again = await signIn(await started(dataDir));
  const codes = (said: WhyView) => said.verdicts.map(({ rule, code }) => `${rule} ${code}`);
  const [before, during] = [await why(again, quiet.at), await why(again, rung.at)];
  expect(codes(before)).toEqual(codes(quiet));
  expect(codes(during)).toEqual(codes(rung));
  expect(before.incidents).toEqual([]);
  expect(during.incidents.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
    'sos open',
    'battery open',
  ]);
});
