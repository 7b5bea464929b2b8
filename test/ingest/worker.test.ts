import { describe, expect, it } from 'vitest';
import type { Log } from '../../domain/log.ts';
import { silentLog } from '../../domain/log.ts';
import type { Arrival, BandMessage, Channel, Garbled } from '../../domain/message.ts';
import { minus, minutes, plus, seconds } from '../../domain/time.ts';
import type { Point } from '../../ingest/port.ts';
import type { RefusedMessage } from '../../ingest/spool.ts';
import { createIngestWorker, type WearerOf } from '../../ingest/worker.ts';
import { band, resident, START } from './points.ts';

const bytes = (said: unknown): Uint8Array =>
  new TextEncoder().encode(typeof said === 'string' ? said : JSON.stringify(said));
const arrival = (channel: Channel, said: unknown, changes: Partial<Arrival> = {}): Arrival => ({
  bandId: band('band-1'),
  channel,
  payload: bytes(said),
  qos: 1,
  dup: false,
  receivedAt: START,
  ...changes,
});

/** A worker between an engine and a spool that fail, or take their time, when told to. */
function station(parts: { log?: Log; wearerOf?: WearerOf } = {}) {
  const heard: (BandMessage | Garbled)[] = [];
  const points: Point[] = [];
  const refused: RefusedMessage[] = [];
  const disk = { engine: Promise.resolve(), spool: Promise.resolve() };
  const worker = createIngestWorker({
    engine: {
      async receive(_, message) {
        heard.push(message);
        await disk.engine;
      },
    },
    spool: {
      async append(added) {
        await disk.spool;
        points.push(...added);
      },
      async refuse(message) {
        await disk.spool;
        refused.push(message);
      },
    },
    wearerOf: () => resident('resident-1'),
    log: silentLog,
    ...parts,
  });
  return { worker, heard, points, refused, disk };
}
const broken = (why: string): Promise<void> => {
  const promise = Promise.reject(new Error(why));
  promise.catch(() => {});
  return promise;
};
/** Where a promise stands after everything that does not wait for the disk has happened. */
async function state(promise: Promise<void>): Promise<'pending' | 'resolved' | 'rejected'> {
  const ended = promise.then(
    () => 'resolved' as const,
    () => 'rejected' as const,
  );
  const pause = new Promise<'pending'>((done) => setImmediate(() => done('pending')));
  return Promise.race([ended, pause]);
}

