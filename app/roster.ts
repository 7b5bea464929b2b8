// When the registry changes who wears what, the engine watches accordingly, the broker ends connections
// that are no longer allowed, and the wall shows it.
import type { AlertEngine, DutyFeed } from '../alerts/port.ts';
import type { Bus } from '../broker/port.ts';
import type { BandId, ResidentId } from '../domain/ids.ts';
import type { Band, Registry } from '../registry/port.ts';

interface Followers {
  readonly engine: AlertEngine;
  readonly bus: Pick<Bus, 'drop'>;
  readonly feed: DutyFeed;
}

/** Every band in use, and who wears it. */
export const bandsInUse = (
  bands: readonly Band[],
): readonly (readonly [BandId, ResidentId | undefined])[] =>
  bands
    .filter(({ retiredAt }) => retiredAt === undefined)
    .map(({ id, residentId }) => [id, residentId]);

export function followRegistry(registry: Registry, { engine, bus, feed }: Followers): void {
  registry.listen({
    residentChanged(id) {
      const bandId = registry.residents.get(id)?.bandId;
      if (bandId !== undefined) feed.presentChanged(bandId);
    },
    bandAssigned: (id, residentId) => engine.assign(id, residentId),
    async bandRetired(id) {
      bus.drop(id);
      await engine.retire(id);
    },
    // The band signs in again with whichever of its two secrets it has.
    secretRotated: (id) => bus.drop(id),
  });
}
