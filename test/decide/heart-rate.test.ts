import { describe, expect, it } from 'vitest';
import type { Incident } from '../../domain/incident.ts';
import { DEFAULT_POLICY } from '../../domain/policy.ts';
import { hours, type Instant, minus, minutes, plus, since } from '../../domain/time.ts';
import { rests, withVitals } from '../support/at-rest.ts';
import { clock, dutyRoom, type Room } from '../support/given.ts';

const told = (room: Room) =>
  room.changes.filter((change) => change.type === 'raised' && change.kind === 'vitals');
const delay = (incident: Incident, from: Instant): number =>
  since(from, incident.openedAt) / 60_000;

/** Weeks of a person whose pulse at rest is 58 in sleep and 68 awake, told every five minutes. */
const OWN = (at: Instant): number => ((at / 3_600_000 + 8) % 24 < 6 ? 58 : 68);
function known(days: number, end: Instant, own = OWN): Room {
  const room = dutyRoom(['b1'], plus(clock('00:00'), hours(-24 * days)));
  rests(room, 'b1', minus(end, hours(1)), { heartRate: own, spo2: 97, every: minutes(10) });
  // A pause, after which the rule says afresh what it goes by.
  room.until(minus(end, minutes(10)), minutes(1));
  return rests(room, 'b1', end, { heartRate: own, spo2: 97 });
}

