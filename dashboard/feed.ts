// The way to the duty screens. Frames come from what is on record, never through a broker, and there
// is one sequence of them for everybody: numbered, written out once, the same bytes to each screen.
// A screen that was away gets what it missed (`frame-log.ts`), or a snapshot that carries the newest
// number, so that the next frame follows it either way. A screen that does not read is dropped
// (`line.ts`): the alarm must not wait for the slowest browser.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { DutyFeed } from '../alerts/port.ts';
import { CANARY_SESSION, isCanary } from '../domain/canary.ts';
import { incidentView, type Readiness, written } from '../domain/frame.ts';
import type { ResidentId } from '../domain/ids.ts';
import type { Incident } from '../domain/incident.ts';
import type { Log } from '../domain/log.ts';
import { type Clock, formatRfc3339, type Millis, millis, seconds } from '../domain/time.ts';
import type { Session } from '../registry/port.ts';
import { admit, refuse } from './feed/admission.ts';
import { containedBy } from './feed/contained.ts';
import { createFrameLog, type FrameBody } from './feed/frame-log.ts';
import { createIncidentFrames } from './feed/incident-frames.ts';
import { createResidentFrames } from './feed/resident-frames.ts';
import { createSwitchboard, type Screens } from './feed/switchboard.ts';
import { personOf, type Sources, snapshotOf, viewOf } from './feed/views.ts';

/** Far more than a community has; a bound on what a stolen session can open. */
const SCREENS_LIMIT = 200;

export interface FeedRhythm {
  readonly tick: Millis;
  /** Ping, check of the session, age of what a screen reported. */
  readonly beat: Millis;
  readonly flush: Millis;
}
export const FEED_RHYTHM: FeedRhythm = { tick: seconds(2), beat: seconds(5), flush: millis(200) };

export interface FeedParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly rhythm?: FeedRhythm;
  /** Whose line is the canary's: it gets the canary's frames and counts as no screen. */
  readonly canary?: { sessionOf(token: string): Session | undefined };
  /** Told after every tick that went out. */
  readonly ticked?: () => void;
}

interface FeedSources extends Sources {
  /** What a tick names as out of order. */
  readonly ready: () => Readiness;
}

export interface Feed extends DutyFeed {
  /** From now on frames go out. What was told before is in the snapshot that everybody starts with. */
  start(sources: FeedSources): void;
  /** For the HTTP server's `upgrade` event. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  screens(): Screens;
  stop(): Promise<void>;
}

export function createDutyFeed(parts: FeedParts): Feed {
  const { clock, log, rhythm = FEED_RHYTHM, canary, ticked } = parts;
  const frames = createFrameLog(clock);
  const contained = containedBy(log);
  const timers: NodeJS.Timeout[] = [];
  let sources: Sources | undefined;
  const switchboard = createSwitchboard({
    log,
    heard({ incidentId }, by) {
      sources?.engine
        .act(incidentId, by, { type: 'see' })
        .catch(() => log.error('seen-not-recorded', { incident: incidentId }));
    },
  });
  const broadcast = (body: FrameBody): void => switchboard.broadcast(frames.append(body));
  const find = (token: string): Session | undefined =>
    canary?.sessionOf(token) ?? sources?.registry.sessions.find(token);

  const residentFrames = createResidentFrames(clock, (id) => {
    const resident = sources?.registry.residents.get(id);
    if (sources && resident) broadcast({ type: 'resident', resident: viewOf(sources, resident) });
  });
  const residentChanged = (id: ResidentId): void =>
    void contained('resident', () => residentFrames.changed(id));
  const incidentFrames = createIncidentFrames((incident) => {
    if (sources) broadcast(incidentFrame(sources, incident));
  });

  return {
    start(given) {
      sources = given;
      const { registry } = given;
      registry.listen({ residentChanged, sessionEnded: switchboard.endSession });
      const isSignedIn = (token: string) => find(token) !== undefined;
      const tick = (): void => {
        broadcast(tickOf(given, clock, switchboard.onDuty()));
        ticked?.();
      };
      timers.push(
        setInterval(() => contained('tick', tick), rhythm.tick),
        setInterval(() => contained('flush', residentFrames.flush), rhythm.flush),
        setInterval(() => contained('flush', incidentFrames.flush), rhythm.flush),
        setInterval(() => switchboard.beat(isSignedIn), rhythm.beat),
      );
    },
    upgrade(request, socket, head) {
      if (!sources || switchboard.screens().connected >= SCREENS_LIMIT) {
        return refuse(socket, '503 Service Unavailable');
      }
      const from = sources;
      const admission = admit(request, { find });
      if (!admission.ok) return refuse(socket, admission.status);
      const { after, session } = admission;
      const snapshot = () => frames.atHead(snapshotFrame(from, clock));
      const greeting = () =>
        session.id === CANARY_SESSION ? [] : (frames.after(after) ?? [snapshot()]);
      switchboard.server.handleUpgrade(request, socket, head, (opened) =>
        switchboard.connect(opened, admission, greeting),
      );
    },
    incidentChanged: (incident) =>
      void contained('incident', () => {
        // The service's own press is nobody's: no screen is sent it, and it uses up no number.
        if (!isCanary(incident)) incidentFrames.changed(incident);
        else if (sources) switchboard.tellCanary(frames.atHead(incidentFrame(sources, incident)));
      }),
    presentChanged(bandId) {
      const wearer = sources?.registry.bands.get(bandId)?.residentId;
      if (wearer !== undefined) residentChanged(wearer);
    },
    screens: switchboard.screens,
    async stop() {
      for (const timer of timers) clearInterval(timer);
      await switchboard.stop();
    },
  };
}

function incidentFrame(sources: Sources, incident: Incident): FrameBody {
  const person = personOf(sources, incident);
  return { type: 'incident', incident: incidentView(incident), ...(person && { person }) };
}

const snapshotFrame = (sources: Sources, clock: Clock): FrameBody => ({
  type: 'snapshot',
  serverTime: formatRfc3339(clock()),
  ...snapshotOf(sources),
});

function tickOf(
  { ready }: FeedSources,
  clock: Clock,
  onDuty: Extract<FrameBody, { type: 'tick' }>['onDuty'],
): FrameBody {
  const { degraded, backlog } = ready();
  return {
    type: 'tick',
    serverTime: formatRfc3339(clock()),
    degraded,
    ...(backlog && { backlog: written(backlog) }),
    onDuty,
  };
}
