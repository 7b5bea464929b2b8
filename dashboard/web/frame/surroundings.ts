// What this browser, at this address, cannot do. Plain http on a name of the house is the usual
// reason: the browser then hides notifications, wake lock, clipboard and badge altogether.
import { useSyncExternalStore } from 'react';

const FEATURES = ['notifications', 'wakeLock', 'clipboard', 'badge'] as const;
export type Feature = (typeof FEATURES)[number];

const PRESENT: { readonly [F in Feature]: () => boolean } = {
  notifications: () => 'Notification' in window,
  wakeLock: () => 'wakeLock' in navigator,
  clipboard: () => 'clipboard' in navigator,
  badge: () => 'setAppBadge' in navigator,
};

export const missingFeatures = (): readonly Feature[] =>
  window.isSecureContext ? [] : FEATURES.filter((feature) => !PRESENT[feature]());

/** Whether somebody could be looking at this page now. */
export const isVisible = (): boolean => document.visibilityState === 'visible';

export const onVisibility = (listener: () => void): (() => void) => {
  document.addEventListener('visibilitychange', listener);
  return () => document.removeEventListener('visibilitychange', listener);
};

export const useVisible = (): boolean => useSyncExternalStore(onVisibility, isVisible);
