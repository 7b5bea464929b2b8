// What alarms were worth, held against what was true. Nothing here knows who raised them: the rules and
// the peers' rules are counted by the same lines.
//
// One incident is one alarm, at the sharpest it became. It is false when it is an emergency or an
// attention and nothing that was true about its person explains it. A detected fall that is shown while
// it is being checked, and comes to nothing, is counted by itself: nobody was asked to act on it. Notices
// and the work list are counted, and are nobody's false alarm.
import type { ResidentId } from '../../domain/ids.ts';
import type { Kind, Priority } from '../../domain/incident.ts';
import { hours, type Instant, type Millis, minutes, since } from '../../domain/time.ts';
import type { Emergency, Labels, MassOutage, Matter, Telling } from './story.ts';

/** One thing that was told to the desk: raised, rung again, or made sharper. */
export interface Alarm {
  /** Of the incident it belongs to. */
  readonly incident: string;
  readonly at: Instant;
  readonly kind: Kind;
  readonly priority: Priority;
  /** Absent: about the service, or a band that nobody wears. */
  readonly residentId?: ResidentId;
  /** Why, in a word. */
  readonly reason: string;
  /** A fall that is shown, and for which nobody has to do anything before the check is over. */
  readonly isChecking: boolean;
}

export interface Found {
  readonly matter: Matter;
  /** Absent: never told. */
  readonly delay?: Millis;
}

/** Told, and soon enough. */
export const isFound = ({ matter, delay }: Found): boolean =>
  delay !== undefined && delay <= matter.within;

export interface Score {
  readonly emergencies: readonly (Found & { readonly matter: Emergency })[];
  readonly matters: readonly Found[];
  /** The first alarm of each incident that nothing explains. */
  readonly falseAlarms: readonly Alarm[];
  /** Detected falls that came to nothing while they were checked. */
  readonly checkedFalls: number;
  readonly lesser: readonly Alarm[];
  /** Of each outage: how many incidents it was told in. */
  readonly outages: readonly number[];
  readonly load: Load;
}

/** ISA-18.2: more than 12 alarms an hour, or 10 in 10 minutes, are too many for one officer. */
interface Load {
  readonly hours: number;
  readonly alarms: number;
  readonly hoursAbove: number;
  readonly tenMinutesAbove: number;
  /** Of one shift of eight hours. */
  readonly worstShift: number;
}

/** From mild to sharp. */
const SHARPNESS: readonly Priority[] = ['notice', 'technical', 'attention', 'emergency'];
const sharpness = (priority: Priority): number => SHARPNESS.indexOf(priority);
const needsSomebody = ({ priority }: Alarm): boolean =>
  priority === 'attention' || priority === 'emergency';

const FLOOD = minutes(10);
const SHIFT = hours(8);
const MOST_IN_AN_HOUR = 12;
const MOST_IN_TEN_MINUTES = 10;
/** What was told of an outage so long after its end is still about it. */
const AFTERMATH = minutes(45);
/** Clocks of stories and of ticks differ by less than this. */
const EARLY = minutes(1);

interface Watch {
  readonly from: Instant;
  readonly to: Instant;
}

export function scoreOf(alarms: readonly Alarm[], labels: Labels, watch: Watch): Score {
  const incidents = [...Map.groupBy(alarms, ({ incident }) => incident).values()];
  const explained = (incident: readonly Alarm[]): boolean =>
    incident.some((alarm) => explains(labels, alarm));
  const sharp = incidents.filter((incident) => incident.some(needsSomebody));
  const idle = sharp.filter((incident) => incident.every((one) => one.isChecking || isLesser(one)));
  const acted = sharp.filter((incident) => !idle.includes(incident));
  return {
    emergencies: labels.emergencies.map((matter) => ({ ...found(matter, alarms), matter })),
    matters: labels.matters.map((matter) => found(matter, alarms)),
    falseAlarms: acted.flatMap((incident) => {
      const first = incident.find((alarm) => needsSomebody(alarm) && !alarm.isChecking);
      // What a band says of its own battery is true.
      if (first === undefined || first.kind === 'battery') return [];
      return explained(incident) ? [] : [first];
    }),
    checkedFalls: idle.length,
    lesser: incidents.flatMap((incident) => {
      const [first] = incident;
      return first && incident.every(isLesser) ? [first] : [];
    }),
    outages: labels.outages.map((outage) => incidentsOf(outage, incidents, labels)),
    load: loadOf(alarms, watch),
  };
}

