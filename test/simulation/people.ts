// The registry of the simulated community, as far as the screens ask it: who there is, and what they
// wear. It never changes during a run.
import type { BandId, ResidentId } from '../../domain/ids.ts';
import type { Resident } from '../../domain/person.ts';
import type { Registry } from '../../registry/port.ts';

export function registryOf(wearers: readonly (readonly [BandId, ResidentId])[]): Registry {
  const residents: readonly Resident[] = wearers.map(([bandId, id]) => ({
    id,
    name: `住户${bandId}`,
    bandId,
  }));
  return {
    residents: {
      all: () => residents,
      get: (wanted: ResidentId) => residents.find(({ id }) => id === wanted),
    },
    bands: {
      get: (bandId: BandId) => residents.find((each) => each.bandId === bandId) && worn(bandId),
    },
  } as unknown as Registry;

  function worn(id: BandId) {
    return { id, residentId: residents.find(({ bandId }) => bandId === id)?.id };
  }
}
