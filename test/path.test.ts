// One press, the whole way: from a real MQTT client through a real broker, a real journal and a real
// WebSocket to a screen, and the answer back to the wrist.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IncidentView } from '../domain/frame.ts';
import { must } from './support/given.ts';
import {
  admit,
  connectBand,
  type Desk,
  type RegisteredBand,
  type Screen,
  type Service,
  signIn,
  startService,
} from './support/service.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'lamplight-path-'));
let service: Service;
let desk: Desk;
let band: RegisteredBand;
let wrist: MqttClient;
let screen: Screen;
const cues: { readonly cue: string; readonly id?: string }[] = [];

beforeAll(async () => {
  service = await startService(dataDir);
  desk = await signIn(service);
  band = await admit(desk, 'band-501', '林秀华');
  wrist = await connectBand(service, band);
  wrist.on('message', (_, payload) => cues.push(JSON.parse(payload.toString())));
  await wrist.subscribeAsync(`v1/bands/${band.id}/cue`, { qos: 1 });
  screen = await desk.feed();
  await screen.see(({ type }) => type === 'snapshot');
});

afterAll(async () => {
  screen?.close();
  await wrist?.endAsync(true);
  await service?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const incidentFrame = (wanted: (incident: IncidentView) => boolean) =>
  screen.see((frame) => frame.type === 'incident' && wanted(frame.incident));

async function until(condition: () => boolean): Promise<void> {
  const seen = must(wrist);
  while (!condition()) await new Promise((resolve) => seen.once('message', resolve));
}

describe('the path of one press', () => {
  let id: string;

  it('leads from the wrist to the screen, with everything the desk needs to know', async () => {
    const press = { id: '7-1', at: Date.now(), battery: 64 };
    await wrist.publishAsync(`v1/bands/${band.id}/sos`, JSON.stringify(press), { qos: 1 });
    const frame = await incidentFrame(({ kind }) => kind === 'sos');
    if (frame.type !== 'incident') throw new Error('no incident');
    id = frame.incident.id;
    expect(frame.incident).toMatchObject({
      kind: 'sos',
      priority: 'emergency',
      state: 'open',
      bandId: band.id,
      residentId: band.residentId,
      presses: 1,
    });
    expect(frame.person).toMatchObject({ name: '林秀华', building: '3 号楼', room: '501' });
  });

  it('tells the wearer that it was received', async () => {
    await until(() => cues.length > 0);
    expect(cues[0]).toEqual({ cue: 'received', id: '7-1' });
  });

  it('rings again for a second press, on the same card', async () => {
    const press = { id: '7-2', at: Date.now() };
    await wrist.publishAsync(`v1/bands/${band.id}/sos`, JSON.stringify(press), { qos: 1 });
    await incidentFrame(({ presses }) => presses === 2);
    const { items } = await desk.call<{ items: IncidentView[] }>(
      'GET',
      '/api/incidents?state=open',
    );
    expect(items.map((incident) => incident.id)).toEqual([id]);
  });

  it('is claimed, and the wearer hears that help is coming', async () => {
    await desk.call('POST', `/api/incidents/${id}/claim`);
    await incidentFrame(({ state }) => state === 'claimed');
    await until(() => cues.some(({ cue }) => cue === 'help-coming'));
  });

  it('survives a kill, and is still claimed by the same person', async () => {
    await service.kill();
    service = await startService(dataDir);
    desk = await signIn(service);
    const incident = await desk.call<IncidentView>('GET', `/api/incidents/${id}`);
    expect(incident).toMatchObject({ state: 'claimed', owner: 'admin', presses: 2 });
  });

  it('is closed with an outcome, and its whole life is read back', async () => {
    screen.close();
    screen = await desk.feed();
    screen.send({ type: 'seen', incidentId: id });
    await incidentFrame(({ timeline }) => timeline.some(({ type }) => type === 'seen'));
    await desk.call('POST', `/api/incidents/${id}/arrive`, {});
    const closing = { outcome: 'assisted', note: '已扶起', reply: { done: true } };
    await desk.call('POST', `/api/incidents/${id}/close`, closing);
    const incident = await desk.call<IncidentView>('GET', `/api/incidents/${id}`);
    expect(incident).toMatchObject({ state: 'closed', outcome: 'assisted' });
    expect(incident.timeline.map(({ type }) => type)).toEqual([
      'raised',
      'pressed',
      'pressed',
      'claimed',
      'seen',
      'arrived',
      'closed',
    ]);
    const snapshot = await screen.see(({ type }) => type === 'snapshot');
    expect(snapshot).toMatchObject({ type: 'snapshot', residents: [{ maskedName: '林*华' }] });
  });
});
