// A line of text and what becomes of it: `press lamp-001` at the terminal is a press on that wrist.
import { createInterface } from 'node:readline';
import { parseBandId } from '../../domain/ids.ts';
import type { Fleet } from '../fleet.ts';
import type { Act } from '../story.ts';

const ACTS: Readonly<Record<string, Act>> = {
  press: { type: 'press', patience: 'patient' },
  fall: { type: 'fall', impact: 3.2 },
  confirm: { type: 'end-countdown', phase: 'confirmed' },
  cancel: { type: 'end-countdown', phase: 'cancelled' },
  rescue: { type: 'get-up' },
};

/** @returns what to answer. */
export function obey(line: string, fleet: Pick<Fleet, 'perform'>): string {
  const [verb = '', name] = line.trim().split(/\s+/);
  const act = Object.hasOwn(ACTS, verb) ? ACTS[verb] : undefined;
  const id = parseBandId(name);
  if (act === undefined || id === undefined) {
    return `${Object.keys(ACTS).join(', ')}, each with a band: press lamp-001`;
  }
  return fleet.perform(id, act) ? `${verb} ${id}` : `there is no band ${id}`;
}

/** @returns what ends the listening. */
export function listen(fleet: Fleet, print: (line: string) => void): () => void {
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => {
    if (line.trim() !== '') print(obey(line, fleet));
  });
  return () => lines.close();
}
