// Which band is on which line. One session a band: whoever comes with the right secret takes over
// from the line that was there, because a band that lost its network cannot hang up first.
import { CANARY_BAND } from '../domain/canary.ts';
import type { BandId } from '../domain/ids.ts';

interface Session<Line> {
  readonly bandId: BandId;
  readonly line: Line;
  /** The band has subscribed to its cues. */
  listening: boolean;
}

export interface Sessions<Line> {
  /** A line says it is this band's. It has not shown a secret yet. */
  claimed(bandId: BandId, line: Line): void;
  /** The line is the band's session now. Returns the line it took over from. */
  opened(bandId: BandId, line: Line): Line | undefined;
  closed(bandId: BandId, line: Line): void;
  of(bandId: BandId): Session<Line> | undefined;
  /** Every line that says it is this band's, whether it has proven so or not. */
  lines(bandId: BandId): readonly Line[];
  /** Without the canary, which is nobody's. */
  count(): number;
}

export function createSessions<Line>(): Sessions<Line> {
  const claims = new Map<BandId, Set<Line>>();
  const current = new Map<BandId, Session<Line>>();
  return {
    claimed(bandId, line) {
      const lines = claims.get(bandId) ?? new Set();
      claims.set(bandId, lines.add(line));
    },
    opened(bandId, line) {
      const former = current.get(bandId)?.line;
      current.set(bandId, { bandId, line, listening: false });
      return former === line ? undefined : former;
    },
    closed(bandId, line) {
      const lines = claims.get(bandId);
      lines?.delete(line);
      if (lines?.size === 0) claims.delete(bandId);
      // A line that was taken over closes after its successor has opened.
      if (current.get(bandId)?.line === line) current.delete(bandId);
    },
    of: (bandId) => current.get(bandId),
    lines: (bandId) => [...(claims.get(bandId) ?? [])],
    count: () => current.size - (current.has(CANARY_BAND) ? 1 : 0),
  };
}
