// Who we are, how the day went, who is on duty, whether sound and line can be trusted, what time it is.
import { t } from 'i18next';
import { isPaused } from '../alarms.ts';
import { useNow } from '../clock.ts';
import { ago, clockText, countdown, dateText, duration } from '../format.ts';
import { board, dialog, link, pause, sound } from '../state.ts';
import { useStore } from '../store.ts';
import { LampIcon, SpeakerIcon } from './icons.tsx';
import { missingFeatures } from './surroundings.ts';
import { useFigures } from './use-figures.ts';

export const Header = () => (
  <header className="flex min-h-14 flex-wrap items-center gap-x-6 gap-y-1 border-b border-line bg-panel px-4 py-1.5 whitespace-nowrap">
    <a
      href="#wall"
      className="flex items-center gap-2.5 rounded-md text-ink no-underline"
      title={t('header.back')}
    >
      <LampIcon />
      <span className="text-xl font-bold">{t('brand.name')}</span>
      <span className="text-second max-[1500px]:hidden">{t('brand.place')}</span>
    </a>
    <Today />
    <OnDuty />
    <SoundSign />
    <LinkSign />
    <div className="ml-auto flex items-center gap-4">
      <InsecureSign />
      <Clock />
      <button type="button" className="button" onClick={() => dialog.set({ type: 'settings' })}>
        {t('header.settings')}
      </button>
    </div>
  </header>
);

const Figure = ({ label, value }: { label: string; value: string }) => (
  <span className="flex items-baseline gap-1.5">
    <span className="text-second">{label}</span>
    <strong className="text-lg">{value}</strong>
  </span>
);

function Today() {
  const figures = useFigures();
  const { calls, claimed, claimedWithin60s, medianArrivalMs } = figures ?? {};
  const within =
    claimed && claimedWithin60s !== undefined
      ? `${Math.round((claimedWithin60s / claimed) * 100)}%`
      : '—';
  return (
    <div className="flex items-baseline gap-5">
      <Figure label={t('header.calls')} value={String(calls ?? '—')} />
      <Figure label={t('header.within')} value={within} />
      <Figure
        label={t('header.arrival')}
        value={medianArrivalMs == null ? '—' : duration(medianArrivalMs)}
      />
    </div>
  );
}

function OnDuty() {
  const names = useStore(board, (value) => value.onDuty);
  return (
    <span className="flex min-w-0 shrink items-baseline gap-1.5">
      <span className="text-second">{t('header.onDuty')}</span>
      <strong className="truncate text-lg">{names.join('、') || t('header.nobody')}</strong>
    </span>
  );
}

function SoundSign() {
  const state = useStore(sound, (value) => value);
  const left = useNow((now) => {
    const paused = pause.get();
    if (paused === undefined || !isPaused(board.get(), paused, now)) return undefined;
    return countdown(paused.until - now);
  });
  const off = state !== 'on' || left !== undefined;
  return (
    <span
      data-sound={state}
      className={`flex items-center gap-1.5 ${off ? 'font-bold text-ink' : 'text-second'}`}
    >
      <SpeakerIcon off={off} />
      {state === 'on' && left !== undefined ? t('sound.paused', { left }) : t(`sound.${state}`)}
    </span>
  );
}

function LinkSign() {
  const { state } = useStore(link, (value) => value);
  // In whole seconds, as the service counts them: its frames come every two.
  const age = useNow((now) => {
    const { heardAt, offset } = board.get();
    return heardAt === undefined || offset === undefined ? '' : ago(now - heardAt - offset);
  });
  const live = state === 'live';
  return (
    <span className={`flex items-center gap-1.5 ${live ? 'text-second' : 'font-bold text-ink'}`}>
      <span
        aria-hidden="true"
        className={`size-2.5 rounded-full ${live ? 'bg-second' : 'border-2 border-ink'}`}
      />
      {live ? t('link.live', { age }) : t(`link.${state}`)}
    </span>
  );
}

function InsecureSign() {
  if (missingFeatures().length === 0) return null;
  return (
    <button
      type="button"
      className="button border-attention"
      onClick={() => dialog.set({ type: 'insecure' })}
    >
      ⚠ {t('header.insecure')}
    </button>
  );
}

function Clock() {
  const date = useNow(dateText);
  const time = useNow(clockText);
  return (
    <span className="flex items-baseline gap-3">
      <span className="text-second">{date}</span>
      <time className="text-3xl leading-none font-bold" data-testid="clock">
        {time}
      </time>
    </span>
  );
}
