// The line that is open at present, for whatever wants to send. There is none before sign-in.
import type { ClientFrame } from '../../domain/frame.ts';
import { onBeat, uptime } from './clock.ts';
import { type Feed, startFeed } from './feed.ts';
import { isVisible, onVisibility } from './frame/surroundings.ts';
import { sound } from './state.ts';

let feed: Feed | undefined;

export const sendFrame = (frame: ClientFrame): boolean => feed?.send(frame) ?? false;

const REPORT_EVERY = 5_000;

/** Opens the line and says every five seconds whether this screen can be seen and heard. */
export function openLine(ended: () => void): () => void {
  const opened = startFeed(ended);
  feed = opened;
  let reportedAt = Number.NEGATIVE_INFINITY;
  const report = (): void => {
    const frame = { type: 'console', visible: isVisible(), audible: sound.get() === 'on' } as const;
    if (sendFrame(frame)) reportedAt = uptime();
  };
  const stops = [
    onBeat(() => {
      if (uptime() - reportedAt >= REPORT_EVERY) report();
    }),
    onVisibility(report),
    sound.subscribe(report),
  ];
  return () => {
    for (const stop of stops) stop();
    opened.stop();
    feed = undefined;
  };
}
