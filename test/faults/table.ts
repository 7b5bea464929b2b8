// The table of a run, as it is printed and published.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { isKept, type Result, type Scenario } from './scenario.ts';

export interface Row {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly result: Result;
  /** How much harm the control came to; absent where there is none. */
  readonly controlHarm?: number;
}

/** Nothing was lost, doubled or broken, and the control was caught. */
export const isGood = ({ result, controlHarm }: Row): boolean =>
  isKept(result) && controlHarm !== 0;

const HEAD = [
  ...['Fault', 'Runs', 'Acknowledged', 'Lost', 'Doubled', 'From nowhere', 'Other breaches'],
  ...['Recovered in (p50 / max ms)', 'Control', 'Seed'],
];

/** A Markdown table with a line for each fault. */
export function tableOf(rows: readonly Row[]): string {
  const lines = [HEAD, HEAD.map(() => '---'), ...rows.map(cellsOf)];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const cellsOf = ({ scenario, seed, result, controlHarm }: Row): readonly string[] => [
  scenario.name,
  `${grouped(result.runs)} ${scenario.unit}`,
  ...[result.acknowledged, result.lost.length, result.doubled.length].map(grouped),
  ...[result.invented.length, result.broken.length].map(grouped),
  recoveredIn(result.recoveries),
  controlWords(scenario, controlHarm),
  String(seed),
];

const grouped = (n: number): string => n.toLocaleString('en-US');

function recoveredIn(recoveries: readonly number[]): string {
  if (recoveries.length === 0) return '–';
  const sorted = recoveries.toSorted((a, b) => a - b).map(Math.round);
  return `${sorted[Math.floor(sorted.length / 2)]} / ${sorted.at(-1)}`;
}

function controlWords({ control }: Scenario, harm: number | undefined): string {
  if (!control || harm === undefined) return '–';
  return harm > 0 ? `${control.what}: caught (${grouped(harm)})` : `${control.what}: NOT CAUGHT`;
}

/** What is behind the numbers that are not as they should be, and what else was to be told. */
export const notesOf = (rows: readonly Row[]): readonly string[] =>
  rows.flatMap(({ scenario: { name }, result }) => [
    ...(result.remarks ?? []).map((remark) => `${name}: ${remark}`),
    ...first(result.lost).map((id) => `${name}: LOST ${id}`),
    ...first(result.doubled).map((id) => `${name}: DOUBLED ${id}`),
    ...first(result.invented).map((id) => `${name}: FROM NOWHERE ${id}`),
    ...first(result.broken).map((sentence) => `${name}: BROKEN ${sentence}`),
  ]);

const first = (items: readonly string[]): readonly string[] =>
  items.length <= 10 ? items : [...items.slice(0, 10), `… and ${items.length - 10} more`];

const BEGIN = '<!-- faults:begin -->';
const END = '<!-- faults:end -->';

/** Puts `text` between the two markers of a file; throws when it does not have them. */
export function publish(path: string, text: string): void {
  const page = existsSync(path) ? readFileSync(path, 'utf8') : `${BEGIN}\n${END}\n`;
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`${path} does not have ${BEGIN} … ${END}`);
  writeFileSync(path, `${page.slice(0, from + BEGIN.length)}\n${text}\n${page.slice(to)}`);
}
