// What was sent and what was promised, kept in the bench's own process, so that nothing done to the
// service can touch it; and how it is held against what the service has on record.
import type { TimelineEntry } from '../../domain/frame.ts';
import type { Change } from '../../domain/incident.ts';
import type { Result } from './scenario.ts';

export interface Press {
  readonly id: string;
  /** The band's clock. */
  readonly at: number;
}

export interface Ledger {
  /** Every press there ever was, acknowledged or not. */
  readonly sent: Set<string>;
  /** Presses whose acknowledgement (PUBACK) arrived, in that order. */
  readonly acknowledged: Set<string>;
  /** By band: sent, and not acknowledged. Sent again with the same id, as a band does. */
  readonly waiting: Map<string, readonly Press[]>;
  /** Numbers the presses of each band; never used twice. */
  readonly sequence: Map<string, number>;
  /** Who waits for the number of acknowledgements to reach `count`. */
  watcher: { readonly count: number; readonly reached: () => void } | undefined;
}

export const emptyLedger = (): Ledger => ({
  sent: new Set(),
  acknowledged: new Set(),
  waiting: new Map(),
  sequence: new Map(),
  watcher: undefined,
});

export function nextPress(ledger: Ledger, bandId: string): Press {
  const n = (ledger.sequence.get(bandId) ?? 0) + 1;
  ledger.sequence.set(bandId, n);
  return { id: `${bandId}-${n}`, at: Date.now() };
}

export function noteAcknowledged(ledger: Ledger, { id }: Press): void {
  ledger.acknowledged.add(id);
  const { watcher } = ledger;
  if (watcher === undefined || ledger.acknowledged.size < watcher.count) return;
  ledger.watcher = undefined;
  watcher.reached();
}

/** Resolves after so many further acknowledgements, with the milliseconds it took. */
export async function acknowledgements(ledger: Ledger, count: number): Promise<number> {
  const from = performance.now();
  await new Promise<void>((reached) => {
    ledger.watcher = { count: ledger.acknowledged.size + Math.max(1, count), reached };
  });
  return performance.now() - from;
}

/** An incident, from wherever it was read. */
export interface Found {
  readonly id: string;
  readonly kind: string;
  readonly timeline: readonly (TimelineEntry | Change)[];
}

type Reconciled = Pick<Result, 'lost' | 'doubled' | 'invented'> & { readonly incidents: number };

/**
 * Holds every incident there is against what was sent.
 * @param promised what must be on record; all that was acknowledged unless told otherwise.
 */
export function reconcile(
  incidents: readonly Found[],
  ledger: Ledger,
  promised: Iterable<string> = ledger.acknowledged,
): Reconciled {
  const times = new Map<string, number>();
  const invented: string[] = [];
  for (const { id, kind, timeline } of incidents) {
    const presses = timeline.filter(({ type }) => type === 'pressed');
    if (kind === 'sos' && presses.length === 0) invented.push(`${id} without a press`);
    for (const press of presses) {
      const messageId = 'messageId' in press ? press.messageId : undefined;
      if (messageId === undefined || !ledger.sent.has(messageId)) {
        invented.push(`${messageId ?? 'a press without an id'} in ${id}`);
      } else times.set(messageId, (times.get(messageId) ?? 0) + 1);
    }
  }
  return {
    lost: [...promised].filter((id) => !times.has(id)),
    doubled: [...times].filter(([, n]) => n > 1).map(([id]) => id),
    invented,
    incidents: incidents.length,
  };
}
