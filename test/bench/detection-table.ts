// The figures of a measurement, as they are printed and as they are published.
import { readFileSync, writeFileSync } from 'node:fs';
import { type Found, isFound, median, type Score } from '../stories/score.ts';
import type { Figure } from './measure.ts';

export interface Measured {
  readonly what: string;
  /** Absent where each story has its own people. */
  readonly residents: number | undefined;
  readonly residentDays: number;
  readonly ours: Score;
  readonly peers: Score;
}

/** Scores of several stories as one. The worst shift is the worst of all. */
export const together = (scores: readonly Score[]): Score => ({
  emergencies: scores.flatMap(({ emergencies }) => emergencies),
  matters: scores.flatMap(({ matters }) => matters),
  falseAlarms: scores.flatMap(({ falseAlarms }) => falseAlarms),
  checkedFalls: sum(scores.map(({ checkedFalls }) => checkedFalls)),
  lesser: scores.flatMap(({ lesser }) => lesser),
  outages: scores.flatMap(({ outages }) => outages),
  load: {
    hours: sum(scores.map(({ load }) => load.hours)),
    alarms: sum(scores.map(({ load }) => load.alarms)),
    hoursAbove: sum(scores.map(({ load }) => load.hoursAbove)),
    tenMinutesAbove: sum(scores.map(({ load }) => load.tenMinutesAbove)),
    worstShift: Math.max(0, ...scores.map(({ load }) => load.worstShift)),
  },
});

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

type Row = readonly [what: string, worth: (score: Score, measured: Measured) => string];

const ROWS: readonly Row[] = [
  ['emergencies found in time', ({ emergencies }) => foundOf(emergencies)],
  ['… of them silent ones', ({ emergencies }) => foundOf(of(emergencies, 'silent'))],
  ['… of them vital signs', ({ emergencies }) => foundOf(of(emergencies, 'vitals'))],
  ['… delay of the silent ones, median / longest', (s) => delays(of(s.emergencies, 'silent'))],
  ['… delay of all, median / longest', ({ emergencies }) => delays(emergencies)],
  ['other matters told in time', ({ matters }) => foundOf(matters)],
  ['false emergencies and attentions', ({ falseAlarms }) => count(falseAlarms.length)],
  ['… of them false falls that nobody cancelled', (s) => count(fallsIn(s).length)],
  ['… the others, a day, of all residents', (s) => rate(othersIn(s).length, s.load.hours / 24)],
  [
    '… per resident and week',
    (s, { residentDays }) => rate(s.falseAlarms.length, residentDays / 7),
  ],
  ['… per shift of eight hours', (s) => rate(s.falseAlarms.length, s.load.hours / 8)],
  ['false falls that were only shown while checked', ({ checkedFalls }) => count(checkedFalls)],
  ['notices and work list', ({ lesser }) => count(lesser.length)],
  ['all that was told, per hour', ({ load }) => rate(load.alarms, load.hours)],
  ['the most in a shift of eight hours', ({ load }) => count(load.worstShift)],
  ['hours above 12 alarms', ({ load }) => share(load.hoursAbove, load.hours)],
  ['ten minutes above 10 alarms', ({ load }) => share(load.tenMinutesAbove, load.hours * 6)],
  ['mass outages told in more than one incident', ({ outages }) => severalOf(outages)],
];

const fallsIn = ({ falseAlarms }: Score) => falseAlarms.filter(({ kind }) => kind === 'fall');
const othersIn = ({ falseAlarms }: Score) => falseAlarms.filter(({ kind }) => kind !== 'fall');

const of = (all: Score['emergencies'], shows: string): Score['emergencies'] =>
  all.filter(({ matter }) => matter.shows === shows);

const foundOf = (all: readonly Found[]): string =>
  all.length === 0 ? '–' : `${all.filter(isFound).length} of ${all.length}`;

function delays(all: readonly Found[]): string {
  const found = all.filter(isFound).map(({ delay = 0 }) => delay / 60_000);
  const middle = median(found);
  if (middle === undefined) return '–';
  return `${middle.toFixed(1)} / ${Math.max(...found).toFixed(1)} min`;
}

const count = (n: number): string => n.toLocaleString('en-US');
const rate = (n: number, per: number): string => (n / per).toFixed(2);
const share = (n: number, all: number): string =>
  `${count(n)} (${((100 * n) / all).toFixed(n === 0 ? 0 : 2)} %)`;
const severalOf = (outages: readonly number[]): string =>
  outages.length === 0 ? '–' : `${outages.filter((n) => n > 1).length} of ${outages.length}`;

/** For the table of all benchmarks. */
export const figuresOf = (measured: Measured): readonly Figure[] =>
  ROWS.map(([what, worth]) => ({
    what: `${measured.what}: ${what}`,
    ours: worth(measured.ours, measured),
    beside: `plain rules of peers: ${worth(measured.peers, measured)}`,
  }));

function tableOf(measured: Measured): string {
  const lines = ROWS.map(
    ([what, worth]) =>
      `| ${what} | ${worth(measured.ours, measured)} | ${worth(measured.peers, measured)} |`,
  );
  return [
    `### ${capital(measured.what)}`,
    '',
    '| | Lamplight | Plain rules of peers |',
    '|---|---|---|',
    ...lines,
  ].join('\n');
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const BEGIN = '<!-- detection:begin -->';
const END = '<!-- detection:end -->';

/**
 * Puts the tables between the two markers of a page. Throws when the page does not have them.
 * @param faults what our rules did not do that labels ask for, one sentence each.
 */
export function publish(
  path: string,
  measured: readonly Measured[],
  faults: readonly string[],
): void {
  const page = readFileSync(path, 'utf8');
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`${path} does not have ${BEGIN} … ${END}`);
  const list =
    faults.length === 0
      ? 'Every label of every story is satisfied.'
      : ['Of the stories, not satisfied:', '', ...faults.map((fault) => `- ${fault}`)].join('\n');
  const text = [...measured.map(tableOf), list].join('\n\n');
  writeFileSync(path, `${page.slice(0, from + BEGIN.length)}\n\n${text}\n\n${page.slice(to)}`);
}
