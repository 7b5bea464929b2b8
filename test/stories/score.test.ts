// The score decides what a rule is worth, so it is held to examples that can be counted by hand.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minutes, plus } from '../../domain/time.ts';
import { clock, resident } from '../support/given.ts';
import { type Alarm, isFound, median, scoreOf } from './score.ts';
import type { Emergency, Labels, Matter } from './story.ts';

const LIN = resident('r-lin');
const WANG = resident('r-wang');
const DAY = { from: clock('00:00'), to: clock('00:00', 1) };
const NOTHING: Labels = {
  emergencies: [],
  matters: [],
  fair: [],
  outages: [],
  lesserAtMost: 0,
};

let count = 0;
function alarm(time: string, told: Partial<Alarm> = {}): Alarm {
  count += 1;
  return {
    incident: `i-${count}`,
    at: clock(time),
    kind: 'no-sign-of-life',
    priority: 'attention',
    residentId: LIN,
    reason: 'test',
    isChecking: false,
    ...told,
  };
}

const faint: Emergency = {
  residentId: LIN,
  what: 'faint',
  shows: 'silent',
  from: clock('10:00'),
  until: clock('12:00'),
  within: minutes(30),
  as: ['no-sign-of-life/attention', 'vitals/attention'],
};
const scored = (alarms: readonly Alarm[], labels: Partial<Labels> = {}) =>
  scoreOf(alarms, { ...NOTHING, ...labels }, DAY);
const found = (alarms: readonly Alarm[], emergency: Emergency = faint) => {
  const [one] = scored(alarms, { emergencies: [emergency] }).emergencies;
  if (one === undefined) throw new Error('no emergency');
  return { isFound: isFound(one), delay: one.delay };
};

describe('an emergency', () => {
  it('is found by the first alarm of its kind about its person, with its delay', () => {
    expect(found([alarm('10:21'), alarm('10:25')])).toEqual({ isFound: true, delay: minutes(21) });
  });

  it('is missed when nothing was told, or too late, or about somebody else, or of another kind', () => {
    expect(found([])).toEqual({ isFound: false, delay: undefined });
    expect(found([alarm('10:31')])).toEqual({ isFound: false, delay: minutes(31) });
    expect(found([alarm('10:10', { residentId: WANG })]).isFound).toBe(false);
    expect(found([alarm('10:10', { kind: 'battery' })]).isFound).toBe(false);
  });

  it('is not found by what was told before it began, or when it was over', () => {
    expect(found([alarm('09:50')]).isFound).toBe(false);
    expect(found([alarm('12:01')]).isFound).toBe(false);
  });

  it('counts from when somebody could know; told sooner is told at once', () => {
    const asleep = { ...faint, noticeable: clock('11:00') };
    expect(found([alarm('11:20')], asleep).delay).toBe(minutes(20));
    expect(found([alarm('10:30')], asleep).delay).toBe(0);
  });

  it('is found by a sharper alarm than asked for, and by no milder one', () => {
    expect(found([alarm('10:05', { priority: 'emergency' })]).isFound).toBe(true);
    expect(found([alarm('10:05', { priority: 'notice' })]).isFound).toBe(false);
  });

  it('is not found by a fall that is still being checked, but by what comes of it', () => {
    const fall: Emergency = { ...faint, as: ['fall/attention'] };
    const checking = alarm('10:01', { kind: 'fall', isChecking: true });
    const after = { ...checking, at: clock('10:02'), isChecking: false };
    expect(found([checking], fall).isFound).toBe(false);
    expect(found([checking, after], fall).delay).toBe(minutes(2));
  });
});

describe('an alarm', () => {
  it('is false when nothing was the matter, once for an incident however often it rang', () => {
    const one = alarm('08:00');
    expect(scored([one, { ...one, at: clock('08:05') }]).falseAlarms).toEqual([one]);
  });

  it('is not false while its person needs somebody, whatever it was told for', () => {
    const labels = { emergencies: [faint] };
    expect(scored([alarm('10:05', { kind: 'wandering' })], labels).falseAlarms).toEqual([]);
    expect(scored([alarm('10:05', { residentId: WANG })], labels).falseAlarms).toHaveLength(1);
  });

  it('about a person is false where only the band was the matter', () => {
    const forgotten: Matter = { ...faint, as: ['band-off/notice'] };
    const labels = { matters: [forgotten] };
    expect(scored([alarm('10:05')], labels).falseAlarms).toHaveLength(1);
    expect(scored([alarm('10:05', { kind: 'band-off' })], labels).falseAlarms).toEqual([]);
  });

  it('that is a notice, a line on the work list or a battery is nobody’s false alarm', () => {
    const alarms = [
      alarm('08:00', { priority: 'notice' }),
      alarm('09:00', { priority: 'technical', kind: 'technical' }),
      alarm('10:00', { kind: 'battery' }),
    ];
    const score = scored(alarms);
    expect(score.falseAlarms).toEqual([]);
    expect(score.lesser).toHaveLength(2);
  });

  it('of a false fall that came to nothing while it was checked is counted by itself', () => {
    const shown = alarm('08:00', { kind: 'fall', isChecking: true });
    const lowered = {
      ...shown,
      at: clock('08:01'),
      isChecking: false,
      priority: 'notice',
    } as const;
    const score = scored([shown, lowered]);
    expect(score.checkedFalls).toBe(1);
    expect(score.falseAlarms).toEqual([]);
    const unanswered = { ...shown, at: clock('08:01'), isChecking: false };
    expect(scored([shown, unanswered]).falseAlarms).toEqual([unanswered]);
  });
});

