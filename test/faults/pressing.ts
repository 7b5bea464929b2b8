// Wearers who press without end, and the ledger of what they were promised: kept in the test's own
// process, so that no kill of the service can touch it.
import type { IncidentView } from '../../domain/frame.ts';
import { connectBand, type Desk, type RegisteredBand, type Service } from '../support/service.ts';

export interface PressLedger {
  /** Presses whose acknowledgement (PUBACK) arrived. */
  readonly acknowledged: Set<string>;
  /** Sent, and not acknowledged: sent again with the same id, as a band does. */
  readonly waiting: Map<string, readonly Press[]>;
  /** Numbers each press of a band; never used twice. */
  readonly sequence: Map<string, number>;
}

interface Press {
  readonly id: string;
  readonly at: number;
}

export const emptyLedger = (): PressLedger => ({
  acknowledged: new Set(),
  waiting: new Map(),
  sequence: new Map(),
});

/** Presses in flight at a time, per band. */
const IN_FLIGHT = 4;

/** Presses until the connection is lost; resolves then. */
export async function pressUntilCut(
  service: Service,
  band: RegisteredBand,
  ledger: PressLedger,
): Promise<void> {
  // Killed before it could answer: nothing was sent, nothing was promised.
  const client = await connectBand(service, band).catch(() => undefined);
  if (!client) return;
  client.on('error', () => {});
  let isCut = false;
  const cut = new Promise<void>((resolve) => {
    client.once('close', () => {
      isCut = true;
      resolve();
    });
  });
  const resend = [...(ledger.waiting.get(band.id) ?? [])];
  const inFlight = new Map<string, Press>();
  const wearer = async () => {
    while (!isCut) {
      const press = resend.shift() ?? nextPress(band, ledger);
      inFlight.set(press.id, press);
      const acknowledgement = client
        .publishAsync(`v1/bands/${band.id}/sos`, JSON.stringify(press), { qos: 1 })
        .then(() => true);
      const wasAcknowledged = await Promise.race([acknowledgement.catch(() => false), cut]);
      if (wasAcknowledged !== true) return;
      ledger.acknowledged.add(press.id);
      inFlight.delete(press.id);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, wearer));
  ledger.waiting.set(band.id, [...resend, ...inFlight.values()]);
  client.end(true);
}

function nextPress(band: RegisteredBand, ledger: PressLedger): Press {
  const n = (ledger.sequence.get(band.id) ?? 0) + 1;
  ledger.sequence.set(band.id, n);
  return { id: `${band.id}-${n}`, at: Date.now() };
}

export interface Reconciled {
  readonly acknowledged: number;
  /** Acknowledged, and in no incident. */
  readonly lost: readonly string[];
  /** In two places. */
  readonly doubled: readonly string[];
  readonly incidents: number;
}

/** Reads back every incident there is and holds it against the ledger. */
export async function reconcile(desk: Desk, ledger: PressLedger): Promise<Reconciled> {
  const found = new Map<string, number>();
  let incidents = 0;
  let cursor: string | undefined;
  do {
    const query = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page = await desk.call<{ items: IncidentView[]; next?: string }>(
      'GET',
      `/api/incidents?state=all&limit=100${query}`,
    );
    for (const { timeline } of page.items) {
      incidents += 1;
      for (const entry of timeline) {
        const id = entry.type === 'pressed' ? entry.messageId : undefined;
        if (id !== undefined) found.set(id, (found.get(id) ?? 0) + 1);
      }
    }
    cursor = page.next;
  } while (cursor !== undefined);
  return {
    acknowledged: ledger.acknowledged.size,
    lost: [...ledger.acknowledged].filter((id) => !found.has(id)),
    doubled: [...found].filter(([, times]) => times > 1).map(([id]) => id),
    incidents,
  };
}

/** Closes what is open, so that the next presses raise incidents of their own. */
export async function closeAll(desk: Desk): Promise<void> {
  const { items } = await desk.call<{ items: IncidentView[] }>(
    'GET',
    '/api/incidents?state=open&limit=200',
  );
  for (const { id } of items) {
    await desk.call('POST', `/api/incidents/${id}/close`, { outcome: 'test' });
  }
}
