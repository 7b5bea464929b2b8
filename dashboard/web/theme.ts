// Day or night, by the hour of the community and not of the PC, unless somebody chose.
import { localTime } from '../../domain/time.ts';
import { now, onBeat } from './clock.ts';
import { preferences, SIZES } from './preferences.ts';
import { session, timezone } from './state.ts';

const DAY = { from: 7, to: 19 };
const SCALES = [1, 1.25, 1.5];

function dress(): void {
  const { theme, size } = preferences.get();
  const { hour, minute } = localTime(now(), timezone());
  const byHour = hour >= DAY.from && hour < DAY.to ? 'day' : 'night';
  const root = document.documentElement;
  const chosen = theme === 'auto' ? byHour : theme;
  if (root.dataset.theme !== chosen) root.dataset.theme = chosen;
  root.style.setProperty('--drift', minute % 20 < 10 ? '0px' : '1px');
  root.style.setProperty('--scale', String(SCALES[SIZES.indexOf(size)] ?? 1));
}

/** The wall view has no mouse: `?view=wall`. */
export const isWallView = (): boolean =>
  new URLSearchParams(location.search).get('view') === 'wall';

export function startTheme(): void {
  document.documentElement.dataset.view = isWallView() ? 'wall' : 'desk';
  dress();
  preferences.subscribe(dress);
  session.subscribe(dress);
  let beats = 0;
  onBeat(() => {
    beats += 1;
    if (beats % 4 === 0) dress();
  });
}
