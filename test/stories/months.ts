// A simulated month from the command line: what was found, what was told in vain, and of what each outage
// was told.
//
//   node test/stories/months.ts --seed 1 --days 30 --false-falls 2 --every 1   [--why r21]
import { parseArgs } from 'node:util';
import { DEFAULT_POLICY } from '../../domain/policy.ts';
import { formatRfc3339, hours, type Instant, minutes, plus, seconds } from '../../domain/time.ts';
import { Month } from './month.ts';
import { OurRules } from './ours.ts';
import { policiesOf, rosterOf } from './roster.ts';
import { type Alarm, isFound, scoreOf } from './score.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    days: { type: 'string', default: '8' },
    'false-falls': { type: 'string', default: '2' },
    every: { type: 'string', default: '1' },
    why: { type: 'string' },
    only: { type: 'string' },
  },
});
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const local = (at: Instant): string => formatRfc3339(plus(at, hours(8))).slice(5, 19);

const month = new Month({
  seed: Number(values.seed),
  days: Number(values.days),
  falseFallsADay: Number(values['false-falls']),
  interval: minutes(Number(values.every)),
  ...(values.only !== undefined && { only: values.only.split(',') }),
});
const rules = new OurRules(rosterOf(month), month.from, policiesOf(month), {
  tense: seconds(15),
  calm: minutes(1),
});
month.watch(rules);
const score = scoreOf(rules.alarms, month.labels, { from: month.from, to: month.until });

const line = ({ at, residentId = 'service' as never, kind, priority, reason }: Alarm): string =>
  `${local(at)} ${residentId} ${kind}/${priority} ${reason}`;
say(
  `policy ${DEFAULT_POLICY.timezone}, seed ${values.seed}, ${values.days} days, every ${values.every} min`,
);
const found = score.emergencies.filter(isFound).length;
const told = score.matters.filter(isFound).length;
const notFalls = score.falseAlarms.filter(({ kind }) => kind !== 'fall');
say(
  `found ${found} of ${score.emergencies.length}, other matters ${told} of ${score.matters.length}`,
);
say(
  `false ${score.falseAlarms.length}, of them no falls ${notFalls.length} (${(notFalls.length / Number(values.days)).toFixed(2)} a day)`,
);
say(
  `lesser ${score.lesser.length}, checked falls ${score.checkedFalls}, outages told in ${score.outages.join(', ')} incidents`,
);
const kinds = Map.groupBy(notFalls, ({ kind, reason }) => `${kind} ${reason}`);
for (const [kind, list] of [...kinds].sort(([, a], [, b]) => b.length - a.length)) {
  const who = [...new Set(list.map(({ residentId }) => residentId))].join(' ');
  say(`  false ${list.length} ${kind}: ${who}`);
}
for (const { matter, delay } of [...score.emergencies, ...score.matters].filter(
  (one) => !isFound(one),
)) {
  const after = delay === undefined ? 'never told' : `told after ${Math.round(delay / 60_000)} min`;
  say(`  missed ${local(matter.from)} ${matter.residentId} ${matter.what}: ${after}`);
}
for (const [n, outage] of month.labels.outages.entries()) {
  say(`  outage ${local(outage.from)} to ${local(outage.to)}: ${score.outages[n]}`);
  const first = new Map(
    rules.alarms.map((alarm) => [alarm.incident, alarm]).reverse() as never,
  ) as Map<string, Alarm>;
  for (const alarm of [...first.values()].sort((a, b) => a.at - b.at)) {
    if (alarm.at < outage.from || alarm.at > outage.to + minutes(45)) continue;
    if (alarm.residentId && !outage.people.includes(alarm.residentId)) continue;
    say(`    ${line(alarm)}`);
  }
}
for (const alarm of notFalls) say(`  - ${line(alarm)}`);
const lesser = Map.groupBy(score.lesser, ({ kind, reason }) => `${kind} ${reason}`);
for (const [kind, list] of lesser) say(`  lesser ${list.length} ${kind}`);
for (const { residentId, verdict } of rules.verdicts) {
  if (values.why !== residentId) continue;
  const { at, rule, code, facts } = verdict;
  say(`  ? ${local(at)} ${residentId} ${rule} ${code} ${JSON.stringify(facts)}`);
}
