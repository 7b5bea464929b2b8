// An hour of 79 wearers, with InfluxDB away for a while and the service killed meanwhile: afterwards the
// server itself counts every heartbeat, and the charts come from it.

import mqtt from 'mqtt';
import { describe, expect, it } from 'vitest';
import { needs } from '../support/debian.ts';
import { temporaryFolder } from '../support/folder.ts';
import { startInfluxd } from '../support/influxd.ts';
import {
  admit,
  type Desk,
  type RegisteredBand,
  type Service,
  signIn,
  startService,
} from '../support/service.ts';

const BANDS = 79;
const MINUTES = 60;

const gauge = async ({ http }: Service, name: string): Promise<number> => {
  const text = await (await fetch(`${http}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
};

async function spoolEmpty(service: Service): Promise<void> {
  // The store's progress has no signal of its own to the outside; its gauge is what there is.
  while ((await gauge(service, 'lamplight_spool_waiting')) > 0) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Delivers one reading a minute of the last hour, each until it is acknowledged. */
async function deliverHour(
  service: Service,
  { id, secret }: RegisteredBand,
  from: number,
  minutes: readonly number[],
): Promise<void> {
  const client = mqtt.connect(service.mqtt, {
    clientId: id,
    username: id,
    password: secret,
    reconnectPeriod: 100,
  });
  for (const minute of minutes) {
    const at = from + minute * 60_000;
    const reading = { id: `1-${minute}`, at, heartRate: 60 + minute, battery: 80, worn: true };
    await client.publishAsync(`v1/bands/${id}/heartbeat`, JSON.stringify(reading), { qos: 1 });
  }
  await client.endAsync();
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + n);

interface Chart {
  readonly items: readonly { readonly at: string; readonly count: number; readonly max: number }[];
}

const chart = (desk: Desk, residentId: string, from: number): Promise<Chart> => {
  const [start, end] = [from, from + MINUTES * 60_000].map((at) => new Date(at).toISOString());
  const query = `metric=heartRate&from=${start}&to=${end}&points=600`;
  return desk.call('GET', `/api/residents/${residentId}/readings?${query}`);
};

needs('influxdb', 'influxd')('with InfluxDB', (program) => {
  describe('an hour of 79 wearers', () => {
    it('is all there, though the database was away and the service was killed', {
      timeout: 120_000,
    }, async () => {
      const influxd = await startInfluxd(program);
      const dataDir = temporaryFolder();
      let service = await startService(dataDir, {
        LAMPLIGHT_INFLUX_URL: influxd.url,
        LAMPLIGHT_INFLUX_BUCKET: 'lamplight',
      });
      const settings = {
        LAMPLIGHT_INFLUX_URL: influxd.url,
        LAMPLIGHT_INFLUX_BUCKET: 'lamplight',
        LAMPLIGHT_MQTT_PORT: new URL(service.mqtt).port,
      };
      let desk = await signIn(service);
      const bands: RegisteredBand[] = [];
      for (let n = 0; n < BANDS; n += 1) bands.push(await admit(desk, `band-${n}`, `住户${n}`));
      const from = Math.floor(Date.now() / 60_000) * 60_000 - MINUTES * 60_000;
      const all = (minutes: readonly number[]) =>
        Promise.all(bands.map((band) => deliverHour(service, band, from, minutes)));

      await all(range(0, 20));
      await spoolEmpty(service);
      await influxd.down();
      await all(range(20, 30));
      expect(await gauge(service, 'lamplight_spool_waiting')).toBe(BANDS * 10);
      // Killed while it takes more; what it acknowledged is on its disk, the rest is sent again.
      const delivering = all(range(30, MINUTES));
      await service.kill();
      service = await startService(dataDir, settings);
      await delivering;
      await influxd.up();
      await spoolEmpty(service);

      const [row] = await influxd.ask('lamplight', 'SELECT count("heartRate") FROM "reading"');
      expect(row?.[1]).toBe(BANDS * MINUTES);
      desk = await signIn(service);
      const { items } = await chart(desk, bands[7]?.residentId ?? '', from);
      expect(items.reduce((sum, { count }) => sum + count, 0)).toBe(MINUTES);
      expect(Math.max(...items.map(({ max }) => max))).toBe(60 + MINUTES - 1);
      await service.stop();
      await influxd.remove();
    });
  });
});
