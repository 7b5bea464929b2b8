// The broker of the simulated service, as the rest of it knows one: a message is handed on, and
// acknowledged when the receiver has resolved; when it rejects, or takes too long, the line is closed
// and the band has to send again. A band that connects anew takes over from its own half-dead line.
import type { BandLine } from '../../alerts/port.ts';
import type { Receive } from '../../broker/port.ts';
import type { BandId } from '../../domain/ids.ts';
import type { Channel, Cue } from '../../domain/message.ts';
import { type Clock, seconds } from '../../domain/time.ts';
import type { End } from './line.ts';

export interface Publish {
  readonly packet: number;
  readonly channel: Channel;
  readonly payload: Uint8Array;
  readonly dup: boolean;
}
export type ToBand =
  | { readonly type: 'acknowledged'; readonly packet: number }
  | { readonly type: 'cue'; readonly cue: Cue };

export interface SimulatedBus extends BandLine {
  accept(bandId: BandId, line: End<Publish, ToBand>): void;
}

export interface SimulatedBusParts {
  readonly receive: Receive;
  readonly clock: Clock;
  readonly after: (delay: number, work: () => void) => void;
}

const RECEIVE_WITHIN = seconds(30);
/** Until the last byte of a cue is in the socket, milliseconds. */
const WRITTEN_AFTER = 3;

export function createSimulatedBus({ receive, clock, after }: SimulatedBusParts): SimulatedBus {
  const sessions = new Map<BandId, End<Publish, ToBand>>();

  function take(bandId: BandId, line: End<Publish, ToBand>, message: Publish): void {
    const { packet, ...rest } = message;
    let isOver = false;
    const once = (work: () => void) => () => {
      if (!isOver) work();
      isOver = true;
    };
    after(RECEIVE_WITHIN, once(hangUp));
    receive({ bandId, ...rest, qos: 1, receivedAt: clock() }).then(
      once(() => line.send({ type: 'acknowledged', packet })),
      once(hangUp),
    );
    function hangUp(): void {
      line.close();
      forget(bandId, line);
    }
  }

  function forget(bandId: BandId, line: End<Publish, ToBand>): void {
    if (sessions.get(bandId) === line) sessions.delete(bandId);
  }

  return {
    accept(bandId, line) {
      sessions.get(bandId)?.close();
      sessions.set(bandId, line);
      line.onMessage = (message) => take(bandId, line, message);
      line.onEnd = () => forget(bandId, line);
    },
    async tell(bandId, cue) {
      const line = sessions.get(bandId);
      if (!line) return false;
      line.send({ type: 'cue', cue });
      await new Promise<void>((resolve) => after(WRITTEN_AFTER, resolve));
      return sessions.get(bandId) === line;
    },
  };
}