describe('a pulse at rest', () => {
  it('that races in sleep is told within minutes, with its value and how long', () => {
    const room = rests(dutyRoom(['b1'], clock('01:00')), 'b1', clock('02:00'), { heartRate: 60 });
    rests(room, 'b1', clock('02:15'), { heartRate: 150 });
    const incident = room.only('vitals');
    expect(incident).toMatchObject({ priority: 'attention', reason: { code: 'heart-rate-high' } });
    expect(delay(incident, clock('02:00'))).toBeLessThanOrEqual(7);
    const { value, readings, lasted } = incident.reason as never as Record<string, number>;
    expect(value).toBeGreaterThan(140);
    expect(value).toBeLessThan(160);
    expect(readings).toBeGreaterThanOrEqual(6);
    expect(lasted).toBeGreaterThanOrEqual(minutes(5));
  });

  it('of 36 is told within ten minutes', () => {
    const room = rests(dutyRoom(['b1'], clock('01:00')), 'b1', clock('02:00'), { heartRate: 60 });
    rests(room, 'b1', clock('02:12'), { heartRate: 36 });
    expect(room.only('vitals').reason.code).toBe('heart-rate-low');
    expect(delay(room.only('vitals'), clock('02:00'))).toBeLessThanOrEqual(10);
  });

  it('of 150 is found as well by a band that measures every five or ten minutes', () => {
    for (const every of [minutes(5), minutes(10)]) {
      const room = dutyRoom(['b1'], clock('01:00'));
      rests(room, 'b1', clock('03:00'), { heartRate: 60, every });
      rests(room, 'b1', clock('03:40'), { heartRate: 150, every });
      expect(delay(room.only('vitals'), clock('03:00'))).toBeLessThanOrEqual(30);
    }
  });

  it('of 118 is worth a call after twenty minutes, and none after ten', () => {
    const room = rests(dutyRoom(['b1']), 'b1', clock('08:30'), { heartRate: 75 });
    rests(room, 'b1', clock('08:40'), { heartRate: 118 });
    rests(room, 'b1', clock('08:55'), { heartRate: 75 });
    expect(told(room)).toEqual([]);
    rests(room, 'b1', clock('09:20'), { heartRate: 122 });
    expect(room.only('vitals')).toMatchObject({
      priority: 'attention',
      reason: { code: 'heart-rate-high' },
    });
  });

  it('of 120 for four minutes has not lasted since an ordinary reading half an hour ago', () => {
    const room = rests(dutyRoom(['b1']), 'b1', clock('08:26'), { heartRate: 70 });
    rests(room, 'b1', clock('08:55'), { walks: 30 });
    rests(room, 'b1', clock('08:59'), { heartRate: 120, error: 0.02, says: { still: 200 } });
    expect(told(room)).toEqual([]);
  });

  it('asleep at 47 is nobody’s matter, and awake it is a word at the desk', () => {
    const room = rests(dutyRoom(['b1'], clock('00:00')), 'b1', clock('05:00'), { heartRate: 47 });
    expect(told(room)).toEqual([]);
    rests(room, 'b1', clock('09:00'), { heartRate: 46 });
    expect(room.only('vitals').priority).toBe('notice');
  });

  it('up the stairs, and in the minutes after them, says nothing', () => {
    const room = rests(dutyRoom(['b1']), 'b1', clock('08:30'), { heartRate: 70 });
    rests(room, 'b1', clock('08:42'), { heartRate: 142, walks: 55 });
    // Sits down: the heart comes down within minutes, and the band says at once that she is still.
    const after = (at: Instant) => Math.max(75, 142 - (at - clock('08:42')) / 4_000);
    rests(room, 'b1', clock('09:10'), { heartRate: after, says: { still: 20 } });
    expect(told(room)).toEqual([]);
    expect(room.verdict('b1', 'heart-rate')?.code).toBe('learning');
  });

  it('of 180 in one reading says nothing, not ten times a day', () => {
    const spike = (at: Instant) => ((at / 60_000) % 25 === 0 ? 180 : 66);
    const room = rests(dutyRoom(['b1']), 'b1', clock('14:00'), { heartRate: spike });
    expect(told(room)).toEqual([]);
    expect(room.verdict('b1', 'sensor')?.code).toBe('believed');
  });

  it('of 160 that a band tells minute by minute, but measured once, says nothing', () => {
    const room = rests(dutyRoom(['b1']), 'b1', clock('08:30'), { heartRate: 70 });
    rests(room, 'b1', clock('08:40'), { heartRate: 160, error: 0 });
    rests(room, 'b1', clock('09:30'), { heartRate: 72 });
    expect(told(room)).toEqual([]);
  });

  it('is no evidence while the band is off or on its charger', () => {
    for (const says of [{ worn: false }, { charging: true }]) {
      const room = rests(dutyRoom(['b1']), 'b1', clock('09:30'), { heartRate: 160, says });
      expect(told(room)).toEqual([]);
      const code = room.verdict('b1', 'heart-rate')?.code;
      expect(code).toBe('charging' in says ? 'charging' : 'not-worn');
    }
  });

  it('of a band that knows neither steps nor stillness may be a dance, and is told when it lasts', () => {
    const says = { steps: undefined, still: undefined };
    const room = rests(dutyRoom(['b1']), 'b1', clock('08:30'), { heartRate: 70, says });
    rests(room, 'b1', clock('08:45'), { heartRate: 150, says });
    expect(told(room)).toEqual([]);
    rests(room, 'b1', clock('09:00'), { heartRate: 150, says });
    expect(room.only('vitals').reason.code).toBe('heart-rate-high');
  });

  it('that comes late, from hours without coverage, is no news', () => {
    const room = rests(dutyRoom(['b1']), 'b1', clock('08:30'), { heartRate: 70 });
    room.until(clock('10:00'), minutes(1));
    const backlog = Array.from({ length: 30 }, (_, n) => ({
      at: plus(clock('09:00'), minutes(2 * n)),
      ...{ heartRate: 148 + (n % 7), worn: true, steps: 1_000, still: 120, buffered: true },
    }));
    room.says('b1', 'heartbeat', backlog);
    rests(room, 'b1', clock('10:30'), { heartRate: 70 });
    expect(told(room)).toEqual([]);
  });

  it('is not taken for a lasting one across our own absence', () => {
    const room = rests(dutyRoom(['b1']), 'b1', clock('08:30'), { heartRate: 70 });
    rests(room, 'b1', clock('08:36'), { heartRate: 122 });
    room.jumpsTo(clock('08:58'));
    room.deaf(minutes(22));
    rests(room, 'b1', clock('09:04'), { heartRate: 122 });
    expect(told(room)).toEqual([]);
    rests(room, 'b1', clock('09:25'), { heartRate: 122 });
    expect(room.only('vitals').reason.code).toBe('heart-rate-high');
  });
});