describe('a heartbeat', () => {
  it('is heard by the engine and becomes history of its wearer', async () => {
    const { worker, heard, points } = station();
    const at = minus(START, seconds(2));
    const location = { lat: 37.4, lon: 116.3 };
    await worker.receive(
      arrival('heartbeat', { id: 'h1', at, heartRate: 72, worn: 1, still: 60, location }),
    );
    expect(heard).toMatchObject([{ type: 'heartbeat', readings: [{ id: 'h1', heartRate: 72 }] }]);
    expect(points).toEqual([
      {
        bandId: 'band-1',
        residentId: 'resident-1',
        at,
        heartRate: 72,
        worn: true,
        still: minutes(1),
        location: { ...location, datum: 'WGS84' },
      },
    ]);
    expect(worker.counts()).toMatchObject({ messages: 1, readings: 1, faulty: 0, unreadable: 0 });
  });

  it('belongs to whoever wore the band when it was measured, not when it arrived', async () => {
    const handedOn = minus(START, minutes(30));
    const { worker, points } = station({
      wearerOf: (_, at) => (at < handedOn ? resident('former') : undefined),
    });
    const backlog = [minus(START, minutes(40)), minus(START, minutes(20))];
    await worker.receive(
      arrival(
        'heartbeat',
        backlog.map((at) => ({ at, steps: 1 })),
      ),
    );
    expect(points.map(({ residentId }) => residentId)).toEqual(['former', undefined]);
  });

  it('of QoS 1 is acknowledged only when engine and spool both have it on disk', async () => {
    for (const slow of ['engine', 'spool'] as const) {
      const { worker, disk } = station();
      const done = Promise.withResolvers<void>();
      disk[slow] = done.promise;
      const received = worker.receive(arrival('heartbeat', { steps: 1 }));
      expect(await state(received)).toBe('pending');
      done.resolve();
      await received;
    }
  });

  it('of QoS 0 does not wait for the spool, and is written all the same', async () => {
    const { worker, points, disk } = station();
    const done = Promise.withResolvers<void>();
    disk.spool = done.promise;
    await worker.receive(arrival('heartbeat', { steps: 1 }, { qos: 0 }));
    expect(points).toEqual([]);
    done.resolve();
    await new Promise(setImmediate);
    expect(points).toHaveLength(1);
  });

  it('is heard by the engine when the spool fails, and is not acknowledged', async () => {
    const { worker, heard, disk } = station();
    disk.spool = broken('disk full');
    await expect(worker.receive(arrival('heartbeat', { steps: 1 }))).rejects.toThrow('disk full');
    await worker.receive(arrival('heartbeat', { steps: 2 }, { qos: 0 }));
    expect(heard).toHaveLength(2);
    expect(worker.counts()).toMatchObject({ notKept: 2, readings: 0 });
  });

  it('is kept as history when the engine fails, and is not acknowledged', async () => {
    const { worker, points, disk } = station();
    disk.engine = broken('no journal');
    await expect(worker.receive(arrival('heartbeat', { steps: 1 }))).rejects.toThrow('no journal');
    expect(points).toHaveLength(1);
  });

  it('that says nothing but that the band lives is no history', async () => {
    const { worker, heard, points } = station();
    await worker.receive(arrival('heartbeat', { at: START, buffered: true }));
    expect(heard).toHaveLength(1);
    expect(points).toEqual([]);
  });

  it('that nobody can read is counted, kept with its bytes, and acknowledged', async () => {
    const { worker, heard, refused } = station();
    await worker.receive(arrival('heartbeat', 'garbage'));
    expect(heard).toMatchObject([{ type: 'garbled', channel: 'heartbeat' }]);
    expect(refused).toEqual([
      {
        bandId: 'band-1',
        receivedAt: START,
        reason: 'It is not JSON.',
        payload: bytes('garbage'),
      },
    ]);
    expect(worker.counts()).toMatchObject({ unreadable: 1, faulty: 0 });
  });

  it('that is impossible in part is kept for inspection, and its good part is history', async () => {
    const { worker, points, refused } = station();
    await worker.receive(arrival('heartbeat', { heartRate: 900, spo2: 97, mood: 'fine' }));
    expect(points).toMatchObject([{ spo2: 97 }]);
    expect(points[0]).not.toHaveProperty('heartRate');
    expect(refused).toMatchObject([{ reason: expect.stringContaining('heartRate') }]);
    expect(worker.counts()).toMatchObject({ faulty: 1, unknownFields: 1 });
  });

  it('that is much too long is kept only to the length the contract allows', async () => {
    const { worker, refused } = station();
    await worker.receive(arrival('heartbeat', 'x'.repeat(100_000)));
    expect(refused[0]?.payload.length).toBe(8_192);
  });
});

describe('an emergency', () => {
  it.each<[Channel, unknown]>([
    ['sos', { id: 'p1' }],
    ['sos', 'garbage'],
    ['sos', ''],
    ['fall', { phase: 'confirmed' }],
    ['fall', { phase: '?' }],
    ['status', { state: 'offline' }],
  ])('on %s goes to the engine alone, at once: %j', async (channel, said) => {
    const { worker, heard, points, refused, disk } = station();
    disk.spool = new Promise(() => {});
    await worker.receive(arrival(channel, said));
    expect(heard).toHaveLength(1);
    expect([points, refused]).toEqual([[], []]);
  });

  it('is acknowledged only when the engine has it on record', async () => {
    const { worker, disk } = station();
    const done = Promise.withResolvers<void>();
    disk.engine = done.promise;
    const received = worker.receive(arrival('sos', {}));
    expect(await state(received)).toBe('pending');
    done.resolve();
    await received;
    disk.engine = broken('no journal');
    await expect(worker.receive(arrival('sos', {}))).rejects.toThrow('no journal');
  });
});

describe('the log', () => {
  it('hears of a fault of a band once, and never what the message said', async () => {
    const said: string[] = [];
    const say = (event: string, fields?: object) => void said.push(JSON.stringify([event, fields]));
    const { worker } = station({ log: { info: say, warn: say, error: say } });
    const secret = '王秀英';
    for (let n = 0; n < 3; n += 1) {
      await worker.receive(arrival('heartbeat', { heartRate: secret, [secret]: secret, steps: n }));
    }
    await worker.receive(
      arrival('heartbeat', { steps: 1 }, { receivedAt: plus(START, minutes(1)) }),
    );
    await worker.receive(arrival('heartbeat', `{${secret}`));
    expect(said).toHaveLength(2);
    expect(said.join()).not.toContain(secret);
  });
});
