// The recorded past as a rehearsal takes it in: what happened, each thing at the moment at which the
// service knew of it.
import type { PastArrival } from '../../alerts/adapters/journal-past.ts';
import type { BandId, ResidentId } from '../../domain/ids.ts';
import type { Reading } from '../../domain/message.ts';
import type { Place } from '../../domain/person.ts';
import type { Instant } from '../../domain/time.ts';
import type { Point } from '../../ingest/port.ts';
import { Schedule } from './schedule.ts';

/** A band and who wore it when. */
export interface PastBand {
  readonly id: BandId;
  readonly registeredAt: Instant;
  readonly retiredAt?: Instant;
  /** In the order in which they began. */
  readonly worn: readonly {
    readonly residentId: ResidentId;
    readonly from: Instant;
    readonly to?: Instant;
  }[];
}

/** The service itself did not run. */
export interface Absence {
  readonly from: Instant;
  readonly to: Instant;
}

export interface Past {
  readonly from: Instant;
  readonly to: Instant;
  readonly bands: readonly PastBand[];
  /** Where they live. */
  readonly places: ReadonlyMap<ResidentId, Place>;
  /** In the order of receipt. */
  readonly arrivals: Iterable<PastArrival>;
  readonly absences: readonly Absence[];
  /** In the order of `at`, in blocks. */
  readonly readings: AsyncIterable<readonly Point[]>;
}

export type PastEvent =
  | { readonly type: 'given'; readonly bandId: BandId; readonly to: ResidentId | undefined }
  | { readonly type: 'retired'; readonly bandId: BandId }
  | { readonly type: 'arrived'; readonly arrival: PastArrival }
  | { readonly type: 'away'; readonly until: Instant }
  | {
      readonly type: 'heard';
      readonly bandId: BandId;
      /** Of whose wrist it came, where that is known. */
      readonly residentId: ResidentId | undefined;
      readonly readings: readonly Reading[];
    };

export interface Happened {
  readonly at: Instant;
  readonly event: PastEvent;
}

/** Who wears what when the past begins. */
export const wornAt = (
  bands: readonly PastBand[],
  at: Instant,
): readonly (readonly [BandId, ResidentId])[] =>
  bands.flatMap(({ id, worn, retiredAt }) => {
    const wearer = worn.find(({ from, to }) => from <= at && (to === undefined || at < to));
    const isInUse = retiredAt === undefined || at < retiredAt;
    return wearer && isInUse ? [[id, wearer.residentId] as const] : [];
  });

/** Everything in the order in which the service knew of it. */
export async function* happenedIn(past: Past): AsyncGenerator<readonly Happened[]> {
  const schedule = new Schedule<PastEvent>();
  plan(past, schedule);
  const registered = new Map(past.bands.map(({ id, registeredAt }) => [id, registeredAt]));
  const late = new Map<string, Reading[]>();
  const takeUntil = (at: Instant, happened: Happened[]): void => {
    while (schedule.nextAt < at) {
      const next = schedule.take();
      if (!next) return;
      happened.push({ at: next.at, event: next.item });
      if (next.item.type === 'heard') late.delete(`${next.item.bandId} ${next.at}`);
    }
  };
  for await (const block of past.readings) {
    const happened: Happened[] = [];
    for (const point of block) {
      takeUntil(point.at, happened);
      const { bandId, residentId, heardAt } = point;
      const wasHere = point.at >= (registered.get(bandId) ?? Number.NEGATIVE_INFINITY);
      if (heardAt === undefined || !wasHere) {
        const readings = [readingFrom(point, false)];
        happened.push({ at: point.at, event: { type: 'heard', bandId, residentId, readings } });
        continue;
      }
      // What came in one message, or in the same moment, comes in one again.
      const key = `${bandId} ${heardAt}`;
      const known = late.get(key);
      if (known) known.push(readingFrom(point, true));
      else {
        const readings = [readingFrom(point, true)];
        late.set(key, readings);
        schedule.put(heardAt, { type: 'heard', bandId, residentId, readings });
      }
    }
    yield happened;
  }
  const rest: Happened[] = [];
  takeUntil(past.to, rest);
  yield rest;
}

function plan({ from, to, bands, arrivals, absences }: Past, schedule: Schedule<PastEvent>): void {
  const put = (at: Instant, event: PastEvent): void => {
    if (at >= from && at < to) schedule.put(at, event);
  };
  for (const { id: bandId, worn, retiredAt } of bands) {
    for (const [n, { residentId, from: began, to: ended }] of worn.entries()) {
      if (began > from) put(began, { type: 'given', bandId, to: residentId });
      if (ended !== undefined && worn[n + 1]?.from !== ended) {
        put(ended, { type: 'given', bandId, to: undefined });
      }
    }
    if (retiredAt !== undefined) put(retiredAt, { type: 'retired', bandId });
  }
  for (const arrival of arrivals) put(arrival.receivedAt, { type: 'arrived', arrival });
  for (const { from: began, to: until } of absences) put(began, { type: 'away', until });
}

/** @param isLate then it is marked as kept and sent later; else as news, whatever the band called it. */
function readingFrom(point: Point, isLate: boolean): Reading {
  const {
    bandId: _band,
    residentId: _resident,
    heardAt: _heard,
    buffered: _kept,
    ...reading
  } = point;
  return isLate ? { ...reading, buffered: true } : reading;
}
