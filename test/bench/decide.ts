// Deciding: one reading of one band, and one tick over very many.
import { NO_OUTAGES, watchOutages } from '../../alerts/decide/outage.ts';
import { type BandState, newBand } from '../../alerts/decide/state.ts';
import { stepBand } from '../../alerts/decide/step.ts';
import type { FromBand } from '../../domain/input.ts';
import { DEFAULT_POLICY } from '../../domain/policy.ts';
import { type Instant, minutes, plus, seconds } from '../../domain/time.ts';
import { parse } from '../../ingest/parse.ts';
import { band, clock, resident } from '../support/given.ts';
import { type Benchmark, micros, microsEach, millis, settle } from './measure.ts';

const MANY = 100_000;
const B1 = band('b1');
const text = (at: number, n: number) =>
  `{"id":"1-${n}","at":${at},"heartRate":${66 + ((n * 7) % 11)},"spo2":${96 + (n % 3)},"temperature":34.1,"steps":${(n % 1_440) * 3},"battery":${95 - (Math.floor(n / 40) % 60)},"worn":true,"charging":false,"still":${(n * 37) % 600},"signal":-61}`;

/** Three weeks of readings as they come, minute by minute, so that all habits are learned from them. */
const WEEKS = 3 * 7 * 24 * 60;
const WEARERS = 10;

export const decide: Benchmark = async () => {
  const start = clock('08:00');
  const inputs = Array.from({ length: WEEKS }, (_, n) => heartbeat(plus(start, minutes(n)), n));
  settle();
  const unknown: BandState = newBand(B1, resident('r1'), start, DEFAULT_POLICY);
  let state = unknown;
  let n = 0;
  const step = microsEach(WEARERS * WEEKS, () => {
    const input = inputs[n % WEEKS] as FromBand;
    // Another wearer, of whom nothing is known yet.
    if (n % WEEKS === 0) state = unknown;
    n += 1;
    state = stepBand(state, input, input.arrival.receivedAt, DEFAULT_POLICY).state;
  });
  const now = inputs[(n - 1) % WEEKS]?.arrival.receivedAt ?? start;
  const json = text(start, 1);
  const floor = microsEach(200_000, () => JSON.parse(json));
  return [
    {
      what: 'one reading through the rules',
      ours: micros(step),
      beside: `JSON.parse of the same reading: ${micros(floor)}`,
    },
    tickOverMany(state, now),
  ];
};

/** Parsed before, so that deciding alone is measured. */
function heartbeat(receivedAt: Instant, n: number): FromBand {
  const payload = new TextEncoder().encode(text(receivedAt, n));
  const arrival = { bandId: B1, channel: 'heartbeat', qos: 1, dup: false } as const;
  return {
    type: 'message',
    arrival: { ...arrival, payload, receivedAt },
    message: parse('heartbeat', payload),
  };
}

function tickOverMany(state: BandState, heardAt: typeof state.watchedSince) {
  const bands = Array.from({ length: MANY }, (_, n) => ({ ...state, bandId: band(`b${n}`) }));
  const now = plus(heardAt, seconds(1));
  const tick = { type: 'tick' } as const;
  const each = microsEach(20, () => {
    watchOutages(NO_OUTAGES, bands, [], now, DEFAULT_POLICY);
    for (const one of bands) stepBand(one, tick, now, DEFAULT_POLICY);
  });
  let touched = 0;
  const floor = microsEach(20, () => {
    for (const one of bands) if (one.present.heardAt === heardAt) touched += 1;
  });
  return {
    what: `a tick over ${MANY.toLocaleString('en')} bands`,
    ours: millis(each / 1_000),
    beside: `only looking at each band: ${millis(floor / 1_000)}${touched === 0 ? '?' : ''}`,
  };
}
