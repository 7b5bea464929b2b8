// The duty screens' side of the simulated service: the real frames, views and frame log, with a
// simulated line in the place of the WebSocket and the scheduler in the place of the timers.
import type { AlertEngine, DutyFeed } from '../../alerts/port.ts';
import { createFrameLog, type FrameBody, type FrameLog } from '../../dashboard/feed/frame-log.ts';
import { createIncidentFrames } from '../../dashboard/feed/incident-frames.ts';
import { createResidentFrames } from '../../dashboard/feed/resident-frames.ts';
import { personOf, type Sources, snapshotOf, viewOf } from '../../dashboard/feed/views.ts';
import { incidentView } from '../../domain/frame.ts';
import type { IncidentId, StaffName } from '../../domain/ids.ts';
import { type Clock, formatRfc3339 } from '../../domain/time.ts';
import type { Registry } from '../../registry/port.ts';
import type { End } from './line.ts';

export type Seen = { readonly incidentId: IncidentId };

export interface SimulatedScreens extends DutyFeed {
  start(engine: AlertEngine): void;
  /** @param after the newest frame the screen has seen. */
  accept(who: StaffName, after: number | undefined, line: End<Seen, Buffer>): void;
}

export interface SimulatedScreensParts {
  readonly registry: Registry;
  readonly clock: Clock;
  readonly random: () => number;
  readonly every: (period: number, work: () => void) => void;
  readonly frameLog?: (frames: FrameLog) => FrameLog;
}

/** Ten times the real ones: what they carry is the same, and they are most of the frames. */
const TICK = 20_000;
const FLUSH = 5_000;

export function createSimulatedScreens(parts: SimulatedScreensParts): SimulatedScreens {
  const { registry, clock, random, every, frameLog = (frames) => frames } = parts;
  const frames = frameLog(createFrameLog(clock, random));
  const lines = new Set<End<Seen, Buffer>>();
  let sources: Sources | undefined;

  function broadcast(body: FrameBody): void {
    const bytes = frames.append(body);
    for (const line of lines) line.send(bytes);
  }

  const residentFrames = createResidentFrames(clock, (id) => {
    const resident = registry.residents.get(id);
    if (sources && resident) broadcast({ type: 'resident', resident: viewOf(sources, resident) });
  });

  const incidentFrames = createIncidentFrames((incident) => {
    if (!sources) return;
    const person = personOf(sources, incident);
    broadcast({ type: 'incident', incident: incidentView(incident), ...(person && { person }) });
  });

  const tick = ({ engine }: Sources): void =>
    broadcast({
      type: 'tick',
      serverTime: formatRfc3339(clock()),
      degraded: engine.degraded(),
      onDuty: [],
    });

  const snapshot = (from: Sources): Buffer =>
    frames.atHead({ type: 'snapshot', serverTime: formatRfc3339(clock()), ...snapshotOf(from) });

  return {
    start(engine) {
      const given: Sources = { engine, registry };
      sources = given;
      every(TICK, () => tick(given));
      every(FLUSH, () => residentFrames.flush());
      every(FLUSH, () => incidentFrames.flush());
    },
    accept(who, after, line) {
      if (!sources) return line.close();
      const { engine } = sources;
      const missed = after === undefined ? undefined : frames.after(after);
      for (const bytes of missed ?? [snapshot(sources)]) line.send(bytes);
      lines.add(line);
      line.onEnd = () => lines.delete(line);
      line.onMessage = ({ incidentId }) => {
        // What could not be recorded as seen is seen again by the next frame of that incident.
        engine.act(incidentId, who, { type: 'see' }).catch(() => {});
      };
    },
    incidentChanged: (incident) => incidentFrames.changed(incident),
    presentChanged(bandId) {
      const wearer = registry.bands.get(bandId)?.residentId;
      if (wearer !== undefined) residentFrames.changed(wearer);
    },
  };
}
