// What can be decided about a band: on what memory says at this moment, and without touching it.
import { CANARY_BAND } from '../domain/canary.ts';
import type { BandId, ResidentId, StaffName } from '../domain/ids.ts';
import { type Clock, hours, plus } from '../domain/time.ts';
import type { Decision, News } from './ledger.ts';
import { bandIn, currentAssignment, type Memory } from './memory.ts';
import type { Band, BandAnswer, BandRefusal } from './port.ts';
import { hashSecret, newBandSecret } from './secret.ts';
import type { AssignmentRow, BandRow, Write } from './write.ts';

/** How long the former secret is good beside the new one, unless the new one is used. */
const FORMER_SECRET_GRACE = hours(24);

const refused = (refusal: BandRefusal): Decision<{ ok: false; refusal: BandRefusal }> => ({
  value: { ok: false, refusal },
});

const audited = (clock: Clock, action: string, id: BandId, by: StaffName | undefined): Write => ({
  type: 'audit',
  entry: { at: clock(), ...(by !== undefined && { by }), action, subject: `band:${id}` },
});

export function registered(
  memory: Memory,
  clock: Clock,
  id: BandId,
  residentId: ResidentId | undefined,
  by: StaffName | undefined,
): Decision<BandAnswer<{ band: Band; secret: string }>> {
  if (memory.bands.has(id) || id === CANARY_BAND) return refused('exists');
  if (residentId !== undefined && !memory.residents.has(residentId)) {
    return refused('no-such-resident');
  }
  if (residentId !== undefined && memory.worn.has(residentId)) return refused('resident-has-band');
  const now = clock();
  const secret = newBandSecret();
  const unused = { retiredAt: null, formerHash: null, formerUntil: null };
  const row: BandRow = { id, registeredAt: now, secretHash: hashSecret(secret), ...unused };
  const worn: AssignmentRow[] =
    residentId === undefined ? [] : [{ bandId: id, residentId, from: now, to: null }];
  const wearing = residentId !== undefined && { residentId, assignedAt: now };
  return {
    value: { ok: true, value: { band: { id, registeredAt: now, ...wearing }, secret } },
    writes: [
      { type: 'band', row },
      ...worn.map((each) => ({ type: 'assignment-began', row: each }) as const),
      audited(clock, 'band-registered', id, by),
    ],
    news: [
      { type: 'band-assigned', id, residentId },
      ...worn.map((each) => ({ type: 'resident-changed', id: each.residentId }) as const),
    ],
  };
}

export function assigned(
  memory: Memory,
  clock: Clock,
  id: BandId,
  residentId: ResidentId | null,
  by: StaffName | undefined,
): Decision<BandAnswer<Band>> {
  const band = bandIn(memory, id);
  if (!band) return refused('no-such-band');
  if (band.retiredAt !== undefined) return refused('retired');
  if (residentId !== null && !memory.residents.has(residentId)) return refused('no-such-resident');
  if ((band.residentId ?? null) === residentId) return { value: { ok: true, value: band } };

  const now = clock();
  const formerBand = residentId === null ? undefined : memory.worn.get(residentId);
  const freed = formerBand === undefined ? nothing : takenOff(memory, formerBand, now);
  const taken = takenOff(memory, id, now);
  const wearing = residentId !== null && { residentId, assignedAt: now };
  const began: Write[] =
    residentId === null
      ? []
      : [{ type: 'assignment-began', row: { bandId: id, residentId, from: now, to: null } }];
  return {
    value: { ok: true, value: { id, registeredAt: band.registeredAt, ...wearing } },
    writes: [
      ...freed.writes,
      ...taken.writes,
      ...began,
      audited(clock, residentId === null ? 'band-freed' : 'band-assigned', id, by),
    ],
    news: [
      ...(formerBand === undefined
        ? []
        : [{ type: 'band-assigned', id: formerBand, residentId: undefined } as const]),
      { type: 'band-assigned', id, residentId: residentId ?? undefined },
      ...taken.news,
      ...(residentId === null ? [] : [{ type: 'resident-changed', id: residentId } as const]),
    ],
  };
}

interface TakenOff {
  readonly writes: readonly Write[];
  readonly news: readonly News[];
}
const nothing: TakenOff = { writes: [], news: [] };

/** The band comes off whoever wears it. */
function takenOff(memory: Memory, bandId: BandId, at: AssignmentRow['from']): TakenOff {
  const worn = currentAssignment(memory, bandId);
  if (!worn) return nothing;
  return {
    writes: [{ type: 'assignment-ended', bandId, at }],
    news: [{ type: 'resident-changed', id: worn.residentId }],
  };
}

export function retired(
  memory: Memory,
  clock: Clock,
  id: BandId,
  by: StaffName | undefined,
): Decision<BandAnswer<Band>> {
  const row = memory.bands.get(id);
  if (!row) return refused('no-such-band');
  const now = row.retiredAt ?? clock();
  const value: Band = { id, registeredAt: row.registeredAt, retiredAt: now };
  if (row.retiredAt !== null) return { value: { ok: true, value } };
  const taken = takenOff(memory, id, now);
  const over = { ...row, retiredAt: now, formerHash: null, formerUntil: null };
  return {
    value: { ok: true, value },
    writes: [{ type: 'band', row: over }, ...taken.writes, audited(clock, 'band-retired', id, by)],
    news: [{ type: 'band-retired', id }, ...taken.news],
  };
}

export function rotated(
  memory: Memory,
  clock: Clock,
  id: BandId,
  by: StaffName | undefined,
): Decision<BandAnswer<{ secret: string }>> {
  const before = memory.bands.get(id);
  if (!before) return refused('no-such-band');
  if (before.retiredAt !== null) return refused('retired');
  const secret = newBandSecret();
  const row: BandRow = {
    ...before,
    secretHash: hashSecret(secret),
    formerHash: before.secretHash,
    formerUntil: plus(clock(), FORMER_SECRET_GRACE),
  };
  return {
    value: { ok: true, value: { secret } },
    writes: [{ type: 'band', row }, audited(clock, 'band-secret-rotated', id, by)],
    news: [{ type: 'secret-rotated', id }],
  };
}
