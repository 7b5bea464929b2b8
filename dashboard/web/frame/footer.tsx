// The technical lane and the totals.
import { t } from 'i18next';
import { instant } from '../../../domain/time.ts';
import { useNow } from '../clock.ts';
import { clockText } from '../format.ts';
import { board, dialog, link } from '../state.ts';
import { useStore } from '../store.ts';
import { laneText, technicalIn } from './lane.ts';

export const Footer = () => (
  <footer className="flex min-h-10 items-center justify-between gap-6 border-t border-line bg-panel px-4 py-1 text-second">
    <Lane />
    <Totals />
  </footer>
);

function Lane() {
  const present = useStore(board, (value) => value);
  const state = useStore(link, (value) => value.state);
  const open = technicalIn(present);
  return (
    <div className="flex min-w-0 items-center gap-4">
      <strong className="text-technical">{t('lane.label')}</strong>
      {open > 0 && (
        <button
          type="button"
          className="button min-h-7 border-technical text-technical"
          onClick={() => dialog.set({ type: 'technical' })}
        >
          {t('lane.open', { n: open })}
        </button>
      )}
      <span className="truncate">{laneText(present, state)}</span>
    </div>
  );
}

function Totals() {
  const people = useStore(board, (value) => value.residents.size);
  const online = useStore(
    board,
    (value) => [...value.residents.values()].filter((each) => each.connection === 'live').length,
  );
  const state = useStore(link, (value) => value.state);
  const updated = useNow(() => {
    const { heardAt, offset } = board.get();
    return heardAt === undefined || offset === undefined
      ? '—'
      : clockText(instant(heardAt + offset));
  });
  return (
    <div className="flex shrink-0 gap-2">
      <span>{t('wall.people', { n: people })}</span>·
      <span>{t('wall.online', { n: state === 'live' ? online : '?' })}</span>·
      <span>{t('wall.updated', { at: updated })}</span>
    </div>
  );
}
