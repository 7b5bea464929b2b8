// A notification of the desktop for each alarm nobody has taken: who, where and what, no diagnosis.
// It stays until somebody looks; a click brings this window to the front with that incident.
import { t } from 'i18next';
import type { IncidentView } from '../../domain/frame.ts';
import { choose } from './alarm/use-column.ts';
import { unclaimed } from './alarms.ts';
import { board } from './state.ts';
import { createStore } from './store.ts';
import { subjectOf } from './wording.ts';

type State = NotificationPermission | 'missing';

const read = (): State => ('Notification' in window ? Notification.permission : 'missing');
export const notificationState = createStore<State>(read());

/** Only from a click: browsers refuse to ask otherwise. */
export async function askForNotifications(): Promise<void> {
  if (read() === 'default') await Notification.requestPermission().catch(() => 'default');
  notificationState.set(read());
}

const shown = new Map<string, { readonly rangAt: string; readonly notification: Notification }>();

function show(incident: IncidentView): void {
  const { name, place } = subjectOf(board.get(), incident);
  const notification = new Notification(
    `${t(`priority.${incident.priority}`)} · ${t(`kind.${incident.kind}`)}`,
    {
      body: `${place} ${name}`,
      tag: incident.id,
      requireInteraction: true,
      icon: '/icon-alarm.svg',
    },
  );
  notification.onclick = () => {
    window.focus();
    choose(incident);
  };
  shown.set(incident.id, { rangAt: incident.rangAt, notification });
}

/** Called whenever the board changed. */
export function notify(): void {
  if (read() !== 'granted') return;
  const waiting = unclaimed(board.get());
  for (const [id, { notification }] of shown) {
    if (waiting.some((each) => each.id === id)) continue;
    notification.close();
    shown.delete(id);
  }
  for (const incident of waiting) {
    if (shown.get(incident.id)?.rangAt === incident.rangAt) continue;
    try {
      show(incident);
    } catch {
      // Some platforms have the constructor and refuse to run it; card and sound do not depend on it.
      return;
    }
  }
}
