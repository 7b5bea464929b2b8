// For administrators: who is watched over, which band they wear, who may sign in. A page like any
// other: the alarms stay beside it.
import { t } from 'i18next';
import { isAdministrator } from '../state.ts';
import { BandsTab } from './bands-tab.tsx';
import { PolicyTab } from './policy-tab.tsx';
import { ResidentsTab } from './residents-tab.tsx';
import { StaffTab } from './staff-tab.tsx';
import { say } from './words/index.ts';

const TABS = {
  residents: ResidentsTab,
  bands: BandsTab,
  staff: StaffTab,
  policy: PolicyTab,
} as const;
type Tab = keyof typeof TABS;
const NAMES = Object.keys(TABS) as readonly Tab[];

/** @param tab as it stands in the address; the residents when it is none. */
export default function PeoplePage({ tab }: { tab: string }) {
  const shown = NAMES.find((name) => name === tab) ?? 'residents';
  const Shown = TABS[shown];
  return (
    <div className="flex h-full flex-col gap-3" data-testid="people-page">
      <div className="flex flex-wrap items-center gap-3">
        <a href="#wall" className="button no-underline">
          ← {t('header.back')}
        </a>
        <h1 className="text-2xl font-bold">{say('title')}</h1>
        {isAdministrator() && <Tabs shown={shown} />}
      </div>
      {isAdministrator() ? <Shown /> : <p className="text-lg">{say('forbidden')}</p>}
    </div>
  );
}

const Tabs = ({ shown }: { shown: Tab }) => (
  <nav className="ml-auto flex gap-2" aria-label={say('title')}>
    {NAMES.map((name) => (
      <a
        key={name}
        href={`#people=${name}`}
        className="button no-underline"
        aria-current={name === shown ? 'page' : undefined}
      >
        {say(`tab.${name}`)}
      </a>
    ))}
  </nav>
);
