// What every journal must keep to.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Journal, JournalBatch } from '../../alerts/port.ts';
import { incidentIdFor } from '../../domain/ids.ts';
import { type Change, evolveAll, type Incident } from '../../domain/incident.ts';
import type { MessageKey } from '../../domain/message.ts';
import { type Instant, minutes, plus } from '../../domain/time.ts';
import type { RuleName } from '../../domain/verdict.ts';
import { band, clock, must, resident, staff } from '../support/given.ts';

export interface JournalUnderTest {
  readonly journal: Journal;
  /** Closes it and opens the same again, as after a restart. */
  reopen(): Promise<Journal>;
}

const raised = (name: string, at: Instant): Change => ({
  type: 'raised',
  incidentId: incidentIdFor('sos', name, '1'),
  at,
  kind: 'sos',
  priority: 'emergency',
  bandId: band(name),
  residentId: resident(`r-${name}`),
  dueAt: plus(at, minutes(15)),
  reason: { code: 'pressed' },
});

const batchOf = (incident: Incident, from = 0): JournalBatch => ({
  arrivals: [],
  changes: incident.timeline.slice(from).map((change, n) => ({ change, version: from + n + 1 })),
  incidents: [incident],
});

export function journalContract(name: string, make: () => Promise<JournalUnderTest>): void {
  describe(`${name} as a journal`, () => {
    let under: JournalUnderTest;
    let journal: Journal;
    beforeEach(async () => {
      under = await make();
      journal = under.journal;
      await journal.open();
    });
    afterEach(() => journal.close());

    const raise = async (who: string, at = clock('08:00')): Promise<Incident> => {
      const incident = evolveAll(undefined, [raised(who, at)]);
      await journal.append(batchOf(incident));
      return incident;
    };

    it('knows after a restart what was open, and what of it was not yet performed', async () => {
      const incident = await raise('b1');
      journal = await under.reopen();
      const contents = await journal.open();
      expect(contents.openIncidents).toEqual([incident]);
      expect(contents.unperformed.map(({ change }) => change)).toEqual(incident.timeline);
    });

    it('does not ask again for what was performed', async () => {
      const incident = await raise('b1');
      const seq = await journal.append({ arrivals: [], changes: [], incidents: [] });
      await journal.append({ arrivals: [], changes: [], incidents: [], performedThrough: seq });
      journal = await under.reopen();
      expect((await journal.open()).unperformed).toEqual([]);
      expect(await journal.incident(incident.id)).toEqual(incident);
    });

    it('takes all of a batch or nothing of it, and refuses a decision based on old news', async () => {
      const incident = await raise('b1');
      const claim = { type: 'claimed', incidentId: incident.id, at: clock('08:01') } as const;
      const first = evolveAll(incident, [{ ...claim, by: staff('王') }]);
      const second = evolveAll(incident, [{ ...claim, by: staff('李') }]);
      await journal.append(batchOf(first, 1));
      const other = evolveAll(undefined, [raised('b2', clock('08:01'))]);
      const both = batchOf(second, 1);
      const conflicting = {
        ...both,
        changes: [...batchOf(other).changes, ...both.changes],
        incidents: [other, second],
      };
      await expect(journal.append(conflicting)).rejects.toThrow();
      expect(await journal.incident(incident.id)).toEqual(first);
      expect(await journal.incident(other.id)).toBeUndefined();
    });

    it('remembers the emergency messages of each band, oldest first', async () => {
      const arrivals = ['sos:a@1', 'sos:b@2'].map((key, n) => ({
        bandId: band('b1'),
        channel: 'sos' as const,
        receivedAt: clock(`08:0${n}`),
        key: key as MessageKey,
        payload: new Uint8Array([n]),
      }));
      await journal.append({ arrivals, changes: [], incidents: [] });
      journal = await under.reopen();
      const { recentMessages } = await journal.open();
      expect(must(recentMessages.get(band('b1'))).map(({ key }) => key)).toEqual([
        'sos:a@1',
        'sos:b@2',
      ]);
    });

    it('keeps the last tick, what the bands were like and what is usual for people', async () => {
      const bands = [{ bandId: band('b1'), state: '{"x":1}' }];
      const habits = [{ residentId: resident('r1'), habits: '{"y":2}' }];
      const checkpoint = { tickAt: clock('08:00'), bands, habits, verdicts: [] };
      await journal.append({ arrivals: [], changes: [], incidents: [], checkpoint });
      journal = await under.reopen();
      const contents = await journal.open();
      expect(contents.tickAt).toBe(clock('08:00'));
      expect(contents.bands.get(band('b1'))).toBe('{"x":1}');
      expect(contents.habits.get(resident('r1'))).toBe('{"y":2}');
    });

    const says = async (...said: readonly (readonly [RuleName, string, Instant, string?])[]) => {
      const verdicts = said.map(([rule, code, at, who = 'r1']) => ({
        residentId: resident(who),
        bandId: band(`band-of-${who}`),
        verdict: { rule, code, at, facts: { percent: 12.5, worn: true, kind: '弱' } },
      }));
      const checkpoint = { tickAt: clock('08:00'), bands: [], habits: [], verdicts };
      await journal.append({ arrivals: [], changes: [], incidents: [], checkpoint });
    };
    const held = async (at: Instant, who = 'r1') =>
      (await journal.verdicts({ residentId: resident(who), at })).map(
        ({ verdict, next }) => `${verdict.rule} ${verdict.code}${next ? ` then ${next.code}` : ''}`,
      );

    it('says of each rule what it said last by a moment, and what it said after it', async () => {
      await says(['battery', 'enough', clock('08:00')], ['silence', 'heard', clock('08:01')]);
      await says(
        ['battery', 'low-notice', clock('09:00')],
        ['battery', 'charging', clock('10:00')],
      );
      expect(await held(clock('07:59'))).toEqual([]);
      expect(await held(clock('08:00'))).toEqual(['battery enough then low-notice']);
      expect(await held(clock('08:59:59'))).toEqual([
        'silence heard',
        'battery enough then low-notice',
      ]);
      expect(await held(clock('09:00'))).toEqual([
        'silence heard',
        'battery low-notice then charging',
      ]);
      journal = await under.reopen();
      await journal.open();
      expect(await held(clock('23:00'))).toEqual(['silence heard', 'battery charging']);
    });

    it('gives a verdict back with its facts, its moment and the band it was about', async () => {
      await says(['battery', 'enough', clock('08:00')]);
      expect(await journal.verdicts({ residentId: resident('r1'), at: clock('08:30') })).toEqual([
        {
          bandId: 'band-of-r1',
          verdict: {
            rule: 'battery',
            code: 'enough',
            at: clock('08:00'),
            facts: { percent: 12.5, worn: true, kind: '弱' },
          },
        },
      ]);
    });

    it('tells what was said of one person from what was said of another', async () => {
      await says(
        ['battery', 'enough', clock('08:00'), 'r1'],
        ['battery', 'charging', clock('08:30'), 'r2'],
      );
      expect(await held(clock('09:00'), 'r1')).toEqual(['battery enough']);
      expect(await held(clock('09:00'), 'r2')).toEqual(['battery charging']);
      expect(await held(clock('09:00'), 'r3')).toEqual([]);
    });

    it('takes of two verdicts of the same moment the one that was written later', async () => {
      await says(['battery', 'enough', clock('08:00')], ['battery', 'charging', clock('08:00')]);
      await says(['battery', 'unknown', clock('08:10')], ['battery', 'enough', clock('08:10')]);
      expect(await held(clock('08:00'))).toEqual(['battery charging then unknown']);
      expect(await held(clock('08:10'))).toEqual(['battery enough']);
    });

    it('lists what was opened by a moment, and nothing that came later', async () => {
      for (const minute of [0, 1, 2]) {
        await raise(`b${minute}`, plus(clock('08:00'), minutes(minute)));
      }
      const page = await journal.incidents({
        state: 'all',
        openedBy: clock('08:01'),
        limit: 10,
      });
      expect(page.items.map(({ bandId }) => bandId)).toEqual(['b1', 'b0']);
    });

    it('lists newest first, page by page, without losing or repeating one', async () => {
      const names = Array.from({ length: 7 }, (_, n) => `b${n}`);
      // Some were opened in the same millisecond.
      for (const [n, name] of names.entries()) {
        await raise(name, plus(clock('08:00'), minutes(Math.floor(n / 3))));
      }
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await journal.incidents({ state: 'all', limit: 2, ...(cursor && { cursor }) });
        seen.push(...page.items.map(({ bandId }) => must(bandId)));
        cursor = page.next;
      } while (cursor !== undefined);
      expect(seen).toEqual(['b6', 'b5', 'b4', 'b3', 'b2', 'b1', 'b0']);
    });

    it('tells open from closed, and one resident from another', async () => {
      const incident = await raise('b1');
      await raise('b2');
      const closed = evolveAll(incident, [
        { type: 'closed', incidentId: incident.id, at: clock('08:10'), outcome: 'test' },
      ]);
      await journal.append(batchOf(closed, 1));
      const list = async (query: object) =>
        (await journal.incidents({ state: 'all', limit: 10, ...query })).items.map((i) => i.bandId);
      expect(await list({ state: 'open' })).toEqual(['b2']);
      expect(await list({ state: 'closed' })).toEqual(['b1']);
      expect(await list({ residentId: resident('r-b1') })).toEqual(['b1']);
      journal = await under.reopen();
      expect((await journal.open()).openIncidents.map(({ bandId }) => bandId)).toEqual(['b2']);
    });
  });
}
