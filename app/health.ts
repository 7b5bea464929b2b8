// What works and what does not, told truthfully: to the screens, to /readyz and to whoever watches us.
import type { AlertEngine } from '../alerts/port.ts';
import type { Degradation } from '../domain/frame.ts';
import type { Present } from '../domain/present.ts';
import { type Clock, type Instant, minutes, since } from '../domain/time.ts';
import type { SpoolHealth } from '../ingest/port.ts';
import type { Registry } from '../registry/port.ts';

export interface Health {
  /** `ready`: an emergency can be taken and stored. */
  ready(): { readonly ready: boolean; readonly degraded: readonly Degradation[] };
  /** The wristbands' door is open; before that nothing is ready, whatever works already. */
  open(): void;
}

interface Watched {
  readonly engine: Pick<AlertEngine, 'degraded' | 'present'>;
  readonly registry: { readonly bands: Pick<Registry['bands'], 'all'> };
  readonly spool: { health(): SpoolHealth };
  readonly clock: Clock;
}

/** No word from any band for this long is a fault of the line, not of the bands. */
const BAND_LINE_SILENT = minutes(1);
const BEATS_MISSED = 2.5;
/** Readings that wait longer than this are missing from the charts. */
const HISTORY_LATE = minutes(1);

export function watchHealth({ engine, registry, spool, clock }: Watched): Health {
  let isOpen = false;
  return {
    open() {
      isOpen = true;
    },
    ready() {
      const now = clock();
      const own = engine.degraded();
      const degraded: Degradation[] = [
        ...own,
        ...(isHistoryLate(spool.health(), now) ? ['history' as const] : []),
        ...(isBandLineSilent(engine, registry, now) ? ['band-line' as const] : []),
      ];
      return { ready: isOpen && !own.includes('journal'), degraded };
    },
  };
}

const isHistoryLate = ({ trouble, oldestAt }: SpoolHealth, now: Instant): boolean =>
  trouble !== undefined || (oldestAt !== undefined && since(oldestAt, now) > HISTORY_LATE);

function isBandLineSilent(
  engine: Watched['engine'],
  registry: Watched['registry'],
  now: Instant,
): boolean {
  let newest: Present | undefined;
  for (const { id, residentId } of registry.bands.all()) {
    const present = residentId === undefined ? undefined : engine.present(id);
    if (present?.heardAt === undefined) continue;
    if (newest?.heardAt === undefined || present.heardAt > newest.heardAt) newest = present;
  }
  if (newest?.heardAt === undefined) return false;
  // Where a single band speaks every five minutes, a minute without a word is no fault.
  const patience = Math.max(BAND_LINE_SILENT, newest.cadence * BEATS_MISSED);
  return since(newest.heardAt, now) > patience;
}
