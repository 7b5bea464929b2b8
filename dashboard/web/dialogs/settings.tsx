// How this screen looks and sounds, and what its keys do.
import { t } from 'i18next';
import { signOut } from '../api.ts';
import { askForNotifications, notificationState } from '../notifications.ts';
import { LANGUAGES, prefer, preferences, SIZES, THEMES } from '../preferences.ts';
import { playTest, unlock } from '../sound.ts';
import { closeDialog, isAdministrator, session } from '../state.ts';
import { useStore } from '../store.ts';
import { isWallView } from '../theme.ts';
import { wakeLock } from '../wake-lock.ts';
import { Panel } from './panel.tsx';

const LANGUAGE_NAMES = { 'zh-CN': '中文', en: 'English' } as const;

export function SettingsDialog() {
  const chosen = useStore(preferences, (value) => value);
  return (
    <Panel title={t('settings.title')}>
      <div className="flex flex-col gap-4">
        <Choice
          label={t('settings.language')}
          options={LANGUAGES.map((id) => [id, LANGUAGE_NAMES[id]])}
          chosen={chosen.language}
          choose={(language) => prefer({ language })}
        />
        <Choice
          label={t('settings.theme')}
          options={THEMES.map((id) => [id, t(`settings.themes.${id}`)])}
          chosen={chosen.theme}
          choose={(theme) => prefer({ theme })}
        />
        <Choice
          label={t('settings.size')}
          options={SIZES.map((id) => [id, t(`settings.sizes.${id}`)])}
          chosen={chosen.size}
          choose={(size) => prefer({ size })}
        />
        <Screen />
        <Abilities />
        <Keys />
      </div>
    </Panel>
  );
}

interface ChoiceProps<Id extends string> {
  readonly label: string;
  readonly options: readonly (readonly [Id, string])[];
  readonly chosen: Id;
  readonly choose: (id: Id) => void;
}

const Choice = <Id extends string>({ label, options, chosen, choose }: ChoiceProps<Id>) => (
  <fieldset className="flex flex-wrap items-center gap-2">
    <legend className="float-left w-24 text-second">{label}</legend>
    {options.map(([id, words]) => (
      <button
        key={id}
        type="button"
        className="button"
        aria-pressed={id === chosen}
        onClick={() => choose(id)}
      >
        {words}
      </button>
    ))}
  </fieldset>
);

async function leave(): Promise<void> {
  await signOut();
  session.set({ state: 'signed-out', ended: false });
}

function goToPeople(): void {
  closeDialog();
  location.hash = 'people';
}

const Screen = () => (
  <div className="flex flex-wrap gap-2">
    {isAdministrator() && (
      <button type="button" className="button" onClick={goToPeople}>
        {t('settings.people')}
      </button>
    )}
    <button type="button" className="button" onClick={() => void unlock().then(() => playTest())}>
      {t('sound.test')}
    </button>
    <a className="button no-underline" href={isWallView() ? '/' : '/?view=wall'}>
      {t(isWallView() ? 'settings.deskView' : 'settings.wallView')}
    </a>
    <button
      type="button"
      className="button"
      onClick={() => void document.documentElement.requestFullscreen?.()}
    >
      {t('settings.fullscreen')}
    </button>
    <button type="button" className="button" onClick={() => void leave()}>
      {t('settings.signOut')}
    </button>
  </div>
);

function Abilities() {
  const notifications = useStore(notificationState, (value) => value);
  const lock = useStore(wakeLock, (value) => value);
  return (
    <dl className="grid grid-cols-[max-content_1fr] items-center gap-x-4 gap-y-1">
      <dt className="text-second">{t('settings.notifications')}</dt>
      <dd>
        {notifications === 'default' ? (
          <button type="button" className="button" onClick={() => void askForNotifications()}>
            {t('settings.allow')}
          </button>
        ) : (
          t(`settings.${NOTIFICATION_WORDS[notifications]}`)
        )}
      </dd>
      <dt className="text-second">{t('settings.wakeLock')}</dt>
      <dd>{t(`settings.${lock}`)}</dd>
    </dl>
  );
}

const NOTIFICATION_WORDS = { granted: 'allowed', denied: 'denied', missing: 'missing' } as const;

const KEY_NAMES = ['F2', 'F3', 'F4', 'F6', 'F7', 'F8', 'F9'] as const;

const Keys = () => (
  <section>
    <h3 className="font-bold">{t('settings.keys')}</h3>
    <ul className="mt-1 grid grid-cols-2 gap-x-4">
      {KEY_NAMES.map((key) => (
        <li key={key}>
          <kbd>{key}</kbd> {t(`settings.keyList.${key}`)}
        </li>
      ))}
    </ul>
  </section>
);
