// The wristbands: registered, worn by one resident at a time, and admitted with their secret.
import type { BandId } from '../domain/ids.ts';
import type { Clock } from '../domain/time.ts';
import { naturally } from './address-order.ts';
import { assigned, registered, retired, rotated } from './band-changes.ts';
import type { Ledger } from './ledger.ts';
import { bandIn } from './memory.ts';
import type { Bands } from './port.ts';
import { hashSecret, sameHash } from './secret.ts';
import { wearerAt } from './wearer.ts';
import type { BandRow } from './write.ts';

export function createBands(ledger: Ledger, clock: Clock): Bands {
  const { memory, change } = ledger;
  return {
    register: (id, residentId, by) => change(() => registered(memory, clock, id, residentId, by)),
    assign: (id, residentId, by) => change(() => assigned(memory, clock, id, residentId, by)),
    retire: (id, by) => change(() => retired(memory, clock, id, by)),
    rotateSecret: (id, by) => change(() => rotated(memory, clock, id, by)),
    get: (id) => bandIn(memory, id),
    all: () =>
      [...memory.bands.keys()]
        .sort(naturally)
        .map((id) => bandIn(memory, id))
        .filter((band) => band !== undefined),
    admits: async (id, secret) => admits(ledger, clock, id, secret),
    history: async (id) =>
      (memory.assignments.get(id) ?? []).toReversed().map(({ to, ...row }) => ({
        ...row,
        ...(to !== null && { to }),
      })),
    wearerAt: (id, at) => wearerAt(memory.assignments.get(id) ?? [], at),
  };
}

function admits(ledger: Ledger, clock: Clock, id: BandId, secret: string): boolean {
  const row = ledger.memory.bands.get(id);
  const hash = hashSecret(secret);
  if (!row || row.retiredAt !== null) return false;
  if (sameHash(hash, row.secretHash)) {
    if (row.formerHash !== null) forgetFormerSecret(ledger, row);
    return true;
  }
  const { formerHash, formerUntil } = row;
  if (formerHash === null || formerUntil === null) return false;
  return sameHash(hash, formerHash) && clock() < formerUntil;
}

/** The band has the new secret now; whoever else knows the old one is out. */
function forgetFormerSecret(ledger: Ledger, used: BandRow): void {
  ledger.changeLater(() => {
    const row = ledger.memory.bands.get(used.id);
    if (row?.secretHash !== used.secretHash || row.formerHash === null) return { value: undefined };
    const forgotten: BandRow = { ...row, formerHash: null, formerUntil: null };
    return { value: undefined, writes: [{ type: 'band', row: forgotten }], evenUnwritten: true };
  });
}
