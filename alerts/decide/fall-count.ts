// How often a band has raised a fall, and how often it was none: counted for each band over its last
// month, whoever wears it. It is shown beside a fall so that the desk knows what it is talking to; no
// rule reads it, and it neither hides nor lowers a fall.
import type { Change, Incident, Outcome } from '../../domain/incident.ts';
import type { FallRecord, Present } from '../../domain/present.ts';
import { localTime } from '../../domain/time.ts';
import type { Moment } from './moment.ts';

export interface FallCount {
  /** Days on which something was raised, oldest first, by the community's calendar. */
  readonly days: readonly DayOfFalls[];
  /** The day on which older ones were last let go. */
  readonly today: number;
}

interface DayOfFalls extends FallRecord {
  readonly day: number;
}

export const NO_FALLS: FallCount = { days: [], today: 0 };

/** The record shows so many days. */
const DAYS_COUNTED = 30;
/** It was none, by the desk's word or the wearer's own. */
const MISTAKEN: readonly Outcome[] = ['false-alarm', 'recovered'];

/**
 * Counts what has been decided. The very same count when it says nothing of a fall.
 * @param before the incidents it was decided on.
 */
export function countingFalls(
  known: FallCount,
  before: readonly Incident[],
  changes: readonly Change[],
  moment: Moment,
): FallCount {
  let falls = known;
  for (const change of changes) falls = counted(falls, change, before, changes, moment);
  const { day } = moment.local;
  if (falls.today === day) return falls;
  return { days: falls.days.filter((each) => each.day > day - DAYS_COUNTED), today: day };
}

/** Of a band that has raised none, nothing is said. */
export function withRecord(present: Present, { days }: FallCount): Present {
  const { falls: _old, ...rest } = present;
  const raised = days.reduce((sum, each) => sum + each.raised, 0);
  const mistaken = days.reduce((sum, each) => sum + each.mistaken, 0);
  return raised === 0 ? rest : { ...rest, falls: { raised, mistaken } };
}

/** What a change says of a fall counts for the day on which the fall was raised. */
function counted(
  falls: FallCount,
  change: Change,
  before: readonly Incident[],
  changes: readonly Change[],
  { policy }: Moment,
): FallCount {
  const isAbout = ({ incidentId }: Change) => incidentId === change.incidentId;
  const known = before.find(({ id }) => id === change.incidentId);
  const raised = (known?.timeline ?? changes).find(
    (each) => each.type === 'raised' && isAbout(each),
  );
  if (raised?.type !== 'raised' || raised.kind !== 'fall') return falls;
  const { day } = localTime(raised.at, policy.timezone);
  if (change.type === 'raised') return added(falls, { day, raised: 1, mistaken: 0 });
  const mistaken = mistakenBy(change, known);
  return mistaken === 0 ? falls : added(falls, { day, raised: 0, mistaken });
}

/** What is opened again is not known to be a mistake any more. */
function mistakenBy(change: Change, known: Incident | undefined): -1 | 0 | 1 {
  if (change.type === 'closed') return MISTAKEN.includes(change.outcome) ? 1 : 0;
  if (change.type !== 'reopened' || known?.state !== 'closed') return 0;
  return MISTAKEN.includes(known.outcome) ? -1 : 0;
}

function added({ days, today }: FallCount, more: DayOfFalls): FallCount {
  const { day, raised, mistaken } = more;
  const known = days.find((each) => each.day === day);
  // Raised longer ago than is counted.
  if (known === undefined && raised === 0) return { days, today };
  const changed = {
    day,
    raised: (known?.raised ?? 0) + raised,
    mistaken: Math.max(0, (known?.mistaken ?? 0) + mistaken),
  };
  const others = days.filter((each) => each !== known);
  return { days: [...others, changed].sort((a, b) => a.day - b.day), today };
}
