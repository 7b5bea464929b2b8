// What works and what does not, told truthfully: to the screens, to /readyz and to whoever watches us.
import type { AlertEngine } from '../alerts/port.ts';
import type { Backlog, Degradation, Readiness } from '../domain/frame.ts';
import type { Present } from '../domain/present.ts';
import { type Clock, type Instant, minutes, since } from '../domain/time.ts';
import type { Reserve } from '../durable/reserve.ts';
import type { SpoolHealth } from '../ingest/port.ts';
import type { Registry } from '../registry/port.ts';
import type { Canary } from './canary.ts';
import type { Listening } from './listening.ts';
import type { Watchdog } from './watchdog.ts';

export interface Health {
  ready(): Readiness;
  /** Whether anything stands still: for whoever can restart us. */
  alive(): { readonly alive: boolean; readonly stalled: readonly string[] };
  /** The wristbands' door is open; before that nothing is ready, whatever works already. */
  open(): void;
}

interface Watched {
  readonly engine: Pick<AlertEngine, 'degraded' | 'present'>;
  readonly registry: { readonly bands: Pick<Registry['bands'], 'all'> };
  readonly reserve: Pick<Reserve, 'isReleased'>;
  readonly spool: { health(): SpoolHealth };
  readonly canary: Pick<Canary, 'health'>;
  readonly listening: Pick<Listening, 'nobody'>;
  readonly watchdog: Pick<Watchdog, 'stalled'>;
  readonly clock: Clock;
}

/** No word from any band for this long is a fault of the line, not of the bands. */
const BAND_LINE_SILENT = minutes(1);
const BEATS_MISSED = 2.5;
/** Readings that wait longer than this are missing from the charts. */
const HISTORY_LATE = minutes(1);

export function watchHealth(watched: Watched): Health {
  const { engine, registry, reserve, spool, canary, listening, watchdog, clock } = watched;
  let isOpen = false;
  return {
    open() {
      isOpen = true;
    },
    ready() {
      const now = clock();
      const own = engine.degraded();
      const { alarming, blocksPresses } = canary.health();
      const history = spool.health();
      const isLate = isHistoryLate(history, now);
      const isStalled = watchdog.stalled().length > 0;
      const degraded: Degradation[] = [
        ...own,
        ...(reserve.isReleased ? ['disk' as const] : []),
        ...(isLate ? ['history' as const] : []),
        ...(isBandLineSilent(engine, registry, now) ? ['band-line' as const] : []),
        ...(alarming ? ['canary' as const] : []),
        ...(listening.nobody() ? ['listening' as const] : []),
        ...(isStalled ? ['stalled' as const] : []),
      ];
      const canRecord = !own.includes('journal') && !blocksPresses && !isStalled;
      const backlog = isLate ? backlogOf(history) : undefined;
      return { ready: isOpen && canRecord, degraded, ...(backlog && { backlog }) };
    },
    alive() {
      const stalled = watchdog.stalled();
      return { alive: stalled.length === 0, stalled };
    },
  };
}

const isHistoryLate = ({ trouble, oldestAt }: SpoolHealth, now: Instant): boolean =>
  trouble !== undefined || (oldestAt !== undefined && since(oldestAt, now) > HISTORY_LATE);

const backlogOf = ({ waiting, oldestAt }: SpoolHealth): Backlog | undefined =>
  oldestAt === undefined ? undefined : { readings: waiting, at: oldestAt };

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
