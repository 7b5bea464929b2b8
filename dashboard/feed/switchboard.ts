// All lines to duty screens: who is connected, what each of them is sent, and when one has to go.
import { type WebSocket, WebSocketServer } from 'ws';
import { CANARY_SESSION } from '../../domain/canary.ts';
import type { ClientFrame } from '../../domain/frame.ts';
import type { StaffName } from '../../domain/ids.ts';
import type { Log } from '../../domain/log.ts';
import type { Admitted } from './admission.ts';
import { parseClientFrame } from './client-frame.ts';
import { containedBy } from './contained.ts';
import { CLOSE, createLine, type Line } from './line.ts';

const PAYLOAD_LIMIT = 16 * 1024;
/** How long a stop waits for the goodbye of the screens. */
const GOODBYE = 1_000;

export interface Screens {
  readonly connected: number;
  /** Said so within the last 15 s. */
  readonly visible: number;
  readonly audible: number;
  /** Both at once. */
  readonly listening: number;
}

export interface Switchboard {
  readonly server: WebSocketServer;
  connect(socket: WebSocket, admitted: Admitted, greeting: () => readonly Buffer[]): void;
  broadcast(bytes: Buffer): void;
  /** To the canary's own line, and to no screen. */
  tellCanary(bytes: Buffer): void;
  /** Ends the lines of screens that do not answer, and of sessions that have run out. */
  beat(isSignedIn: (token: string) => boolean): void;
  endSession(sessionId: string): void;
  screens(): Screens;
  /** Who is signed in on a connected screen. */
  onDuty(): readonly StaffName[];
  stop(): Promise<void>;
}

export interface SwitchboardParts {
  readonly log: Log;
  readonly heard: (frame: ClientFrame & { type: 'seen' }, by: StaffName) => void;
}

export function createSwitchboard({ log, heard }: SwitchboardParts): Switchboard {
  const lines = new Set<Line>();
  const contained = containedBy(log);
  // No compression: it costs 300 KB a screen and an emergency is a few hundred bytes.
  const options = { noServer: true, maxPayload: PAYLOAD_LIMIT, perMessageDeflate: false };
  const server = new WebSocketServer(options);

  function hear(line: Line, data: unknown, isBinary: boolean): void {
    const frame = isBinary ? undefined : parseClientFrame(String(data));
    if (!frame || !line.countFrame()) line.close(CLOSE.policy, 'not a frame of a duty screen');
    else if (frame.type === 'console') line.report(frame);
    else heard(frame, line.staff);
  }

  return {
    server,
    connect(socket, { token, session }, greeting) {
      const line = createLine({ socket, token, sessionId: session.id, staff: session.staff.name });
      socket.on('error', (error) => log.warn('screen-error', { error: error.message }));
      socket.on('close', () => lines.delete(line));
      socket.on('message', (data, isBinary) => contained('hear', () => hear(line, data, isBinary)));
      // Greeted and counted in one go: no frame falls between the snapshot and the first one after.
      if (contained('greet', () => line.greet(greeting()))) lines.add(line);
      else socket.terminate();
    },
    broadcast(bytes) {
      for (const line of lines) contained('send', () => line.send(bytes));
    },
    tellCanary(bytes) {
      for (const line of lines) if (isCanaryLine(line)) contained('send', () => line.send(bytes));
    },
    beat(isSignedIn) {
      for (const line of lines) {
        contained('beat', () => {
          if (!line.beat()) log.warn('screen-dropped');
          else if (!isSignedIn(line.token)) line.close(CLOSE.sessionEnded, 'the session has ended');
        });
      }
    },
    endSession(sessionId) {
      for (const line of lines) {
        if (line.sessionId === sessionId) line.close(CLOSE.sessionEnded, 'the session has ended');
      }
    },
    screens: () => count(screensAmong(lines)),
    onDuty: () => [...new Set(screensAmong(lines).map(({ staff }) => staff))].sort(),
    stop: () => stopped(server),
  };
}

const isCanaryLine = ({ sessionId }: Line): boolean => sessionId === CANARY_SESSION;

/** The canary looks and listens, but nobody sits there. */
const screensAmong = (lines: ReadonlySet<Line>): readonly Line[] =>
  [...lines].filter((line) => !isCanaryLine(line));

function count(lines: readonly Line[]): Screens {
  const consoles = lines.map((line) => line.console());
  return {
    connected: lines.length,
    visible: consoles.filter(({ visible }) => visible).length,
    audible: consoles.filter(({ audible }) => audible).length,
    listening: consoles.filter(({ visible, audible }) => visible && audible).length,
  };
}

/** Tells every screen that we are going, waits a moment, and ends what is left. */
async function stopped(server: WebSocketServer): Promise<void> {
  const sockets = [...server.clients];
  const gone = sockets.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
  for (const socket of sockets) socket.close(CLOSE.goingAway, 'the service stops');
  const patience = setTimeout(() => {
    for (const socket of sockets) socket.terminate();
  }, GOODBYE);
  await Promise.all(gone);
  clearTimeout(patience);
  server.close();
}