describe('what was told of a pulse', () => {
  const racing = (): Room => {
    const room = rests(dutyRoom(['b1'], clock('01:00')), 'b1', clock('02:00'), { heartRate: 60 });
    return rests(room, 'b1', clock('02:20'), { heartRate: 150 });
  };

  it('is over when it has been well for a while, not with the first good minutes', () => {
    const room = racing();
    const incident = room.only('vitals');
    rests(room, 'b1', clock('02:25'), { heartRate: 80 });
    rests(room, 'b1', clock('02:40'), { heartRate: 150 });
    expect(room.only('vitals').id).toBe(incident.id);
    rests(room, 'b1', clock('03:10'), { heartRate: 68 });
    expect(room.again(incident)).toMatchObject({ state: 'closed', outcome: 'recovered' });
    expect(told(room)).toHaveLength(1);
  });

  it('is not over because the wearer gets up, or takes the band off', () => {
    const room = racing();
    rests(room, 'b1', clock('03:00'), { heartRate: 150, walks: 40 });
    expect(room.verdict('b1', 'heart-rate')?.code).toBe('no-readings');
    rests(room, 'b1', clock('03:40'), { says: { worn: false } });
    expect(room.only('vitals').reason.code).toBe('heart-rate-high');
  });

  it('and closed by the desk is told once more after two hours while it lasts', () => {
    const room = racing();
    room.desk('王', room.only('vitals'), { type: 'close', outcome: 'other' });
    rests(room, 'b1', clock('04:10'), { heartRate: 150 });
    expect(room.open('vitals')).toEqual([]);
    rests(room, 'b1', clock('04:30'), { heartRate: 150 });
    expect(told(room)).toHaveLength(2);
  });

  const mildAndClosed = (): Room => {
    const room = rests(dutyRoom(['b1']), 'b1', clock('08:30'), { heartRate: 75 });
    rests(room, 'b1', clock('09:00'), { heartRate: 120, error: 0.02 });
    room.desk('王', room.only('vitals'), { type: 'close', outcome: 'other' });
    return room;
  };

  it('as a mild matter and closed is told again the next day', () => {
    const room = rests(mildAndClosed(), 'b1', clock('13:00'), { heartRate: 120, error: 0.02 });
    expect(told(room)).toHaveLength(1);
  });

  it('as a mild matter and closed is told at once when it gets sharp', () => {
    const room = rests(mildAndClosed(), 'b1', clock('09:15'), { heartRate: 155 });
    expect(room.only('vitals')).toMatchObject({ priority: 'attention' });
    expect(told(room)).toHaveLength(2);
  });
});

