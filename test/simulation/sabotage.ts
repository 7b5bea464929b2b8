// Wrong parts, each wrong in one way that a careless change could bring about. They are put in through
// the ports; the simulation has to find every one of them, or it proves nothing about the right ones.
import type { Sabotage } from './service.ts';

export interface Mutant {
  /** What is wrong, as somebody would put it who had found it out the hard way. */
  readonly name: string;
  /** A finding that must be among those of the simulation. */
  readonly found: RegExp;
  readonly sabotage: Sabotage;
}

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'acknowledges a press before it is on record',
    found: /acknowledged, and in no incident/,
    sabotage: {
      receive: (receive) => async (arrival) => {
        receive(arrival).catch(() => {});
      },
    },
  },
  {
    name: 'answers before the disk has committed',
    found: /acknowledged, and in no incident|confirmed, and not on record/,
    sabotage: {
      journal(journal, _run, disk) {
        let promised = 0;
        return {
          ...journal,
          async append(batch) {
            journal.append(batch).catch(() => {});
            promised = Math.max(promised, disk.changes.length) + batch.changes.length;
            return promised;
          },
        };
      },
    },
  },
  {
    name: 'keeps half of a batch that was under way at a crash',
    found: /leaves a gap|no source|not in the journal|in no incident|without a source/,
    sabotage: {
      torn: (batch) => ({
        ...batch,
        changes: batch.changes.slice(Math.ceil(batch.changes.length / 2)),
      }),
    },
  },
  {
    name: 'forgets after a restart what was open',
    found: /was due and did not happen|a tick has passed over/,
    sabotage: {
      journal: (journal, run) => ({
        ...journal,
        async open() {
          const contents = await journal.open();
          return run === 1 ? contents : { ...contents, openIncidents: [] };
        },
      }),
    },
  },
  {
    name: 'looks at deadlines once in two minutes',
    found: /was due and did not happen/,
    sabotage: { tickEvery: 120_000 },
  },
  {
    name: 'takes a press for a repeat by its number alone',
    found: /acknowledged, and in no incident/,
    sabotage: {
      intake(engine) {
        const taken = new Set<string>();
        return {
          async receive(arrival, message) {
            const id = message.type === 'sos' ? message.id : undefined;
            const key = `${arrival.bandId} ${id}`;
            if (id !== undefined && taken.has(key)) return;
            await engine.receive(arrival, message);
            taken.add(key);
          },
        };
      },
    },
  },
  {
    name: 'does not know an old press when it is sent again after a restart',
    found: /twice/,
    sabotage: {
      journal: (journal) => ({
        ...journal,
        async open() {
          return { ...(await journal.open()), recentMessages: new Map() };
        },
      }),
    },
  },
  {
    name: 'tells a screen that comes back that it has missed nothing',
    found: /the screen of/,
    sabotage: {
      frameLog: (frames) => ({
        ...frames,
        after: (seq) => (frames.after(seq) === undefined ? undefined : []),
      }),
    },
  },
  {
    name: 'tells the bands nothing',
    found: /was not told of/,
    sabotage: { line: () => ({ tell: async () => true }) },
  },
];
