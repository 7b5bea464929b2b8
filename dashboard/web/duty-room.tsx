// The shift: header, banners, a page beside the column of alarms, footer. Whatever the page is, the
// column stays.
import { lazy, Suspense, useEffect, useSyncExternalStore } from 'react';
import { parseResidentId } from '../../domain/ids.ts';
import { AlarmColumn } from './alarm/column.tsx';
import { startKeys } from './alarm/commands.ts';
import { startBeacon } from './beacon.ts';
import { Dialogs } from './dialogs/dialogs.tsx';
import { askWhoIAm } from './entry/who-i-am.ts';
import { Announcer } from './frame/announcer.tsx';
import { Banners } from './frame/banners.tsx';
import { Footer } from './frame/footer.tsx';
import { Header } from './frame/header.tsx';
import { openLine } from './line.ts';
import { startSound } from './sound.ts';
import { link } from './state.ts';
import { useStore } from './store.ts';
import { watchForUpdate } from './update.ts';
import { startWakeLock } from './wake-lock.ts';
import { Wall } from './wall/wall.tsx';

const PeoplePage = lazy(() => import('./people/people-page.tsx'));
const ResidentPage = lazy(() => import('./resident/resident-page.tsx'));

/** The shift begins; the result ends it. */
function startShift(): () => void {
  const stops = [
    openLine(() => void askWhoIAm()),
    startSound(),
    startKeys(),
    startBeacon(),
    startWakeLock(),
    watchForUpdate(),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

const onHash = (listener: () => void): (() => void) => {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
};

const shownHash = (): string => location.hash;

/** `#resident=…&why=…`: a page of one person. Behind the `#`, so that it is in nobody's log. */
function Page() {
  const asked = new URLSearchParams(useSyncExternalStore(onHash, shownHash).slice(1));
  const residentId = parseResidentId(asked.get('resident'));
  if (residentId !== undefined) {
    return <ResidentPage key={residentId} id={residentId} why={asked.get('why')} />;
  }
  const tab = asked.get('people');
  return tab === null ? <Wall /> : <PeoplePage tab={tab} />;
}

export function DutyRoom() {
  useEffect(startShift, []);
  const { state } = useStore(link, (value) => value);
  return (
    <div className="room" data-link={state} data-testid="duty-room">
      <Announcer />
      <Header />
      <Banners />
      <div className="room-body">
        <main className="relative min-h-0 min-w-0">
          <Suspense fallback={null}>
            <Page />
          </Suspense>
          <Dialogs />
        </main>
        <AlarmColumn />
      </div>
      <Footer />
    </div>
  );
}
