// Why somebody was told of a person at a moment, and why nobody was: what the rules said and from which
// facts, what was open, what was measured around then, and which policy was in force.
import { z } from 'zod';
import type { HeldVerdict, OpenThen } from '../../alerts/port.ts';
import { incidentView, written } from '../../domain/frame.ts';
import { parseResidentId, type ResidentId } from '../../domain/ids.ts';
import { METRICS } from '../../domain/message.ts';
import type { Resident } from '../../domain/person.ts';
import { formatRfc3339, type Instant, minus, minutes, plus } from '../../domain/time.ts';
import { VERDICTS_KEPT } from '../../domain/verdict.ts';
import type { OpenIncidentView, ReadingView, VerdictView, WhyView } from '../../domain/why.ts';
import type { Bucket } from '../../ingest/port.ts';
import type { BandAssignment, Bands } from '../../registry/port.ts';
import { moment } from '../moment.ts';
import { json, notFound, problem } from '../problem.ts';
import { type Route, route } from '../route.ts';
import type { Station } from '../station.ts';

const AROUND = minutes(5);
/** One a minute. */
const POINTS = 10;

export const whyRoutes = (station: Station): readonly Route[] => [
  route({
    method: 'get',
    path: '/api/residents/:id/why',
    permission: 'see-people',
    query: z.strictObject({ at: moment.optional() }),
    async handle({ params, query: { at }, session }) {
      const { registry, clock } = station;
      const residentId = parseResidentId(params.id);
      const resident = residentId && registry.residents.get(residentId);
      if (!resident) return notFound('resident');
      const now = clock();
      if (at !== undefined && at > now) return problem('invalid', '`at` lies in the future.');
      const by = session.staff.name;
      registry.audit.record({ action: 'why-read', subject: `resident:${residentId}`, by });
      return json(await whyView(station, resident, at, now));
    },
  }),
];

async function whyView(
  station: Station,
  { id, bandId: wornNow }: Resident,
  asked: Instant | undefined,
  now: Instant,
): Promise<WhyView> {
  const { engine, registry } = station;
  const at = asked ?? now;
  const keptFrom = minus(now, VERDICTS_KEPT);
  const { verdicts, incidents } = await engine.why(id, asked);
  const readings = await readingsAround(station, id, at, now);
  const held = asked === undefined ? verdicts : await heldThen(registry.bands, id, at, verdicts);
  const bandId = asked === undefined ? wornNow : held[0]?.bandId;
  return {
    at: formatRfc3339(at),
    keptFrom: formatRfc3339(keptFrom),
    ...(bandId !== undefined && { bandId }),
    // What still holds may have been kept for longer than what did not; all or nothing is said of a moment.
    verdicts: at < keptFrom ? [] : held.map(verdictView),
    incidents: incidents.map(openView),
    policy: policyAt(station, id, at),
    ...(readings && { readings }),
  };
}

/** What a rule said of a person holds no longer than they wear the band that it was said of. */
async function heldThen(
  bands: Bands,
  id: ResidentId,
  at: Instant,
  verdicts: readonly HeldVerdict[],
): Promise<readonly HeldVerdict[]> {
  const wearing = new Map<string, BandAssignment>();
  for (const bandId of new Set(verdicts.map((held) => held.bandId))) {
    const worn = (await bands.history(bandId)).find(
      ({ residentId, from, to }) =>
        residentId === id && from <= at && (to === undefined || at < to),
    );
    if (worn) wearing.set(bandId, worn);
  }
  return verdicts.flatMap((held) => {
    const worn = wearing.get(held.bandId);
    return worn === undefined || held.verdict.at < worn.from ? [] : [endedBy(held, worn.to)];
  });
}

function endedBy(held: HeldVerdict, takenOff: Instant | undefined): HeldVerdict {
  if (takenOff === undefined || (held.next && held.next.at <= takenOff)) return held;
  return { ...held, next: { ...held.verdict, at: takenOff } };
}

const verdictView = ({ verdict, next }: HeldVerdict): VerdictView => ({
  rule: verdict.rule,
  code: verdict.code,
  facts: written(verdict.facts) as VerdictView['facts'],
  since: formatRfc3339(verdict.at),
  ...(next && { until: formatRfc3339(next.at) }),
});

function openView({ incident, rule }: OpenThen): OpenIncidentView {
  const { id, kind, priority, state, openedAt, reason, owner } = incidentView(incident);
  return {
    ...{ id, kind, priority, state, openedAt, reason },
    ...(owner !== undefined && { owner }),
    ...(rule !== undefined && { rule }),
  };
}

function policyAt({ registry }: Station, id: ResidentId, at: Instant): WhyView['policy'] {
  const newestThen = (of: ResidentId | undefined) =>
    registry.policies.history(of).find((version) => version.at <= at);
  const version = newestThen(undefined)?.version ?? 0;
  const own = newestThen(id);
  if (own === undefined || Object.keys(own.changes).length === 0) return { version };
  if (own.until === undefined) return { version, own: { version: own.version, why: own.why } };
  if (own.until <= at) return { version };
  const until = formatRfc3339(own.until);
  return { version, own: { version: own.version, why: own.why, until } };
}

/** Undefined when the history cannot be read: what the rules said is known all the same. */
async function readingsAround(
  { store, log }: Station,
  residentId: ResidentId,
  at: Instant,
  now: Instant,
): Promise<WhyView['readings']> {
  const end = plus(at, AROUND);
  const span = { from: minus(at, AROUND), to: end < now ? end : now, points: POINTS };
  try {
    const found = await Promise.all(
      METRICS.map(async (metric) => {
        const buckets = await store.range({ residentId, metric, ...span });
        return [metric, buckets.map(readingView)] as const;
      }),
    );
    return Object.fromEntries(found.filter(([, buckets]) => buckets.length > 0));
  } catch (error) {
    log.warn('history-unavailable', { error: error instanceof Error ? error.name : 'unknown' });
    return undefined;
  }
}

const readingView = ({ at, ...rest }: Bucket): ReadingView => ({ at: formatRfc3339(at), ...rest });
