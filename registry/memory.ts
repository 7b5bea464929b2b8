// All that the file says, in memory, because whoever asks must not wait: the broker asks for every
// CONNECT, the wall for every frame. Memory follows the file by folding the very same writes, so
// that opening the file again arrives at the same state.
import type { BandId, ResidentId, StaffName } from '../domain/ids.ts';
import type { Resident } from '../domain/person.ts';
import type { Band, NewResident, PolicyVersion, StaffMember } from './port.ts';
import type {
  AssignmentRow,
  BandRow,
  RegistryContents,
  SessionRow,
  SetupRow,
  StaffRow,
  Write,
} from './write.ts';

export interface Memory {
  readonly residents: Map<ResidentId, NewResident>;
  readonly bands: Map<BandId, BandRow>;
  /** In the order in which they began. */
  readonly assignments: Map<BandId, readonly AssignmentRow[]>;
  readonly worn: Map<ResidentId, BandId>;
  /** By `staffKey`. */
  readonly staff: Map<string, StaffRow>;
  readonly sessions: Map<string, SessionRow>;
  /** Oldest first; under undefined the community's. */
  readonly policies: Map<ResidentId | undefined, readonly PolicyVersion[]>;
  setup: SetupRow | undefined;
  /** Rises when anything that `Residents.all` shows has changed. */
  residentsVersion: number;
}

export const emptyMemory = (): Memory => ({
  residents: new Map(),
  bands: new Map(),
  assignments: new Map(),
  worn: new Map(),
  staff: new Map(),
  sessions: new Map(),
  policies: new Map(),
  setup: undefined,
  residentsVersion: 0,
});

/** Names that a reader of the record could take for one another are one. */
export const staffKey = (name: StaffName): string => name.normalize('NFKC').toLowerCase();

export function recall(memory: Memory, contents: RegistryContents): void {
  for (const { id, facts } of contents.residents) remember(memory, { type: 'resident', id, facts });
  for (const row of contents.bands) remember(memory, { type: 'band', row });
  for (const row of contents.assignments) remember(memory, { type: 'assignment-began', row });
  for (const row of contents.staff) remember(memory, { type: 'staff', row });
  for (const row of contents.sessions) remember(memory, { type: 'session', row });
  for (const entry of contents.policies) remember(memory, { type: 'policy', entry });
  remember(memory, { type: 'setup', row: contents.setup ?? null });
}

type Of<Type extends Write['type']> = Extract<Write, { type: Type }>;

const fold: { readonly [Type in Write['type']]: (memory: Memory, write: Of<Type>) => void } = {
  resident: (memory, { id, facts }) => {
    memory.residents.set(id, facts);
    memory.residentsVersion += 1;
  },
  band: (memory, { row }) => void memory.bands.set(row.id, row),
  'assignment-began': (memory, { row }) => begin(memory, row),
  'assignment-ended': (memory, write) => end(memory, write),
  staff: (memory, { row }) => void memory.staff.set(staffKey(row.name), row),
  session: (memory, { row }) => void memory.sessions.set(row.id, row),
  'session-ended': (memory, { id }) => void memory.sessions.delete(id),
  setup: (memory, { row }) => {
    memory.setup = row ?? undefined;
  },
  policy: ({ policies }, { entry }) =>
    void policies.set(entry.residentId, [...(policies.get(entry.residentId) ?? []), entry]),
  // Read rarely and grows for ever: stays in the file.
  audit: () => {},
};

export function remember(memory: Memory, write: Write): void {
  // The table's key is the write's own type, which a generic index cannot tell the compiler.
  (fold[write.type] as (memory: Memory, write: Write) => void)(memory, write);
}

function begin(memory: Memory, row: AssignmentRow): void {
  memory.assignments.set(row.bandId, [...(memory.assignments.get(row.bandId) ?? []), row]);
  if (row.to === null) memory.worn.set(row.residentId, row.bandId);
  memory.residentsVersion += 1;
}

function end(memory: Memory, { bandId, at }: Of<'assignment-ended'>): void {
  const rows = memory.assignments.get(bandId) ?? [];
  const wearer = rows.find((row) => row.to === null)?.residentId;
  if (wearer !== undefined) memory.worn.delete(wearer);
  memory.assignments.set(
    bandId,
    rows.map((row) => (row.to === null ? { ...row, to: at } : row)),
  );
  memory.residentsVersion += 1;
}

export function residentIn(memory: Memory, id: ResidentId): Resident | undefined {
  const facts = memory.residents.get(id);
  if (!facts) return undefined;
  const bandId = memory.worn.get(id);
  return { id, ...facts, ...(bandId !== undefined && { bandId }) };
}

export const currentAssignment = (memory: Memory, id: BandId): AssignmentRow | undefined =>
  memory.assignments.get(id)?.find((row) => row.to === null);

export function bandIn(memory: Memory, id: BandId): Band | undefined {
  const row = memory.bands.get(id);
  if (!row) return undefined;
  const worn = currentAssignment(memory, id);
  return {
    id,
    registeredAt: row.registeredAt,
    ...(worn && { residentId: worn.residentId, assignedAt: worn.from }),
    ...(row.retiredAt !== null && { retiredAt: row.retiredAt }),
  };
}

export const memberFrom = ({ name, role, disabledAt }: StaffRow): StaffMember => ({
  name,
  role,
  ...(disabledAt !== null && { disabledAt }),
});
