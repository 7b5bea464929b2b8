// The small parts that count and wait, each by itself.
import { describe, expect, it } from 'vitest';
import { answerOnce } from '../../broker/answer.ts';
import { createBackoff } from '../../broker/backoff.ts';
import { createBrake } from '../../broker/brake.ts';
import { createDoorman, type Guest } from '../../broker/doorman.ts';
import type { Packet } from '../../broker/packet.ts';
import { createPenaltyBox } from '../../broker/penalty.ts';
import { createTally } from '../../broker/tally.ts';
import { hours, instant, millis, minutes, plus, seconds } from '../../domain/time.ts';
import { band } from '../contracts/bus.ts';
import { recordingLog } from './given.ts';

/** A clock that stands until it is moved. */
function handClock() {
  let now = instant(1_780_000_000_000);
  return {
    clock: () => now,
    move: (by: ReturnType<typeof seconds>) => {
      now = plus(now, by);
    },
  };
}

describe('guessing', () => {
  it('is free three times, then costs twice as much each time, up to eight seconds', () => {
    const backoff = createBackoff(handClock().clock);
    const waits = Array.from({ length: 10 }, () => backoff.failed('wang-1', '10.0.0.1'));
    expect(waits).toEqual([0, 0, 0, 250, 500, 1_000, 2_000, 4_000, 8_000, 8_000]);
  });

  it('at one name from many addresses, or at many names from one address, is slowed alike', () => {
    const backoff = createBackoff(handClock().clock);
    for (let guess = 0; guess < 5; guess++) backoff.failed('wang-1', `10.0.0.${guess}`);
    expect(backoff.failed('wang-1', '10.0.1.1')).toBe(1_000);
    for (let guess = 0; guess < 5; guess++) backoff.failed(`band-${guess}`, '10.9.9.9');
    expect(backoff.failed(undefined, '10.9.9.9')).toBe(1_000);
  });

  it('is forgotten after ten quiet minutes', () => {
    const { clock, move } = handClock();
    const backoff = createBackoff(clock);
    for (let guess = 0; guess < 9; guess++) backoff.failed('wang-1', '10.0.0.1');
    move(minutes(11));
    expect(backoff.failed('wang-1', '10.0.0.1')).toBe(0);
  });

  it('from a million addresses does not fill the memory', () => {
    const backoff = createBackoff(handClock().clock);
    backoff.failed(undefined, 'first');
    backoff.failed(undefined, 'first');
    backoff.failed(undefined, 'first');
    for (let address = 0; address < 20_000; address++) backoff.failed(undefined, `${address}`);
    expect(backoff.failed(undefined, 'first')).toBe(0);
  });
});

it('a full penalty box lets the oldest go, and an emptied one keeps nobody', async () => {
  const box = createPenaltyBox(2);
  const events: string[] = [];
  const all = ['a', 'b', 'c'].map(async (name) => {
    await box.wait(hours(1));
    events.push(name);
  });
  await all[0];
  expect(events).toEqual(['a']);
  box.empty();
  await Promise.all(all);
  await box.wait(hours(1));
});

describe('the brake', () => {
  const limits = { heartbeatsPerSecond: 20, heartbeatBurst: 3, heartbeatPause: millis(1) };
  const heartbeat: Packet = {
    bandId: band('wang-1'),
    channel: 'heartbeat',
    payload: '{}',
    qos: 0,
    dup: false,
  };
  const brakeWith = () => {
    const { clock, move } = handClock();
    const tally = createTally(recordingLog(), clock);
    return { brake: createBrake({ clock, tally, limits }), move };
  };
  const many = async (brake: ReturnType<typeof createBrake>, packet: Packet, count: number) => {
    const answers = await Promise.all(Array.from({ length: count }, () => brake(packet)));
    return answers.filter((answer) => answer === 'take').length;
  };

  it('takes a burst, then twenty heartbeats a second', async () => {
    const { brake, move } = brakeWith();
    expect(await many(brake, heartbeat, 10)).toBe(3);
    move(millis(100));
    expect(await many(brake, heartbeat, 10)).toBe(2);
  });

  it('never touches a press, a fall or a status, nor another band', async () => {
    const { brake } = brakeWith();
    await many(brake, heartbeat, 10);
    for (const channel of ['sos', 'fall', 'status'] as const) {
      expect(await many(brake, { ...heartbeat, channel }, 1_000)).toBe(1_000);
    }
    expect(await many(brake, { ...heartbeat, bandId: band('li-2') }, 3)).toBe(3);
  });

  it('loses no heartbeat that must not be lost', async () => {
    const { brake } = brakeWith();
    expect(await many(brake, { ...heartbeat, qos: 1 }, 50)).toBe(50);
  });

  it('does not stick when the clock is set back', async () => {
    const { brake, move } = brakeWith();
    await many(brake, heartbeat, 10);
    move(millis(-hours(2)));
    await many(brake, heartbeat, 1);
    move(seconds(1));
    expect(await many(brake, heartbeat, 10)).toBe(3);
  });
});

