// What says "alarm" outside the page: its title, its icon, the badge on the task bar, a notification.
import { t } from 'i18next';
import { unclaimed } from './alarms.ts';
import { now, onBeat } from './clock.ts';
import { clockText } from './format.ts';
import { notify } from './notifications.ts';
import { board } from './state.ts';
import { subjectOf } from './wording.ts';

/** The alarm and the clock take turns, a second each. */
function titleNow(): string {
  const at = now();
  const waiting = unclaimed(board.get());
  const [first] = waiting;
  if (first === undefined || Math.floor(at / 1_000) % 2 === 1) {
    return t('page.title', { time: clockText(at) });
  }
  const { name, room } = subjectOf(board.get(), first);
  return t('page.alarm', { n: waiting.length, kind: t(`kind.${first.kind}`), name, room });
}

function paint(): void {
  const title = titleNow();
  if (document.title !== title) document.title = title;
}

function mark(): void {
  const waiting = unclaimed(board.get()).length;
  const icon = document.querySelector<HTMLLinkElement>('link[rel=icon]');
  const wanted = waiting > 0 ? '/icon-alarm.svg' : '/icon.svg';
  if (icon && icon.getAttribute('href') !== wanted) icon.setAttribute('href', wanted);
  if ('setAppBadge' in navigator) void navigator.setAppBadge(waiting).catch(() => {});
  notify();
}

export function startBeacon(): () => void {
  const stops = [onBeat(paint), board.subscribe(mark)];
  mark();
  return () => {
    for (const stop of stops) stop();
  };
}
