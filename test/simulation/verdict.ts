// What must be true when the storm is over: the ledger, the disk, the engine's memory and every screen
// held against each other.
import { isDeepStrictEqual } from 'node:util';
import { incidentView } from '../../domain/frame.ts';
import type { BandId } from '../../domain/ids.ts';
import { type Change, type Incident, isOpen, ownerOf } from '../../domain/incident.ts';
import type { Disk } from './disk.ts';
import type { Call, Ledger } from './ledger.ts';
import type { Officer } from './officer.ts';
import type { Wristband } from './wristband.ts';

const openOn = (disk: Disk): readonly Incident[] => [...disk.truth.values()].filter(isOpen);

const nameIn = (bandId: BandId, change: Change): string | undefined =>
  (change.type === 'pressed' || change.type === 'fell' || change.type === 'cancelled') &&
  change.messageId !== undefined &&
  change.deviceAt !== undefined
    ? `${bandId} ${change.type} ${'phase' in change ? change.phase : ''} ${change.messageId} ${change.deviceAt}`
    : undefined;

function nameOf({ bandId, channel, name, phase }: Call): string | undefined {
  if (name === undefined) return undefined;
  const type = channel === 'sos' ? 'pressed' : phase === 'cancelled' ? 'cancelled' : 'fell';
  return `${bandId} ${type} ${type === 'fell' ? phase : ''} ${name.id} ${name.at}`;
}

/** Each acknowledged call is in exactly one incident, and no call is in two places. */
export function judgeCalls(disk: Disk, { calls }: Ledger): readonly string[] {
  const found = new Map<string, number>();
  for (const { bandId, timeline } of disk.truth.values()) {
    for (const change of timeline) {
      const name = bandId && nameIn(bandId, change);
      if (name !== undefined) found.set(name, (found.get(name) ?? 0) + 1);
    }
  }
  const twice = [...found].filter(([, times]) => times > 1).map(([name]) => `twice: ${name}`);
  const lost = calls.flatMap((call) => {
    const name = nameOf(call);
    // Without a fall that is open there is nothing to cancel.
    if (call.acknowledgedAt === undefined || name === undefined || call.phase === 'cancelled') {
      return [];
    }
    return found.has(name) ? [] : [`acknowledged, and in no incident: ${name}`];
  });
  const known = new Set(calls.map(nameOf));
  const invented = [...found.keys()].filter((name) => !known.has(name));
  return [...twice, ...lost, ...invented.map((name) => `nobody said it: ${name}`)];
}

/** Who says no name is heard all the same: an incident of theirs was open between saying and answer. */
export function judgeNameless(disk: Disk, { calls }: Ledger, clockOf: (at: number) => number) {
  const timelines = [...disk.truth.values()].filter(
    ({ kind }) => kind === 'sos' || kind === 'fall',
  );
  return calls.flatMap((call) => {
    const { name, bandId, channel, sentAt, acknowledgedAt, phase } = call;
    if (name !== undefined || sentAt === undefined || acknowledgedAt === undefined) return [];
    if (phase === 'cancelled') return [];
    const from = clockOf(sentAt);
    const isHeard = timelines.some((incident) => {
      if (incident.bandId !== bandId || incident.kind !== channel) return false;
      const closed = incident.timeline.findLast(({ type }) => type === 'closed')?.at;
      const isLater = incident.openedAt > clockOf(acknowledgedAt);
      return !isLater && (isOpen(incident) || closed === undefined || closed >= from);
    });
    return isHeard ? [] : [`acknowledged, and nobody rang for it: ${channel} of ${bandId}`];
  });
}

/** Every incident about a call has one; every acknowledged message is in the journal as it came. */
export function judgeSources(disk: Disk, { calls, readings }: Ledger): readonly string[] {
  const isCall = ({ type }: Change) => type === 'pressed' || type === 'fell';
  const without = [...disk.truth.values()]
    .filter(({ kind, timeline }) => (kind === 'sos' || kind === 'fall') && !timeline.some(isCall))
    .map(({ id }) => `without a source: ${id}`);
  const key = (bandId: BandId, payload: Uint8Array) => `${bandId} ${String(payload)}`;
  const arrived = new Set(disk.arrivals.map(({ bandId, payload }) => key(bandId, payload)));
  const missing = calls
    .filter(({ acknowledgedAt }) => acknowledgedAt !== undefined)
    .filter(({ bandId, payload }) => !arrived.has(key(bandId, payload)))
    .map(({ bandId, channel }) => `acknowledged, and not in the journal: ${channel} of ${bandId}`);
  const kept = new Set(disk.points.map(({ bandId, steps }) => `${bandId} ${steps}`));
  const unkept = [...readings].flatMap(([bandId, steps]) =>
    steps
      .filter((each) => !kept.has(`${bandId} ${each}`))
      .map((each) => `acknowledged, and not in the spool: reading ${each} of ${bandId}`),
  );
  return [...without, ...missing, ...unkept];
}

/** What an officer was told is done is on record, once. */
export function judgeDeeds(disk: Disk, { deeds }: Ledger): readonly string[] {
  const found = new Map<string, number>();
  for (const { timeline } of disk.truth.values()) {
    for (const change of timeline) {
      if (!('note' in change) || change.note === undefined) continue;
      found.set(change.note, (found.get(change.note) ?? 0) + 1);
    }
  }
  return deeds.flatMap(({ note, action, isConfirmed }) => {
    const times = found.get(note) ?? 0;
    if (times > 1) return [`on record ${times} times: ${action.type} ${note}`];
    return isConfirmed && times === 0
      ? [`confirmed, and not on record: ${action.type} ${note}`]
      : [];
  });
}

/** The engine believes, and every screen shows, exactly what is open on record. */
export function judgeViews(
  disk: Disk,
  believed: readonly Incident[],
  officers: readonly Officer[],
) {
  const byId = <Item extends { readonly id: string }>(items: Iterable<Item>) =>
    new Map([...items].map((item) => [item.id as string, item]));
  const open = openOn(disk);
  const wrong = isDeepStrictEqual(byId(believed), byId(open))
    ? []
    : ['the engine believes in other incidents than the journal'];
  const views = byId(open.map(incidentView));
  const screens = officers.flatMap(({ name, board, isUpToDate }) => {
    if (!isUpToDate) return [];
    return isDeepStrictEqual(byId(board.incidents.values()), views)
      ? []
      : [`the screen of ${name} shows something else than what is open`];
  });
  return [...wrong, ...screens];
}

/** All are connected again, nothing waits, and whoever has called feels that they were heard. */
export function judgeBands(disk: Disk, bands: readonly Wristband[]): readonly string[] {
  const waiting = bands
    .filter((band) => !band.isConnected || band.waiting > 0)
    .map((band) => `band ${band.id} still has ${band.waiting} calls to deliver`);
  const unheard = openOn(disk)
    .filter(({ kind }) => kind === 'sos' || kind === 'fall')
    .flatMap((incident) => {
      const band = bands.find(({ id }) => id === incident.bandId);
      const hasHope = band?.hasFelt('help-coming') || band?.hasFelt('received');
      const isTaken = ownerOf(incident) !== undefined && !band?.hasFelt('help-coming');
      return hasHope && !isTaken ? [] : [`band ${incident.bandId} was not told of ${incident.id}`];
    });
  return [...waiting, ...unheard];
}