describe('the doorman', () => {
  const caps = { sockets: 4, socketsPerAddress: 3, unproven: 3, unprovenPerAddress: 2 };
  const door = () => {
    const doorman = createDoorman(caps);
    const away: string[] = [];
    const guest = (name: string, address: string): Guest => ({
      address,
      sendAway: () => void away.push(name),
    });
    return { doorman, away, guest };
  };

  it('sends away the longest silent one of a crowded address, not of another', () => {
    const { doorman, away, guest } = door();
    doorman.enter(guest('far', '10.0.0.2'));
    for (const name of ['a', 'b', 'c']) expect(doorman.enter(guest(name, '10.0.0.1'))).toBe(true);
    expect(away).toEqual(['a']);
  });

  it('never sends away who has proven who they are', () => {
    const { doorman, away, guest } = door();
    for (const name of ['a', 'b', 'c']) {
      const each = guest(name, '10.0.0.1');
      expect(doorman.enter(each)).toBe(true);
      doorman.proven(each);
    }
    expect(doorman.enter(guest('d', '10.0.0.1'))).toBe(false);
    expect(away).toEqual([]);
    expect(doorman.enter(guest('e', '10.0.0.2'))).toBe(true);
    expect(doorman.enter(guest('f', '10.0.0.3'))).toBe(true);
    expect(away).toEqual(['e']);
  });

  it('has room again for whoever comes after somebody left', () => {
    const { doorman, guest } = door();
    for (let round = 0; round < 100; round++) {
      const each = guest(`${round}`, '10.0.0.1');
      expect(doorman.enter(each)).toBe(true);
      doorman.proven(each);
      doorman.left(each);
      doorman.left(each);
    }
  });
});

it('the log hears of a thousand refusals in a few lines', () => {
  const { clock, move } = handClock();
  const log = recordingLog();
  const tally = createTally(log, clock);
  for (let count = 0; count < 1_000; count++) tally.count('band-refused', 'wrong-secret');
  tally.count('band-refused', 'not-a-band');
  move(seconds(61));
  tally.count('band-refused', 'wrong-secret');
  expect(log.lines.map(({ fields }) => [fields.reason, fields.alsoSinceLast])).toEqual([
    ['wrong-secret', 0],
    ['not-a-band', 0],
    ['wrong-secret', 999],
  ]);
});

describe('a hook answers once', () => {
  const answersOf = async (work: () => Promise<number>) => {
    const answers: unknown[] = [];
    await new Promise<void>((resolve) => {
      answerOnce(
        work,
        (error, value) => {
          answers.push(error?.message ?? value);
          resolve();
        },
        () => {},
      );
    });
    return answers;
  };
  it.each([
    ['when all is well', () => Promise.resolve(1), 1],
    ['when the work rejects', () => Promise.reject(new Error('no')), 'no'],
    ['when it rejects with no error', () => Promise.reject('no'), 'no'],
    [
      'when it throws',
      () => {
        throw new Error('no');
      },
      'no',
    ],
  ] as const)('%s', async (_name, work, answer) => {
    expect(await answersOf(work)).toEqual([answer]);
  });

  it('and what the library throws at the answer is contained', async () => {
    let calls = 0;
    const thrown = await new Promise((resolve) => {
      const callback = () => {
        calls += 1;
        throw new Error('inside the library');
      };
      answerOnce(async () => 1, callback, resolve);
    });
    expect(thrown).toEqual(new Error('inside the library'));
    expect(calls).toBe(1);
  });
});
