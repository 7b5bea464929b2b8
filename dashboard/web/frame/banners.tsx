// What must not be overlooked on any view: no sound, no line, or a part of the service out of order.
// None of them can be closed; each goes away when its reason does.
import { t } from 'i18next';
import type { Degradation } from '../../../domain/frame.ts';
import { instant } from '../../../domain/time.ts';
import { isAlarm } from '../alarms.ts';
import { useNow } from '../clock.ts';
import { clockText, duration } from '../format.ts';
import { heardTheTest, playTest, unlock } from '../sound.ts';
import { board, link, sound } from '../state.ts';
import { useStore } from '../store.ts';
import { updated } from '../update.ts';

export const Banners = () => (
  <div className="room-banners">
    <SoundBar />
    <LinkBanner />
    <DegradedBanner />
    <UpdateBanner />
  </div>
);

function SoundBar() {
  const state = useStore(sound, (value) => value);
  if (state === 'on') return null;
  const enable = async (): Promise<void> => {
    if (await unlock()) playTest();
    heardTheTest(true);
  };
  return (
    <button
      type="button"
      data-testid="sound-bar"
      className="block min-h-12 w-full cursor-pointer bg-emergency px-4 py-1.5 text-xl font-bold text-white"
      onClick={() => void enable()}
    >
      {t(state === 'locked' ? 'sound.bar' : 'sound.doubtBar')}
    </button>
  );
}

function LinkBanner() {
  const { state, attempt } = useStore(link, (value) => value);
  const words = useNow((now) => {
    const { heardAt, offset } = board.get();
    if (heardAt === undefined || offset === undefined) {
      return t('link.staleNever', { attempt: Math.max(1, attempt) });
    }
    const last = instant(heardAt + offset);
    return t(state === 'lost' ? 'link.lostBanner' : 'link.staleBanner', {
      age: duration(now - last),
      at: clockText(last),
      attempt: Math.max(1, attempt),
    });
  });
  if (state === 'live' || state === 'connecting') return null;
  const lost = state === 'lost';
  return (
    <div
      role={lost ? 'alert' : 'status'}
      data-testid="link-banner"
      className={`px-4 py-2 text-center text-xl font-bold ${lost ? 'bg-emergency text-white' : 'stale-stripes'}`}
    >
      {/* The count changes each second; a screen reader is told the state once, not the count. */}
      <span aria-hidden="true" className={lost ? '' : 'rounded bg-[#ffe9bd] px-3 py-0.5'}>
        {words} · {t('link.keepPhone')}
      </span>
      <span className="sr-only">{t(`link.${state}`)}</span>
      {lost && <p className="text-lg">{t('link.lostHelp')}</p>}
    </div>
  );
}

const GRAVE: readonly Degradation[] = ['journal', 'disk', 'band-line', 'canary', 'stalled'];

function DegradedBanner() {
  const degraded = useStore(board, (value) => value.degraded);
  const state = useStore(link, (value) => value.state);
  const grave = degraded.filter((name) => GRAVE.includes(name));
  if (grave.length === 0 || state !== 'live') return null;
  return (
    <div
      role="alert"
      data-testid="degraded-banner"
      className="border-y-2 border-technical bg-panel px-4 py-1.5 text-center text-lg font-bold"
    >
      {grave.map((name) => t(`degraded.${name}`)).join(' · ')}
    </div>
  );
}

/** Not in the middle of an alarm: the reload can wait, the alarm can not. */
function UpdateBanner() {
  const isUpdated = useStore(updated, (value) => value);
  const alarmOpen = useStore(board, (value) => [...value.incidents.values()].some(isAlarm));
  if (!isUpdated || alarmOpen) return null;
  return (
    <button
      type="button"
      className="button min-h-10 w-full rounded-none border-x-0"
      onClick={() => location.reload()}
    >
      {t('update.banner')}
    </button>
  );
}
