// A whole month of 79 lives, minute by minute, through the pure core. The wearers are invented by the
// simulator with its dice; on top of their ordinary lives each of them presses twice.
import { describe, expect, it } from 'vitest';
import { findOutage } from '../../alerts/decide/outage.ts';
import { type BandState, newBand } from '../../alerts/decide/state.ts';
import { stepBand } from '../../alerts/decide/step.ts';
import type { BandId } from '../../domain/ids.ts';
import type { Change, Raised } from '../../domain/incident.ts';
import type { BandInput, Tick } from '../../domain/input.ts';
import type { BandMessage } from '../../domain/message.ts';
import { DEFAULT_POLICY } from '../../domain/policy.ts';
import { days, hours, type Instant, minutes, plus, seconds } from '../../domain/time.ts';
import { makeBand } from '../../simulator/band.ts';
import { diceFor, makeDice } from '../../simulator/dice.ts';
import { type Heard, heard } from '../../simulator/month.ts';
import { inventWearer } from '../../simulator/wearer.ts';
import { band, clock, must, resident, staff } from '../support/given.ts';

const SEED = 20261121;
const START = clock('00:00');
const END = plus(START, days(30));
const NAMES = Array.from({ length: 79 }, (_, n) => band(`b${n}`));
const EMPTY = new Uint8Array();

class Month {
  readonly changes: Change[] = [];
  readonly states = new Map<BandId, BandState>(
    NAMES.map((id) => [id, newBand(id, resident(`r-${id}`), START, DEFAULT_POLICY)]),
  );

  step(id: BandId, input: BandInput, now: Instant): void {
    const { state, changes } = stepBand(must(this.states.get(id)), input, now, DEFAULT_POLICY);
    this.states.set(id, state);
    if (changes.length > 0) this.changes.push(...changes);
  }

  says(id: BandId, message: BandMessage, now: Instant): void {
    const channel = message.type;
    const arrival = { bandId: id, channel, payload: EMPTY, qos: 1, dup: false, receivedAt: now };
    this.step(id, { type: 'message', arrival, message } as BandInput, now);
  }

  tick(now: Instant): void {
    const outage = findOutage(this.states.values(), now, DEFAULT_POLICY);
    const tick: Tick = { type: 'tick', ...(outage && { outage }) };
    for (const id of NAMES) this.step(id, tick, now);
  }

  raised(kind?: Raised['kind']): readonly Raised[] {
    return this.changes.filter(
      (change) => change.type === 'raised' && (kind === undefined || change.kind === kind),
    ) as Raised[];
  }
}

function lives(): readonly Iterator<Heard>[] {
  const dice = makeDice(SEED);
  return NAMES.map((id) => {
    const wearer = inventWearer(diceFor(dice, id));
    const started = makeBand({ id, wearer, at: START, boot: 1 }, dice);
    return heard({ band: started, until: END, interval: minutes(1) });
  });
}

/** Two presses of everybody, at an hour of their own, the second a minute after the first. */
const pressesAt = (n: number): readonly Instant[] => {
  const first = plus(START, (days(1 + (n % 28)) + hours(n % 24)) as ReturnType<typeof days>);
  return [plus(first, seconds(7)), plus(first, seconds(67))];
};

describe('a month of 79 lives', () => {
  const month = new Month();

  // A quarter of a minute where nothing else runs; the limit is for machines that do other things.
  it('runs through the rules', { timeout: 120_000 }, () => {
    const iterators = lives();
    const next = iterators.map((life) => life.next());
    for (let now = START; now < END; now = plus(now, minutes(1))) {
      for (const [n, id] of NAMES.entries()) {
        for (const at of pressesAt(n)) {
          if (at > now - 60_000 && at <= now) {
            month.says(id, { type: 'sos', id: `p-${at}` as never, at }, at);
          }
        }
        for (let one = next[n]; one && !one.done && one.value.at <= now; one = next[n]) {
          month.says(id, one.value.message, one.value.at);
          next[n] = must(iterators[n]).next();
        }
      }
      month.tick(now);
      closeAfterTenMinutes(month, now);
    }
    expect(month.states.get(must(NAMES[0]))?.present.heardAt).toBeGreaterThan(END - hours(24));
  });

  it('has one emergency for each person who pressed, and both presses on it', () => {
    const calls = month.raised('sos');
    expect(new Set(calls.map(({ bandId }) => bandId)).size).toBe(79);
    expect(calls).toHaveLength(79);
    expect(month.changes.filter(({ type }) => type === 'pressed')).toHaveLength(158);
  });

  it('has no other emergency', () => {
    const emergencies = month.raised().filter(({ priority }) => priority === 'emergency');
    expect(emergencies.every(({ kind }) => kind === 'sos')).toBe(true);
  });

  it('took no dead corner of a flat and no flat battery for a person without a sign of life', () => {
    const worse = month.changes.filter(
      (change) =>
        (change.type === 'raised' || change.type === 'reclassified') &&
        change.kind === 'no-sign-of-life',
    );
    expect(worse).toEqual([]);
  });

  it('asked for attention less than once a day', () => {
    const asked = month.changes.filter(
      (change) =>
        (change.type === 'raised' || change.type === 'reclassified') &&
        change.priority === 'attention',
    );
    expect(asked.length).toBeLessThan(30);
  });

  it('told the desk of every battery that ran low, once a discharge', () => {
    const batteries = month.raised('battery');
    // A band lasts one to five days, and most are charged before it is worth a word.
    expect(batteries.length).toBeGreaterThan(79);
    expect(batteries.length).toBeLessThan(79 * 8);
  });
});

/** The desk closes what it claimed; whatever is still open after ten minutes is dealt with. */
function closeAfterTenMinutes(month: Month, now: Instant): void {
  for (const [id, state] of month.states) {
    for (const incident of state.incidents) {
      if (incident.kind !== 'sos' || now - incident.openedAt < minutes(10)) continue;
      const action = { type: 'close', outcome: 'assisted' } as const;
      month.step(id, { type: 'action', incidentId: incident.id, by: staff('王'), action }, now);
    }
  }
}
