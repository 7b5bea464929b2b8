// The labelled stories from the command line.
//
//   node test/stories/main.ts --list                 what there is
//   node test/stories/main.ts --play [NAME …]        plays them and tells what the rules told, and when
//   node test/stories/main.ts --why NAME             and what each rule said meanwhile, and from what
//   node test/stories/main.ts --export DIR [NAME …]  writes them for `npm run rehearse`
import { parseArgs } from 'node:util';
import { formatRfc3339, hours, plus } from '../../domain/time.ts';
import { exportStory } from './export.ts';
import { ALL_STORIES, labelledStory } from './library.ts';
import { playOurs } from './play.ts';
import { shortcomings } from './shortcomings.ts';
import type { LabelledStory } from './story.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);
/** As the clock in the duty room shows it. */
const local = (at: Parameters<typeof formatRfc3339>[0]): string =>
  formatRfc3339(plus(at, hours(8))).slice(5, 19);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    list: { type: 'boolean' },
    play: { type: 'boolean' },
    why: { type: 'boolean' },
    export: { type: 'string' },
  },
});

function play(story: LabelledStory): void {
  const { alarms, score, verdicts } = playOurs(story);
  const faults = shortcomings(story, score);
  say(`${faults.length === 0 ? 'ok  ' : 'FAIL'} ${story.name}: ${story.title}`);
  for (const { at, kind, priority, reason, residentId, isChecking } of alarms) {
    const checking = isChecking ? ' (checking)' : '';
    say(`       ${local(at)} ${residentId ?? 'service'} ${kind}/${priority} ${reason}${checking}`);
  }
  for (const fault of faults) say(`     ! ${fault}`);
  if (!values.why) return;
  for (const { residentId, verdict } of verdicts) {
    const { at, rule, code, facts } = verdict;
    say(`     ? ${local(at)} ${residentId} ${rule} ${code} ${JSON.stringify(facts)}`);
  }
}

const unknown = positionals.filter((name) => labelledStory(name) === undefined);
if (unknown.length > 0) {
  process.stderr.write(`There is no story '${unknown.join("', '")}'; see --list.\n`);
  process.exit(1);
}
const wanted =
  positionals.length === 0 ? ALL_STORIES : positionals.flatMap((name) => labelledStory(name) ?? []);

if (values.export !== undefined) {
  for (const story of wanted) say(await exportStory(story, values.export));
} else if (values.play || values.why) {
  for (const story of wanted) play(story);
} else {
  for (const { name, title } of wanted) say(`${name}: ${title}`);
}
