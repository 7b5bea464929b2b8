// Keeps the screen from going dark during the shift. The browser takes the lock away whenever the
// page is hidden, so it is asked for again each time the page comes back.
import { isVisible, onVisibility } from './frame/surroundings.ts';
import { createStore } from './store.ts';

type State = 'active' | 'inactive' | 'missing';

export const wakeLock = createStore<State>('wakeLock' in navigator ? 'inactive' : 'missing');

async function ask(): Promise<void> {
  if (!('wakeLock' in navigator) || !isVisible()) return;
  try {
    const lock = await navigator.wakeLock.request('screen');
    wakeLock.set('active');
    lock.addEventListener('release', () => wakeLock.set('inactive'));
  } catch {
    // Refused, by battery saving for instance: the settings say that it is not active.
    wakeLock.set('inactive');
  }
}

export function startWakeLock(): () => void {
  void ask();
  return onVisibility(() => void ask());
}
