// How the desk did: from the incidents themselves, so that a figure can always be traced.
import type { ChangeType, Incident } from '../domain/incident.ts';
import { type Instant, type Millis, seconds, since } from '../domain/time.ts';

const QUICK = seconds(60);

export interface Figures {
  /** Emergencies, tests left out. */
  readonly calls: number;
  readonly claimed: number;
  readonly claimedWithin60s: number;
  readonly arrivals: number;
  /** From opened to somebody there; null while there was no arrival. */
  readonly medianArrivalMs: Millis | null;
}

export function figuresOf(incidents: readonly Incident[]): Figures {
  const calls = incidents.filter(isCall);
  const claims = calls.map((call) => waited(call, TAKEN)).filter((wait) => wait !== undefined);
  const arrivals = calls
    .map((call) => waited(call, ['arrived']))
    .filter((wait) => wait !== undefined);
  return {
    calls: calls.length,
    claimed: claims.length,
    claimedWithin60s: claims.filter((wait) => wait <= QUICK).length,
    arrivals: arrivals.length,
    medianArrivalMs: median(arrivals) ?? null,
  };
}

/** Whoever is already on the way has taken it, whether they said so first or not. */
const TAKEN: readonly ChangeType[] = ['claimed', 'dispatched', 'arrived'];

const isCall = (incident: Incident): boolean =>
  incident.priority === 'emergency' &&
  !(incident.state === 'closed' && incident.outcome === 'test');

function waited(incident: Incident, types: readonly ChangeType[]): Millis | undefined {
  const at: Instant | undefined = incident.timeline.find(({ type }) => types.includes(type))?.at;
  return at === undefined ? undefined : since(incident.openedAt, at);
}

function median(values: readonly Millis[]): Millis | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  if (upper === undefined || lower === undefined) return undefined;
  return Math.round((lower + upper) / 2) as Millis;
}
