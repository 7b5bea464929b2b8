// Moves the invented community into a service. It can be asked any number of times: what is there
// already stays, what is missing is added, a secret nobody knows any more is made anew.
import type { BandId } from '../../domain/ids.ts';
import type { Neighbour } from '../community.ts';
import { ApiError, type ServiceApi } from './api.ts';
import { inventPassword, type Kept, type KeptBand } from './keep.ts';

export interface Provisioned {
  readonly bands: readonly KeptBand[];
  readonly officer?: NonNullable<Kept['officer']>;
  /** Any one of the residents. */
  readonly someone: string | undefined;
}

/** @param api signed in as an administrator. */
export async function provision(
  api: ServiceApi,
  community: readonly Neighbour[],
  known: Pick<Kept, 'bands' | 'officer'>,
): Promise<Provisioned> {
  const residents = new Map((await api.residents()).map(({ id, name }) => [name, id as string]));
  const registered = new Map((await api.bands()).map((band) => [band.id, band.residentId]));
  const secrets = new Map(known.bands.map(({ id, secret }) => [id, secret]));
  const bands: KeptBand[] = [];
  for (const neighbour of community) {
    const { bandId, resident } = neighbour;
    const residentId = residents.get(resident.name) ?? (await moveIn(api, neighbour));
    residents.set(resident.name, residentId);
    const wornBy = registered.has(bandId) ? { residentId: registered.get(bandId) } : undefined;
    const secret = await secretFor(api, bandId, residentId, wornBy, secrets.get(bandId));
    bands.push({ id: bandId, secret });
  }
  const officer = known.officer ?? (await addOfficer(api));
  const someone = residents.values().next().value;
  return { bands, someone, ...(officer && { officer }) };
}

async function moveIn(api: ServiceApi, { resident, ownPolicy }: Neighbour): Promise<string> {
  const { id } = await api.addResident(resident);
  if (ownPolicy !== undefined) await api.setPolicy(id, ownPolicy);
  return id;
}

async function secretFor(
  api: ServiceApi,
  bandId: BandId,
  residentId: string,
  wornBy: { readonly residentId: string | null | undefined } | undefined,
  secret: string | undefined,
): Promise<string> {
  if (wornBy === undefined) return api.registerBand(bandId, residentId);
  if (wornBy.residentId !== residentId) await api.assignBand(bandId, residentId);
  return secret ?? api.rotateSecret(bandId);
}

const OFFICER = '值班员甲';

/** Undefined when the name is taken: its password belongs to whoever chose it. */
async function addOfficer(api: ServiceApi): Promise<Kept['officer'] | undefined> {
  const officer = { name: OFFICER, password: inventPassword() };
  try {
    await api.addStaff({ ...officer, role: 'duty-officer' });
    return officer;
  } catch (error) {
    if (error instanceof ApiError && error.status === 409) return undefined;
    throw error;
  }
}