/**
 * What is true of a person explains whatever is told of that person meanwhile; what is true of a band
 * explains only what is told of the band.
 */
const explains = ({ emergencies, fair, matters }: Labels, alarm: Alarm): boolean =>
  [...emergencies, ...fair].some((person) => isAbout(alarm, person)) ||
  matters.some(
    (matter) => isAbout(alarm, matter) && matter.as.some((telling) => isOfKind(alarm, telling)),
  );

const isOfKind = ({ kind }: Alarm, telling: Telling): boolean => telling.startsWith(`${kind}/`);

const isLesser = (alarm: Alarm): boolean => !needsSomebody(alarm);

/** Something true about its person was going on when it was told. */
const isAbout = (
  alarm: Alarm,
  { residentId, from, until }: Pick<Matter, 'residentId' | 'from' | 'until'>,
): boolean =>
  alarm.residentId === residentId &&
  alarm.at >= from - EARLY &&
  (until === undefined || alarm.at <= until);

function found(matter: Matter, alarms: readonly Alarm[]): Found {
  const first = alarms.find(
    (alarm) =>
      isAbout(alarm, matter) &&
      !alarm.isChecking &&
      matter.as.some((telling) => tells(alarm, telling)),
  );
  if (first === undefined) return { matter };
  // Told before anybody could have known is told at once.
  const delay = Math.max(0, since(matter.noticeable ?? matter.from, first.at)) as Millis;
  return { matter, delay };
}

function tells({ kind, priority }: Alarm, telling: Telling): boolean {
  const [of, from] = telling.split('/') as [Kind, Priority];
  return kind === of && sharpness(priority) >= sharpness(from);
}

/**
 * What a band says by itself is told of its wearer, outage or none: a call, its battery, being off, a
 * position of just now. It is not silence that tells it.
 */
const BY_ITSELF: readonly Kind[] = ['sos', 'fall', 'battery', 'band-off', 'wandering'];

/** What was told of the people of an outage, or of the service, and is not explained by something else. */
function incidentsOf(
  { from, to, people }: MassOutage,
  incidents: readonly (readonly Alarm[])[],
  labels: Labels,
): number {
  return incidents.filter(([first]) => {
    if (first === undefined || first.at < from || first.at > to + AFTERMATH) return false;
    if (explains(labels, first) || BY_ITSELF.includes(first.kind)) return false;
    return first.residentId === undefined || people.includes(first.residentId);
  }).length;
}

function loadOf(alarms: readonly Alarm[], { from, to }: Watch): Load {
  const moments = alarms.map(({ at }) => at);
  return {
    hours: since(from, to) / hours(1),
    alarms: alarms.length,
    hoursAbove: windowsAbove(moments, from, hours(1), MOST_IN_AN_HOUR),
    tenMinutesAbove: windowsAbove(moments, from, FLOOD, MOST_IN_TEN_MINUTES),
    worstShift: Math.max(0, ...countsIn(moments, from, SHIFT).values()),
  };
}

const windowsAbove = (
  moments: readonly Instant[],
  from: Instant,
  length: Millis,
  most: number,
): number => [...countsIn(moments, from, length).values()].filter((count) => count > most).length;

function countsIn(
  moments: readonly Instant[],
  from: Instant,
  length: Millis,
): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const at of moments) {
    const window = Math.floor((at - from) / length);
    counts.set(window, (counts.get(window) ?? 0) + 1);
  }
  return counts;
}

/** The middle one; of none, undefined. */
export function median(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)];
}
