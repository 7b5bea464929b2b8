// What the incidents say that bands said, to hold the messages on record against it. A message names
// itself (its id and its clock), or is known by what could be read of it, or by its bytes.
import type { BandId, IncidentId } from '../../domain/ids.ts';
import type { Change, Incident, SaidByBand } from '../../domain/incident.ts';
import { type EmergencyChannel, PAYLOAD_LIMIT } from '../../domain/message.ts';
import { minutes } from '../../domain/time.ts';
import { parse } from '../../ingest/parse.ts';

interface RecordedCall {
  readonly bandId: BandId;
  readonly channel: EmergencyChannel;
  readonly key: string;
  readonly receivedAt: number;
  readonly payload: Uint8Array;
}

/**
 * `taken-back-too-late`: the wearer took back a fall by its name after another fall had followed it, so
 * the word no longer counted (alerts/decide/fall.ts).
 */
type Verdict = 'in-incident' | 'repeat' | 'nothing-to-cancel' | 'taken-back-too-late' | 'lost';

export interface Said {
  incident(incident: Incident): void;
  /** In the order in which they arrived. */
  judge(call: RecordedCall): Verdict;
  /** Entries of bands that no message on record stands behind; asked last. */
  unfounded(): readonly string[];
}

/** How long bytes without a name can be a repeat (alerts/decide/repeat.ts). */
const ANONYMOUS_REPEAT = minutes(10);

interface Entries {
  /** Not yet matched by a message. */
  left: number;
  readonly incidentId: IncidentId;
  lastReceivedAt?: number;
}

type Fell = Extract<Change, { type: 'fell' }>;
/** What is known of a band's falls. */
interface Falls {
  readonly open: { readonly from: number; readonly to: number }[];
  readonly entries: Fell[];
}

type Entry = Extract<Change, { type: 'pressed' | 'fell' | 'cancelled' }>;

export function createSaid(): Said {
  const entries = new Map<string, Entries>();
  const falls = new Map<BandId, Falls>();

  /** Why a word that all is well is in no incident. */
  function uncounted({ bandId, channel, payload, receivedAt }: RecordedCall): Verdict {
    const message = parse(channel, payload);
    if (message.type !== 'fall' || message.phase !== 'cancelled') return 'lost';
    const { open = [], entries: fell = [] } = falls.get(bandId) ?? {};
    if (!open.some(({ from, to }) => from < receivedAt && receivedAt < to)) {
      return 'nothing-to-cancel';
    }
    const before = fell.filter(({ at }) => at <= receivedAt);
    const wasSaid = before.some(({ messageId }) => messageId === message.id);
    const newest = before.reduce((a, b) => (b.at >= a.at ? b : a), before[0] as Fell);
    return message.id !== undefined && wasSaid && newest.messageId !== message.id
      ? 'taken-back-too-late'
      : 'lost';
  }

  return {
    incident(incident) {
      const { bandId } = incident;
      if (bandId === undefined) return;
      for (const change of incident.timeline) {
        if (!isEntry(change)) continue;
        const name = `${bandId} ${nameOfEntry(change)}`;
        const known = entries.get(name);
        if (known) known.left += 1;
        else entries.set(name, { left: 1, incidentId: incident.id });
      }
      if (incident.kind === 'fall') {
        const known = falls.get(bandId) ?? { open: [], entries: [] };
        known.open.push(...openPeriods(incident));
        known.entries.push(...incident.timeline.filter((change) => change.type === 'fell'));
        falls.set(bandId, known);
      }
    },
    judge(call) {
      const names = namesOfCall(call).map((name) => `${call.bandId} ${name}`);
      const found = names.map((name) => entries.get(name)).filter((each) => each !== undefined);
      const unmatched = found.find(({ left }) => left > 0);
      if (unmatched) {
        unmatched.left -= 1;
        unmatched.lastReceivedAt = call.receivedAt;
        return 'in-incident';
      }
      const [matched] = found;
      if (matched && isRepeat(call, matched)) return 'repeat';
      return uncounted(call);
    },
    unfounded: () =>
      [...entries.values()]
        .filter(({ left }) => left > 0)
        .map(
          ({ incidentId, left }) => `incident ${incidentId}: no message for ${left} of its entries`,
        ),
  };
}

const isEntry = (change: Change): change is Entry =>
  change.type === 'pressed' || change.type === 'fell' || change.type === 'cancelled';

function isRepeat({ key, receivedAt }: RecordedCall, { lastReceivedAt }: Entries): boolean {
  if (lastReceivedAt === undefined) return false;
  const isAnonymous = key.includes(':#');
  return !isAnonymous || receivedAt - lastReceivedAt < ANONYMOUS_REPEAT;
}

const nameOfEntry = (entry: Entry): string => {
  const what = entry.type === 'fell' ? entry.phase : entry.type;
  return `${what} ${nameOf(entry)}`;
};

const nameOf = ({ messageId, deviceAt, raw }: SaidByBand): string =>
  raw ? `bytes ${raw.base64}` : `${messageId ?? '?'}@${deviceAt ?? '?'}`;

/** What the entry of this message may be called; more than one, because a failed rule rings as a press. */
function namesOfCall({ channel, payload }: RecordedCall): readonly string[] {
  const message = parse(channel, payload);
  if (message.type !== 'sos' && message.type !== 'fall') {
    const base64 = Buffer.from(payload).subarray(0, PAYLOAD_LIMIT).toString('base64');
    const what = channel === 'fall' ? 'confirmed' : 'pressed';
    return [`${what} bytes ${base64}`, `pressed bytes ${base64}`];
  }
  const { id, at } = message;
  const name = nameOf({
    ...(id !== undefined && { messageId: id }),
    ...(at !== undefined && { deviceAt: at }),
  });
  const what = message.type === 'fall' ? message.phase : 'pressed';
  return [...new Set([`${what} ${name}`, `pressed ${name}`])];
}

/** From opened to closed, and again from reopened. */
function openPeriods({ timeline }: Incident): { from: number; to: number }[] {
  const periods: { from: number; to: number }[] = [];
  let from: number | undefined;
  for (const { type, at } of timeline) {
    if (type === 'raised' || type === 'reopened') from ??= at;
    if (type === 'closed' && from !== undefined) {
      periods.push({ from, to: at });
      from = undefined;
    }
  }
  if (from !== undefined) periods.push({ from, to: Number.POSITIVE_INFINITY });
  return periods;
}