describe('an outage', () => {
  const outage = { from: clock('14:00'), to: clock('15:00'), people: [LIN, WANG] };
  const labels = { outages: [outage] };
  const service = (time: string) => {
    const { residentId: _, ...rest } = alarm(time, { kind: 'technical', priority: 'technical' });
    return rest;
  };

  it('counts the incidents it was told in: of the service, and of its people', () => {
    expect(scored([service('14:03')], labels).outages).toEqual([1]);
    const silence = alarm('14:25', { kind: 'silence', priority: 'notice', residentId: WANG });
    expect(scored([service('14:03'), silence], labels).outages).toEqual([2]);
  });

  it('does not count what came long after it, of others, or for a reason of its own', () => {
    const other = alarm('14:10', { residentId: resident('r-chen') });
    const pressed = alarm('14:10', { kind: 'sos', priority: 'emergency' });
    const needsHelp: Emergency = { ...faint, from: clock('14:09'), until: clock('15:00') };
    const fell = alarm('14:12', { kind: 'fall', priority: 'attention', isChecking: true });
    const alarms = [service('14:03'), service('16:00'), other, pressed, fell];
    expect(scored(alarms, { ...labels, emergencies: [needsHelp] }).outages).toEqual([1]);
  });
});

describe('the load', () => {
  it('is above the limit with more than 10 alarms in ten minutes or 12 in an hour', () => {
    const ten = Array.from({ length: 10 }, (_, n) => alarm(`08:0${n}`));
    expect(scored(ten).load).toMatchObject({ tenMinutesAbove: 0, hoursAbove: 0, worstShift: 10 });
    const eleven = [...ten, alarm('08:09')];
    expect(scored(eleven).load).toMatchObject({ tenMinutesAbove: 1, hoursAbove: 0 });
    const thirteen = [...ten, alarm('08:20'), alarm('08:30'), alarm('08:40')];
    expect(scored(thirteen).load).toMatchObject({ tenMinutesAbove: 0, hoursAbove: 1 });
  });

  it('counts a shift by eight hours', () => {
    const alarms = [alarm('07:59'), alarm('08:00'), alarm('15:59'), alarm('16:00')];
    expect(scored(alarms).load).toMatchObject({ hours: 24, alarms: 4, worstShift: 2 });
  });
});

describe('any alarms at all', () => {
  const anyAlarm = fc.record({
    minute: fc.integer({ min: 0, max: 1_439 }),
    incident: fc.integer({ min: 0, max: 5 }),
    priority: fc.constantFrom('emergency', 'attention', 'notice', 'technical'),
    isChecking: fc.boolean(),
  });

  it('are each false, lesser, a checked fall, or explained: never two of these', () => {
    fc.assert(
      fc.property(fc.array(anyAlarm, { maxLength: 30 }), (told) => {
        const alarms = told
          .toSorted((a, b) => a.minute - b.minute)
          .map(({ minute, incident, priority, isChecking }) =>
            alarm('00:00', {
              incident: `i-${incident}`,
              at: plus(DAY.from, minutes(minute)),
              priority: priority as Alarm['priority'],
              isChecking,
            }),
          );
        const score = scored(alarms, { emergencies: [faint] });
        const incidents = new Set(alarms.map(({ incident }) => incident)).size;
        const counted = score.falseAlarms.length + score.lesser.length + score.checkedFalls;
        expect(counted).toBeLessThanOrEqual(incidents);
        expect(score.load.alarms).toBe(alarms.length);
      }),
    );
  });
});

describe('the median', () => {
  it('is the middle one, and of none there is none', () => {
    expect(median([5, 1, 9])).toBe(5);
    expect(median([4, 1])).toBe(1);
    expect(median([])).toBeUndefined();
  });
});
