// The answers to the broker library's questions, asked without a network: what cannot be seen from
// outside because another door is closed before it.
import type { Client, PublishPacket } from 'aedes';
import { describe, expect, it } from 'vitest';
import { createHooks, type Desk } from '../../broker/adapters/aedes-hooks.ts';
import { createDoorkeeper } from '../../broker/admission.ts';
import { DEFAULT_LIMITS } from '../../broker/limits.ts';
import { createReception } from '../../broker/reception.ts';
import { createSessions } from '../../broker/sessions.ts';
import { createTally } from '../../broker/tally.ts';
import { silentLog } from '../../domain/log.ts';
import { band, clock, createListener } from '../contracts/bus.ts';

const limits = DEFAULT_LIMITS;
const wang = { id: 'wang-1' } as Client;

function given() {
  const desk = createListener();
  const { receive } = desk;
  const shared: Desk = {
    sessions: createSessions(),
    tally: createTally(silentLog, clock),
    log: silentLog,
    limits,
    reception: createReception({ receive, clock, receiveWithin: limits.receiveWithin }),
    doorkeeper: createDoorkeeper({ ...limits, clock, gate: { admits: async () => true } }),
    admitted: new WeakMap([[wang, band('wang-1')]]),
    wills: new WeakMap(),
    nameless: new WeakSet(),
    stopping: false,
  };
  return { desk, shared, hooks: createHooks(shared) as Required<ReturnType<typeof createHooks>> };
}

const packet = (topic: string, retain = false): PublishPacket =>
  ({ cmd: 'publish', topic, payload: '{}', qos: 1, dup: false, retain }) as PublishPacket;

describe('what is forwarded', () => {
  const forwarded = (client: Client, topic: string) => {
    const { hooks } = given();
    return hooks?.authorizeForward(client, packet(topic) as never);
  };
  it('is a band’s own cue', () => {
    expect(forwarded(wang, 'v1/bands/wang-1/cue')).toMatchObject({ topic: 'v1/bands/wang-1/cue' });
  });
  it.each(['v1/bands/li-2/cue', 'v1/bands/wang-1/sos', '$SYS/x/new/clients', ''])(
    'is never %j, however it came to be subscribed to',
    (topic) => expect(forwarded(wang, topic)).toBeNull(),
  );
  it('is nothing at all to a line that has not shown a secret', () => {
    expect(forwarded({ id: 'wang-1' } as Client, 'v1/bands/wang-1/cue')).toBeNull();
  });
});

describe('the retain flag is gone before anything could be retained', () => {
  it('from a press', async () => {
    const { hooks, desk } = given();
    const press = packet('v1/bands/wang-1/sos', true);
    const error = await new Promise((resolve) => hooks?.authorizePublish(wang, press, resolve));
    expect(error).toBeNull();
    expect(press.retain).toBe(false);
    expect(desk.arrivals).toHaveLength(1);
  });

  it('from a will; and a session is clean, whatever was asked for', () => {
    const { hooks } = given();
    const connect = {
      clean: false,
      keepalive: 60,
      will: packet('v1/bands/wang-1/status', true),
    };
    const answers: unknown[] = [];
    hooks?.preConnect(wang, connect as never, (...answer) => answers.push(answer));
    expect(connect).toMatchObject({ clean: true, will: { retain: false } });
    expect(answers).toEqual([[null, true]]);
  });
});

it('what is published by nobody is refused', async () => {
  const { hooks, desk } = given();
  for (const client of [null, { id: 'wang-1' } as Client]) {
    const press = packet('v1/bands/wang-1/sos');
    const error = await new Promise((resolve) => hooks?.authorizePublish(client, press, resolve));
    expect(error).toBeInstanceOf(Error);
  }
  expect(desk.arrivals).toEqual([]);
});
