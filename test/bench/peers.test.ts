// The peers' rules are what our own are held against: they have to do what is said of them, no worse.
import { describe, expect, it } from 'vitest';
import type { Reading } from '../../domain/message.ts';
import { hours, minutes, plus } from '../../domain/time.ts';
import { band, clock, resident } from '../support/given.ts';
import { PeersRules } from './peers.ts';

const B1 = band('b1');
const HOME = { lat: 37.45, lon: 116.3 };

function peers() {
  const rules = new PeersRules(
    [{ bandId: B1, residentId: resident('r1'), home: HOME }],
    clock('08:00'),
  );
  const hear = (time: string, channel: 'heartbeat' | 'sos' | 'fall', message: object) => {
    rules.until(clock(time));
    const arrival = {
      bandId: B1,
      channel,
      payload: new Uint8Array(),
      qos: 1,
      dup: false,
      receivedAt: clock(time),
    } as const;
    rules.hear([{ arrival, message: { type: channel, ...message } as never }]);
  };
  return {
    reads: (time: string, reading: Reading) =>
      hear(time, 'heartbeat', { readings: [reading], faults: [] }),
    hear,
    rules,
    told: () => rules.alarms.map(({ reason }) => reason),
  };
}

describe('the plain rules of peers', () => {
  it('go by one value, and once until it is good again and a quarter of an hour has passed', () => {
    const room = peers();
    room.reads('08:01', { heartRate: 121 });
    room.reads('08:02', { heartRate: 125 });
    room.reads('08:03', { heartRate: 80 });
    room.reads('08:04', { heartRate: 48 });
    expect(room.told()).toEqual(['heart-rate']);
    room.reads('08:12', { heartRate: 70 });
    room.reads('08:21', { heartRate: 49, spo2: 91 });
    expect(room.told()).toEqual(['heart-rate', 'heart-rate', 'oxygen']);
  });

  it('call a worn wrist inactive after an hour, and a silent band offline after ten minutes', () => {
    const room = peers();
    room.reads('08:01', { still: plus(hours(1) as never, minutes(1)) as never, worn: true });
    room.rules.until(clock('08:11'));
    expect(room.told()).toEqual(['inactive']);
    room.rules.until(clock('08:12'));
    expect(room.told()).toEqual(['inactive', 'offline']);
    const table = peers();
    table.reads('08:01', { still: hours(3), worn: false });
    expect(table.told()).toEqual([]);
  });

  it('alarm at every fall and press, and not at what cannot be read', () => {
    const room = peers();
    room.hear('08:01', 'fall', { phase: 'detected', id: 'f-1' });
    room.hear('08:02', 'sos', { id: 's-1' });
    room.hear('08:03', 'sos', { type: 'garbled', channel: 'sos', reason: 'It is not JSON.' });
    expect(room.told()).toEqual(['fall', 'sos']);
  });

  it('draw a circle around the home, whatever map the band goes by', () => {
    const room = peers();
    const at = (lat: number, lon: number) =>
      ({ location: { lat, lon, datum: 'GCJ02' } }) as const satisfies Reading;
    room.reads('08:01', at(HOME.lat + 0.001, HOME.lon + 0.001));
    expect(room.told()).toEqual([]);
    room.reads('08:02', at(HOME.lat + 0.001, HOME.lon + 0.0065));
    expect(room.told()).toEqual(['geofence']);
  });

  it('count a low battery and an offline band as notices', () => {
    const room = peers();
    room.reads('08:01', { battery: 19 });
    room.rules.until(clock('09:00'));
    expect(room.rules.alarms.map(({ priority }) => priority)).toEqual(['notice', 'notice']);
  });
});
