// Why somebody was told of a person at a moment, and why nobody was: what each rule said, and what was
// open. What has been decided is in mind at once, and on disk up to half a minute later, so both are asked.
import type { ResidentId } from '../domain/ids.ts';
import { evolveAll, type Incident, isOpen } from '../domain/incident.ts';
import type { Policies } from '../domain/policy.ts';
import { type Instant, localTime } from '../domain/time.ts';
import { RULES, type RuleName, type Verdict } from '../domain/verdict.ts';
import type { Moment } from './decide/moment.ts';
import { RULEBOOK, ruleOf } from './decide/rules.ts';
import type { BandState } from './decide/state.ts';
import type { HeldVerdict, Journal, OpenThen, Why } from './port.ts';
import type { Watchlist } from './watchlist.ts';

interface Asked {
  readonly journal: Pick<Journal, 'incidents' | 'verdicts'>;
  readonly watchlist: Watchlist;
  readonly residentId: ResidentId;
}

/** As all inputs so far have left it. */
export function whyNow({ watchlist, residentId }: Asked, now: Instant, policies: Policies): Why {
  const state = wornBy(watchlist, residentId);
  const open = watchlist.openIncidents().filter((each) => each.residentId === residentId);
  const policy = policies.of(residentId, now);
  const moment = { now, local: localTime(now, policy.timezone), policy };
  return {
    verdicts: state ? verdictsIn(state).map((said) => fromNewerFacts(said, state, moment)) : [],
    incidents: open.toSorted((a, b) => b.openedAt - a.openedAt).map(withRule),
  };
}

/** Who says the same as before says it by now from other facts: a battery that is still enough is emptier. */
function fromNewerFacts(said: Said, state: BandState, moment: Moment): Said {
  const { verdict } = said;
  const rule = RULEBOOK.find(({ name }) => name === verdict.rule);
  const finding = rule && attempted(() => rule.judge(state, moment));
  if (finding?.code !== verdict.code) return said;
  return { ...said, verdict: { ...verdict, facts: finding.facts ?? {} } };
}

/** A rule that fails was told of when it failed; what it said before stands. */
function attempted<Value>(work: () => Value): Value | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** Far more than one person has open at a time; the newest of those that were opened by then are read. */
const INCIDENTS_READ = 100;

export async function whyAt(asked: Asked, at: Instant): Promise<Why> {
  const { journal, watchlist, residentId } = asked;
  // First what is in mind: what goes on record meanwhile is then read twice, and never missed.
  const inMind = [...verdictsInMind(asked)];
  const openNow = watchlist.openIncidents().filter((each) => each.residentId === residentId);
  const query = { state: 'all', residentId, openedBy: at, limit: INCIDENTS_READ } as const;
  const [onRecord, { items }] = await Promise.all([
    journal.verdicts({ residentId, at }),
    journal.incidents(query),
  ]);
  const older = openNow.filter(({ id }) => !items.some((each) => each.id === id));
  const then = [...items, ...older].flatMap((incident) => asOf(incident, at) ?? []);
  return {
    verdicts: RULES.flatMap((rule) => heldAt(rule, at, onRecord, inMind) ?? []),
    incidents: then.map(withRule),
  };
}

interface Said {
  readonly bandId: HeldVerdict['bandId'];
  readonly verdict: Verdict;
}

function* verdictsInMind({ watchlist, residentId }: Asked): Generator<Said> {
  for (const each of watchlist.unrecordedVerdicts) {
    if (each.residentId === residentId) yield { bandId: each.bandId, verdict: each.verdict };
  }
  const state = wornBy(watchlist, residentId);
  if (state) yield* verdictsIn(state);
}

/** The band given last, where somebody is just changing theirs. */
function wornBy(watchlist: Watchlist, residentId: ResidentId): BandState | undefined {
  let worn: BandState | undefined;
  for (const state of watchlist.bands()) {
    if (state.residentId !== residentId) continue;
    if (worn === undefined || state.watchedSince >= worn.watchedSince) worn = state;
  }
  return worn;
}

const verdictsIn = ({ bandId, verdicts }: BandState): readonly Said[] =>
  RULES.flatMap((rule) => {
    const verdict = verdicts[rule];
    return verdict ? [{ bandId, verdict }] : [];
  });

function heldAt(
  rule: RuleName,
  at: Instant,
  onRecord: readonly HeldVerdict[],
  inMind: readonly Said[],
): HeldVerdict | undefined {
  const record = onRecord.find(({ verdict }) => verdict.rule === rule);
  let held: Said | undefined = record;
  let next = record?.next;
  for (const said of inMind) {
    const { verdict } = said;
    if (verdict.rule !== rule) continue;
    if (verdict.at > at) {
      if (next === undefined || verdict.at < next.at) next = verdict;
    } else if (held === undefined || verdict.at >= held.verdict.at) held = said;
  }
  return held && { bandId: held.bandId, verdict: held.verdict, ...(next && { next }) };
}

/** The incident as it was; undefined when it was not open then. */
function asOf({ timeline }: Incident, at: Instant): Incident | undefined {
  // What began later is not unmade by a clock that was set back since.
  if (timeline[0] === undefined || timeline[0].at > at) return undefined;
  const incident = evolveAll(
    undefined,
    timeline.filter((change) => change.at <= at),
  );
  return isOpen(incident) ? incident : undefined;
}

function withRule(incident: Incident): OpenThen {
  const rule = ruleOf(incident.reason.code);
  return { incident, ...(rule !== undefined && { rule }) };
}
