// The people who are watched over.
import { randomBytes } from 'node:crypto';
import type { ResidentId, StaffName } from '../domain/ids.ts';
import type { Resident } from '../domain/person.ts';
import type { Clock } from '../domain/time.ts';
import { byAddress } from './address-order.ts';
import type { Ledger } from './ledger.ts';
import { residentIn } from './memory.ts';
import type { NewResident, ResidentChanges, Residents } from './port.ts';
import type { Write } from './write.ts';

const newResidentId = (): ResidentId => randomBytes(9).toString('base64url') as ResidentId;

export function createResidents({ memory, change }: Ledger, clock: Clock): Residents {
  let ordered: readonly Resident[] = [];
  let orderedVersion = -1;

  const audited = (action: string, id: ResidentId, by: StaffName | undefined): Write => ({
    type: 'audit',
    entry: { at: clock(), ...(by !== undefined && { by }), action, subject: `resident:${id}` },
  });

  return {
    add: (resident, by) =>
      change(() => {
        const id = newResidentId();
        const facts = known(resident);
        return {
          value: { id, ...facts },
          writes: [{ type: 'resident', id, facts }, audited('resident-added', id, by)],
          news: [{ type: 'resident-changed', id }],
        };
      }),
    change: (id, changes, by) =>
      change(() => {
        const before = memory.residents.get(id);
        if (!before) return { value: undefined };
        const facts = changed(before, changes);
        const bandId = memory.worn.get(id);
        return {
          value: { id, ...facts, ...(bandId !== undefined && { bandId }) },
          writes: [{ type: 'resident', id, facts }, audited('resident-changed', id, by)],
          news: [{ type: 'resident-changed', id }],
        };
      }),
    get: (id) => residentIn(memory, id),
    all() {
      if (orderedVersion !== memory.residentsVersion) {
        ordered = [...memory.residents.keys()]
          .map((id) => residentIn(memory, id))
          .filter((resident) => resident !== undefined)
          .sort(byAddress);
        orderedVersion = memory.residentsVersion;
      }
      return ordered;
    },
  };
}

const known = (facts: NewResident): NewResident =>
  Object.fromEntries(
    Object.entries(facts).filter(([, value]) => value !== undefined),
  ) as unknown as NewResident;

function changed(before: NewResident, changes: ResidentChanges): NewResident {
  const taken = Object.entries({ ...before, ...known(changes as NewResident) });
  return Object.fromEntries(taken.filter(([, value]) => value !== null)) as unknown as NewResident;
}
