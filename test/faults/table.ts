// The table of a run, as it is printed and published.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { isKept, type Result, type Scenario } from './scenario.ts';

export interface Row {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly result: Result;
  /** How much harm the control came to; absent where there is none. */
  readonly controlHarm?: number;
  /** The day it ran: `2026-11-21`. */
  readonly on: string;
}

/** Nothing was lost, doubled or broken, and the control was caught. */
export const isGood = ({ result, controlHarm }: Row): boolean =>
  isKept(result) && controlHarm !== 0;

const HEAD = [
  ...['Fault', 'Runs', 'Acknowledged', 'Lost', 'Doubled', 'From nowhere', 'Other breaches'],
  ...['Recovered in (p50 / max ms)', 'Control', 'Seed', 'Run on'],
];

/** A Markdown table with a line for each fault. */
export const tableOf = (rows: readonly Row[]): string => drawn(rows.map(lineOf));

const lineOf = (row: Row): string => `| ${cellsOf(row).join(' | ')} |`;
const drawn = (lines: readonly string[]): string =>
  [`| ${HEAD.join(' | ')} |`, `|${HEAD.map(() => ' --- |').join('')}`, ...lines].join('\n');

const cellsOf = ({ scenario, seed, result, controlHarm, on }: Row): readonly string[] => [
  scenario.name,
  `${grouped(result.runs)} ${scenario.unit}`,
  ...[result.acknowledged, result.lost.length, result.doubled.length].map(grouped),
  ...[result.invented.length, result.broken.length].map(grouped),
  recoveredIn(result.recoveries),
  controlWords(scenario, controlHarm),
  String(seed),
  on,
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
export const notesOf = (rows: readonly Row[]): string[] =>
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

export interface Publication {
  /** The names of all scenarios, in the order of the table. */
  readonly order: readonly string[];
  /** What it ran on. */
  readonly machine: string;
}

/**
 * Puts the rows between the two markers of a page, in place of those of the same name: a long run can be
 * done in parts. Throws when the page does not have the markers.
 */
export function publish(path: string, rows: readonly Row[], { order, machine }: Publication): void {
  const page = existsSync(path) ? readFileSync(path, 'utf8') : `${BEGIN}\n${END}\n`;
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`${path} does not have ${BEGIN} … ${END}`);
  const known = page.slice(from + BEGIN.length, to).split('\n');
  const ran = new Set(rows.map(({ scenario }) => scenario.name));
  const lines = new Map(rows.map((row) => [row.scenario.name, lineOf(row)]));
  const notes = notesOf(rows);
  for (const line of known) {
    const name = /^\| ([^|]+) \| /.exec(line)?.[1];
    if (name !== undefined && order.includes(name) && !ran.has(name)) lines.set(name, line);
    const about = /^- (.+?): /.exec(line)?.[1];
    if (about !== undefined && order.includes(about) && !ran.has(about)) notes.push(line.slice(2));
  }
  const inOrder = order.flatMap((name) => lines.get(name) ?? []);
  const list = order.flatMap((name) => notes.filter((note) => note.startsWith(`${name}: `)));
  const text = [
    `${machine}.`,
    '',
    drawn(inOrder),
    ...(list.length === 0 ? [] : ['', ...list.map((note) => `- ${note}`)]),
  ].join('\n');
  writeFileSync(path, `${page.slice(0, from + BEGIN.length)}\n\n${text}\n\n${page.slice(to)}`);
}
