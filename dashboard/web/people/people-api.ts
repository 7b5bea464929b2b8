// What administrators ask of the service.
import type { ResidentCard } from '../../../domain/frame.ts';
import type { BandId, ResidentId, StaffName } from '../../../domain/ids.ts';
import { type Answer, call, type List } from '../api.ts';

export interface Band {
  readonly id: BandId;
  readonly residentId?: ResidentId;
  readonly retiredAt?: string;
}

/** Told once; nothing keeps it but the page that is open. */
export interface Secret {
  readonly id: BandId;
  readonly secret: string;
  /** Where the band has to connect, plain first. */
  readonly mqtt: readonly string[];
}

export const ROLES = ['duty-officer', 'administrator'] as const;
export interface StaffMember {
  readonly name: StaffName;
  readonly role: (typeof ROLES)[number];
  readonly disabledAt?: string;
}

const PAGE = 200;

/** A whole list, page by page. */
async function everyPage<Item>(path: string): Promise<Answer<readonly Item[]>> {
  const items: Item[] = [];
  let cursor = '';
  for (;;) {
    const answer = await call<List<Item>>('GET', `${path}?limit=${PAGE}${cursor}`);
    if (!answer.ok) return answer;
    items.push(...answer.value.items);
    if (answer.value.next === undefined) return { ok: true, value: items };
    cursor = `&cursor=${encodeURIComponent(answer.value.next)}`;
  }
}

export const allResidents = () => everyPage<ResidentCard>('/api/residents');
export const addResident = (facts: object) => call<ResidentCard>('POST', '/api/residents', facts);
export const changeResident = (id: ResidentId, changes: object) =>
  call<ResidentCard>('PATCH', `/api/residents/${encodeURIComponent(id)}`, changes);

const bandPath = (id: BandId): string => `/api/bands/${encodeURIComponent(id)}`;

export const allBands = () => everyPage<Band>('/api/bands');
export const registerBand = (id: string, residentId: string | null) =>
  call<Band & Secret>('POST', '/api/bands', { id, residentId });
export const assignBand = (id: BandId, residentId: string | null) =>
  call<Band>('PATCH', bandPath(id), { residentId });
export const retireBand = (id: BandId) => call<Band>('PATCH', bandPath(id), { retired: true });
export const rotateSecret = (id: BandId) => call<Secret>('POST', `${bandPath(id)}/secret`);

export const allStaff = () => call<List<StaffMember>>('GET', '/api/staff');
export const addStaff = (name: string, role: string, password: string) =>
  call<StaffMember>('POST', '/api/staff', { name, role, password });
export const changeStaff = (name: StaffName, changes: object) =>
  call<StaffMember>('PATCH', `/api/staff/${encodeURIComponent(name)}`, changes);
