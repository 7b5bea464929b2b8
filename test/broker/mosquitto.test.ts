import { expect, it } from 'vitest';
import { createMqttBus } from '../../broker/adapters/mqtt.ts';
import { silentLog } from '../../domain/log.ts';
import { millis } from '../../domain/time.ts';
import { busContract, clock, connectBand, createListener, textOf } from '../contracts/bus.ts';
import { needs } from '../support/debian.ts';
import { startMosquitto } from '../support/mosquitto.ts';

needs('mosquitto', 'mosquitto')('an external broker', (program) => {
  busContract("Debian's Mosquitto", async (receive) => {
    const broker = await startMosquitto(program);
    const bus = createMqttBus({ url: broker.url, clock, log: silentLog });
    await bus.start(receive);
    return { bus, bandUrl: broker.url, dispose: broker.stop };
  });

  it('keeps a press that comes while the service is away, and delivers it afterwards', async () => {
    const broker = await startMosquitto(program);
    const open = async () => {
      const desk = createListener();
      const bus = createMqttBus({ url: broker.url, clock, log: silentLog });
      await bus.start(desk.receive);
      return { desk, bus };
    };
    const before = await open();
    await before.bus.stop();
    const wang = await connectBand(broker.url, 'wang-1');
    await wang.publishAsync('v1/bands/wang-1/sos', '{"id":"1"}', { qos: 1 });
    const after = await open();
    expect(textOf(await after.desk.next())).toBe('{"id":"1"}');
    await after.bus.stop();
    await wang.endAsync(true);
    await broker.stop();
  });

  it('is not acknowledged for a press that was in work when the service was killed', async () => {
    const broker = await startMosquitto(program);
    const desk = createListener();
    // Never recorded: as if the power had gone during the commit.
    desk.answer(() => new Promise(() => {}));
    const limits = { receiveWithin: millis(50) };
    const dying = createMqttBus({ url: broker.url, clock, log: silentLog, limits });
    await dying.start(desk.receive);
    const wang = await connectBand(broker.url, 'wang-1');
    await wang.publishAsync('v1/bands/wang-1/fall', '{"id":"1"}', { qos: 1 });
    await desk.next();
    await dying.stop();
    const next = createListener();
    const bus = createMqttBus({ url: broker.url, clock, log: silentLog });
    await bus.start(next.receive);
    expect(textOf(await next.next())).toBe('{"id":"1"}');
    await bus.stop();
    await wang.endAsync(true);
    await broker.stop();
  });

  it('does not take a topic that is no band’s for a message', async () => {
    const broker = await startMosquitto(program);
    const desk = createListener();
    const bus = createMqttBus({ url: broker.url, clock, log: silentLog });
    await bus.start(desk.receive);
    const stranger = await connectBand(broker.url, 'stranger');
    await stranger.publishAsync('v1/bands/not a band/sos', '{}', { qos: 1 });
    await stranger.publishAsync('v1/bands/wang-1/sos', '{}', { qos: 1 });
    expect(await desk.next()).toMatchObject({ bandId: 'wang-1' });
    await bus.stop();
    await stranger.endAsync(true);
    await broker.stop();
  });

  it('tells the installer when the broker is not there, or does not let the service in', async () => {
    const limits = { connectWithin: millis(300) };
    const gone = createMqttBus({ url: 'mqtt://127.0.0.1:9', clock, log: silentLog, limits });
    await expect(gone.start(async () => {})).rejects.toThrow(
      /broker at mqtt:\/\/127\.0\.0\.1:9 cannot be used: .*ECONNREFUSED/,
    );
    const broker = await startMosquitto(program, ['allow_anonymous false']);
    const refused = createMqttBus({ url: broker.url, clock, log: silentLog, limits });
    await expect(refused.start(async () => {})).rejects.toThrow(/Not authorized/);
    await broker.stop();
  });
});