describe('what is usual for a person', () => {
  it('makes a pulse unusual that no general limit would mind', () => {
    const room = known(15, clock('02:00'));
    expect(room.verdict('b1', 'heart-rate')).toMatchObject({ code: 'usual', facts: { usual: 58 } });
    rests(room, 'b1', clock('02:40'), { heartRate: 98 });
    const incident = room.only('vitals');
    expect(incident).toMatchObject({
      priority: 'attention',
      reason: { code: 'heart-rate-unusual' },
    });
    expect((incident.reason as { usual?: number }).usual).toBe(58);
    expect(delay(incident, clock('02:00'))).toBeLessThanOrEqual(30);
  });

  it('does not make it unusual to lie awake at night', () => {
    const room = rests(known(15, clock('02:00')), 'b1', clock('04:00'), { heartRate: 74 });
    expect(told(room)).toEqual([]);
  });

  it('is not believed after three days, which is said', () => {
    const room = known(3, clock('02:00'));
    rests(room, 'b1', clock('03:00'), { heartRate: 98 });
    expect(told(room)).toEqual([]);
    expect(room.verdict('b1', 'heart-rate')).toMatchObject({
      code: 'learning',
      facts: { days: 3, needed: 10 },
    });
  });

  it('is learned anew of who was away for two months', () => {
    const room = known(75, plus(clock('00:00'), hours(-24 * 60)));
    room.jumpsTo(clock('01:00'));
    room.deaf(hours(24 * 60));
    rests(room, 'b1', clock('02:00'), { heartRate: 90 });
    expect(room.verdict('b1', 'heart-rate')).toMatchObject({ code: 'learning' });
    expect(told(room)).toEqual([]);
  });

  it('is hardly moved by five days of high fever', () => {
    const room = known(15, clock('00:00'));
    rests(room, 'b1', clock('00:00', 5), { heartRate: (at) => OWN(at) + 40, every: minutes(10) });
    room.until(clock('01:00', 5), minutes(1));
    rests(room, 'b1', clock('01:30', 5), { heartRate: OWN });
    const { facts } = room.verdict('b1', 'heart-rate') ?? {};
    expect(Number(facts?.usual)).toBeLessThanOrEqual(61);
  });

  it('is learned from what came late, too', () => {
    const room = dutyRoom(['b1'], plus(clock('00:00'), hours(-24 * 14)));
    for (let day = -14; day < 0; day++) {
      const hour = Array.from({ length: 24 }, (_, n) => ({
        at: plus(clock('01:00', day), minutes(5 * n)),
        ...{ heartRate: 56 + (n % 5), worn: true, steps: 1_000, still: 120, buffered: true },
      }));
      room.until(clock('09:00', day), hours(1));
      room.says('b1', 'heartbeat', hour);
    }
    room.until(clock('01:00'), hours(1));
    rests(room, 'b1', clock('01:30'), { heartRate: 58 });
    expect(room.verdict('b1', 'heart-rate')).toMatchObject({ code: 'usual', facts: { usual: 58 } });
  });

  it('spares who has always been near a mild limit, and no sharp one', () => {
    const room = known(15, clock('10:00'), () => 108);
    rests(room, 'b1', clock('12:00'), { heartRate: 114 });
    expect(told(room).filter(({ at }) => at > clock('00:00'))).toEqual([]);
    rests(room, 'b1', clock('12:20'), { heartRate: 150 });
    expect(room.only('vitals').reason.code).toBe('heart-rate-high');
  });
});

describe('a heart that is known to be another', () => {
  it('that fibrillates at 86 is left in peace, and found when it races', () => {
    for (const rhythm of ['irregular', 'regular'] as const) {
      const room = dutyRoom(['b1'], clock('00:00'), withVitals({ rhythm }));
      rests(room, 'b1', clock('00:00', 1), { heartRate: 86, error: 0.165 });
      expect(told(room)).toEqual([]);
      expect(room.verdict('b1', 'sensor')?.code).toBe('believed');
      rests(room, 'b1', clock('00:40', 1), { heartRate: 155, error: 0.165 });
      expect(delay(room.only('vitals'), clock('00:00', 1))).toBeLessThanOrEqual(30);
    }
  });

  it('with a pacemaker set to 60 must not beat 50, which others may asleep', () => {
    const paced = withVitals({ rhythm: 'paced', pacedRate: 60 });
    for (const policy of [paced, DEFAULT_POLICY]) {
      const room = dutyRoom(['b1'], clock('01:00'), policy);
      rests(room, 'b1', clock('02:00'), { heartRate: 60, error: 0.02 });
      rests(room, 'b1', clock('02:20'), { heartRate: 49 });
      expect(room.open('vitals').map(({ reason }) => reason)).toMatchObject(
        policy === paced ? [{ code: 'pulse-under-pacemaker', rate: 60 }] : [],
      );
    }
  });

  it('is judged by the limits that were set for that person', () => {
    const heartRate = { ...DEFAULT_POLICY.vitals.heartRate, veryLow: 34, low: 38 };
    const room = dutyRoom(['b1'], clock('08:00'), withVitals({ heartRate }));
    rests(room, 'b1', clock('10:00'), { heartRate: 42, error: 0.03 });
    expect(told(room)).toEqual([]);
  });
});
