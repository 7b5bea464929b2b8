// A newer screen has been installed on the service: noticed after a reconnection, because that is
// when a service that was restarted is met again. The page is never reloaded by itself: a reload
// locks the sound until somebody clicks, and at three in the morning nobody does.
import { onBeat, uptime } from './clock.ts';
import { link } from './state.ts';
import { createStore } from './store.ts';

export const updated = createStore(false);

const SCRIPT = /<script[^>]+src="([^"]+)"/;
const ASK_AT_MOST_EVERY = 5_000;

async function isNewer(): Promise<boolean> {
  const own = document.querySelector<HTMLScriptElement>('script[type=module][src]');
  const page = await fetch('/', { cache: 'no-store' }).then((response) => response.text());
  const theirs = SCRIPT.exec(page)?.[1];
  return own !== null && theirs !== undefined && theirs !== own.getAttribute('src');
}

export function watchForUpdate(): () => void {
  let wasLive = false;
  let askedAt = Number.NEGATIVE_INFINITY;
  return onBeat(() => {
    const live = link.get().state === 'live';
    const came = live && !wasLive;
    wasLive = live;
    if (!came || updated.get() || uptime() - askedAt < ASK_AT_MOST_EVERY) return;
    askedAt = uptime();
    isNewer().then(updated.set, () => {
      // Not reachable after all; the next reconnection asks again.
      askedAt = Number.NEGATIVE_INFINITY;
    });
  });
}
