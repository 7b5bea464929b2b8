// When the registry changes who wears what, the engine watches accordingly, the broker ends connections
// that are no longer allowed, and the wall shows it.
import type { AlertEngine, DutyFeed, Wearing } from '../alerts/port.ts';
import type { Bus } from '../broker/port.ts';
import type { ResidentId } from '../domain/ids.ts';
import type { Place } from '../domain/person.ts';
import type { Registry, Residents } from '../registry/port.ts';

interface Followers {
  readonly engine: AlertEngine;
  readonly bus: Pick<Bus, 'drop'>;
  readonly feed: DutyFeed;
}

/** Every band in use, who wears it, and where they live. */
export const bandsInUse = ({ bands, residents }: Registry): readonly Wearing[] =>
  bands
    .all()
    .filter(({ retiredAt }) => retiredAt === undefined)
    .map(({ id, residentId }) => [id, residentId, placeOf(residents, residentId)]);

function placeOf(residents: Residents, id: ResidentId | undefined): Place | undefined {
  const resident = id === undefined ? undefined : residents.get(id);
  if (resident === undefined) return undefined;
  const { compound, building } = resident;
  return {
    ...(compound !== undefined && { compound }),
    ...(building !== undefined && { building }),
  };
}

export function followRegistry(registry: Registry, { engine, bus, feed }: Followers): void {
  registry.listen({
    async residentChanged(id) {
      const bandId = registry.residents.get(id)?.bandId;
      if (bandId === undefined) return;
      feed.presentChanged(bandId);
      await engine.locate(bandId, placeOf(registry.residents, id) ?? {});
    },
    bandAssigned: (id, residentId) =>
      engine.assign(id, residentId, placeOf(registry.residents, residentId)),
    async bandRetired(id) {
      bus.drop(id);
      await engine.retire(id);
    },
    // The band signs in again with whichever of its two secrets it has.
    secretRotated: (id) => bus.drop(id),
  });
}
