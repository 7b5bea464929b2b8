// The line to the service. Frames are folded into the board in order; a missing one asks for
// everything again. The line is given up as soon as it is silent, because a dead one says nothing,
// and is tried again for ever.
import type { ClientFrame, ServerFrame } from '../../domain/frame.ts';
import { receive } from './board.ts';
import { onBeat, uptime } from './clock.ts';
import { linkState, reconnectDelay } from './link.ts';
import { board, link, openedAt } from './state.ts';

/** The service says so when the session behind the line has ended. */
const SESSION_ENDED = 4401;
/** An attempt that has brought no frame by then is given up. */
const ATTEMPT_PATIENCE = 6_000;

type Line =
  | { readonly state: 'waiting'; readonly until: number }
  | { readonly state: 'open'; readonly socket: WebSocket; readonly since: number };

export interface Feed {
  /** False when it could not be sent; whoever sends tries again. */
  send(frame: ClientFrame): boolean;
  stop(): void;
}

/** @param ended called when the service says, or may mean, that nobody is signed in any more. */
export function startFeed(ended: () => void): Feed {
  let line: Line = { state: 'waiting', until: 0 };
  let attempt = 0;
  let wantsAll = board.get().seq === undefined;

  const retry = (): void => {
    if (line.state === 'open') abandon(line.socket);
    line = { state: 'waiting', until: uptime() + reconnectDelay(attempt, Math.random()) };
    attempt += 1;
    link.update((old) => ({ ...old, attempt }));
  };

  const take = (text: unknown): void => {
    const frame = readFrame(text);
    if (frame === undefined) return;
    const result = receive(board.get(), frame, uptime());
    wantsAll = !result.ok;
    if (result.ok) {
      board.set(result.board);
      attempt = 0;
      watch();
    } else retry();
  };

  const connect = (): void => {
    const socket = new WebSocket(addressOf(wantsAll ? undefined : board.get().seq));
    line = { state: 'open', socket, since: uptime() };
    const current = (): boolean => line.state === 'open' && line.socket === socket;
    socket.onmessage = ({ data }) => current() && take(data);
    socket.onclose = ({ code }) => {
      if (!current()) return;
      // A refused handshake does not say why; asking who is signed in does.
      if (code === SESSION_ENDED || attempt % 4 === 1) ended();
      retry();
    };
  };

  const watch = (): void => {
    const at = uptime();
    const state = linkState(board.get().heardAt, openedAt, at);
    const old = link.get();
    if (old.state !== state || old.attempt !== attempt) link.set({ state, attempt });
    if (line.state === 'waiting' && at >= line.until) connect();
    else if (line.state === 'open' && isSilent(line, at)) retry();
  };

  const stopWatching = onBeat(watch);
  watch();
  return {
    send: (frame) => {
      if (line.state !== 'open' || line.socket.readyState !== WebSocket.OPEN) return false;
      line.socket.send(JSON.stringify(frame));
      return true;
    },
    stop: () => {
      stopWatching();
      if (line.state === 'open') abandon(line.socket);
    },
  };
}

function isSilent(line: Extract<Line, { state: 'open' }>, at: number): boolean {
  const heardAt = Math.max(board.get().heardAt ?? 0, line.since);
  return at - heardAt >= ATTEMPT_PATIENCE;
}

function addressOf(after: number | undefined): string {
  const address = new URL('/feed', location.href);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  address.hash = '';
  if (after !== undefined) address.searchParams.set('after', String(after));
  return address.href;
}

function abandon(socket: WebSocket): void {
  socket.onmessage = null;
  socket.onclose = null;
  socket.close();
}

function readFrame(text: unknown): ServerFrame | undefined {
  try {
    return JSON.parse(String(text)) as ServerFrame;
  } catch {
    return undefined;
  }
}
