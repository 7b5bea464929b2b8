// When an outage is told to the desk: once, when it is certain; again only when it has become more.
import { type IncidentId, incidentIdFor } from '../../domain/ids.ts';
import type { Incident } from '../../domain/incident.ts';
import type { Outage, OutageNews } from '../../domain/input.ts';
import type { Policy } from '../../domain/policy.ts';
import type { Shared } from '../../domain/reason.ts';
import { type Instant, minutes, since } from '../../domain/time.ts';
import { manyOf, type Silent } from './silent-group.ts';
import type { BandState } from './state.ts';

/** The band is silent because of this outage, as far as anybody can tell. */
export const isPartOf = (outage: Outage, band: BandState, lastHeardAt: Instant): boolean =>
  lastHeardAt >= outage.from && outage.members.has(band.bandId);

/**
 * A short fright is told to nobody, and by then all bands of one cause are late. How often a band speaks
 * is not known of every band, and a whole fleet may be new.
 */
const TOLD_AFTER = minutes(5);
const TOLD_AFTER_IRREGULAR = minutes(10);
/** More silent bands by this factor than were told is worth another word. */
const GROWN_BY = 1.5;

export function toldFirst(
  outage: Outage,
  silentBands: readonly Silent[],
  now: Instant,
  policy: Policy,
  news: OutageNews[],
): Outage {
  const long = silentBands.filter(
    ({ band, at }) =>
      isPartOf(outage, band, at) &&
      since(at, now) >= (isRegular(band) ? TOLD_AFTER : TOLD_AFTER_IRREGULAR),
  );
  if (long.length < manyOf(outage.of, policy)) return outage;
  const first = asTold(outage);
  news.push({ type: 'outage-began', outage: first });
  return first;
}

const FEW_BEATS = 6;

/** Until now its heartbeats came when they were due. */
function isRegular({ present: { beats } }: BandState): boolean {
  const came = beats.length - beats.replaceAll('1', '').length;
  return beats.length >= FEW_BEATS && came * 2 > beats.length;
}

export function toldMore(
  outage: Outage,
  told: readonly Incident[],
  now: Instant,
  news: OutageNews[],
): Outage {
  const isOther = !isSameName(outage.shared, outage.toldAs);
  if (!isOther && outage.bands < outage.told * GROWN_BY) return outage;
  // What the desk has closed has become more: that is told anew.
  const isOpen = told.some(({ id }) => id === outage.incidentId);
  const grew = asTold(isOpen ? outage : { ...outage, incidentId: freshId([outage], now) });
  news.push({ type: isOpen ? 'outage-grew' : 'outage-began', outage: grew });
  return grew;
}

const asTold = (outage: Outage): Outage => ({
  ...outage,
  told: outage.bands,
  toldAs: outage.shared,
});

const isSameName = (a: Shared, b: Shared): boolean =>
  a.type === b.type &&
  ('name' in a ? a.name : '') === ('name' in b ? b.name : '') &&
  ('compound' in a ? a.compound : '') === ('compound' in b ? b.compound : '');

export function freshId(others: readonly Outage[], now: Instant): IncidentId {
  const at = (n: number) =>
    incidentIdFor('technical', 'many-silent', n === 0 ? `at@${now}` : `at@${now}-${n}`);
  let n = 0;
  while (others.some(({ incidentId }) => incidentId === at(n))) n += 1;
  return at(n);
}
