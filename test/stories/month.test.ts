// Eight days of 79 lives, minute by minute, through the rules and, beside them, through the plain
// rules of peers. What truly happened in it is known; see month-plan.ts. Whole months:
// `npm run bench -- detection`, docs/detection.md.
import { beforeAll, describe, expect, it } from 'vitest';
import { minutes, seconds } from '../../domain/time.ts';
import { PeersRules } from '../bench/peers.ts';
import { Month } from './month.ts';
import { OurRules } from './ours.ts';
import { policiesOf, rosterOf } from './roster.ts';
import { type Found, isFound, type Score, scoreOf } from './score.ts';
import type { Emergency } from './story.ts';

const DAYS = 8;
/** What a well tuned to an untuned detector of falls errs, of 79 wearers a day. */
const FALSE_FALLS = 12;
const PACE = { tense: seconds(15), calm: minutes(1) };

const missed = (all: readonly Found[]): readonly string[] =>
  all.filter((one) => !isFound(one)).map(({ matter }) => matter.what);

describe('eight days of 79 lives', () => {
  let ours: Score;
  let peers: Score;
  let batteries: number;

  // Under a minute where nothing else runs; the limit is for machines that do other things.
  beforeAll(() => {
    const month = new Month({ seed: 1, days: DAYS, falseFallsADay: FALSE_FALLS });
    const rules = new OurRules(rosterOf(month), month.from, policiesOf(month), PACE);
    const devices = month.people.map(({ id, ...one }) => ({ ...one, residentId: id }));
    const beside = new PeersRules(devices, month.from);
    month.watch(rules, beside);
    const span = { from: month.from, to: month.until };
    ours = scoreOf(rules.alarms, month.labels, span);
    peers = scoreOf(beside.alarms, month.labels, span);
    batteries = new Set(
      rules.alarms.filter(({ kind }) => kind === 'battery').map(({ incident }) => incident),
    ).size;
  }, 400_000);

  const showing = (shows: Emergency['shows']) =>
    ours.emergencies.filter(({ matter }) => matter.shows === shows);

  it('finds everybody who pressed, within seconds', () => {
    expect(showing('pressed').length).toBeGreaterThan(3);
    expect(missed(showing('pressed'))).toEqual([]);
  });

  it('finds everybody who fell and stayed down', () => {
    expect(missed(showing('fall'))).toEqual([]);
  });

  it('finds everybody who lies and cannot press, within half an hour by day', () => {
    // Who moves on the floor is found by how long they go without a walk: eight days do not teach that.
    expect(missed(showing('silent'))).toEqual(['awake on the floor for hours']);
  });

  it('finds every heart that races or hardly beats, within half an hour', () => {
    expect(missed(showing('vitals'))).toEqual([]);
  });

  it('finds everybody who walks the streets at night or does not find home', () => {
    expect(showing('wandering').length).toBe(3);
    expect(missed(showing('wandering'))).toEqual([]);
  });

  it('asks for somebody in vain little more than once a day while it learns what is usual', () => {
    const inVain = ours.falseAlarms.filter(({ kind }) => kind !== 'fall');
    expect(inVain.length).toBeLessThan(1.5 * DAYS);
  });

  it('makes an emergency of a false fall only where nobody cancelled it or moved', () => {
    const falls = ours.falseAlarms.filter(({ kind }) => kind === 'fall');
    // Seven of ten false falls are cancelled by the wearer.
    expect(falls.length).toBeLessThan(0.3 * FALSE_FALLS * DAYS);
    expect(ours.checkedFalls).toBeGreaterThan(0.7 * FALSE_FALLS * DAYS * 0.8);
  });

  it('tells no power cut, no outage and no update in more than one incident', () => {
    expect(ours.outages).toHaveLength(3);
    expect(Math.max(...ours.outages)).toBe(1);
  });

  it('never comes to more alarms than one officer can answer', () => {
    expect(ours.load.hoursAbove).toBe(0);
    expect(ours.load.tenMinutesAbove).toBe(0);
  });

  it('tells the desk of every battery that runs low, and of none twice a day', () => {
    // A band lasts one to five days; most are charged before it is worth a word.
    expect(batteries).toBeGreaterThan(15);
    expect(batteries).toBeLessThan(79 * 3);
  });

  it('has twenty times fewer false alarms than the plain rules of peers', () => {
    expect(peers.falseAlarms.length).toBeGreaterThan(20 * Math.max(1, ours.falseAlarms.length));
  });
});
