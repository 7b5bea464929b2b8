// The technical lane and the totals.
import { t } from 'i18next';
import type { ResidentView } from '../../../domain/frame.ts';
import { instant } from '../../../domain/time.ts';
import { useNow } from '../clock.ts';
import { clockText, dotted } from '../format.ts';
import { board, dialog, link } from '../state.ts';
import { useStore } from '../store.ts';
import { degradationText } from './degradation.ts';

export const Footer = () => (
  <footer className="flex min-h-10 items-center justify-between gap-6 border-t border-line bg-panel px-4 py-1 text-second">
    <Lane />
    <Totals />
  </footer>
);

/** What can be counted without a clock; told in the order of how soon somebody has to go there. */
const COUNTS: readonly (readonly [
  'silent' | 'low' | 'unworn' | 'charging' | 'noBand',
  (resident: ResidentView) => boolean,
])[] = [
  ['silent', ({ connection }) => connection === 'silent'],
  ['low', ({ vitals, charging }) => (vitals.battery?.value ?? 100) <= 20 && !charging?.value],
  ['unworn', ({ worn, charging }) => worn?.value === false && !charging?.value],
  ['charging', ({ charging }) => charging?.value === true],
  ['noBand', ({ connection }) => connection === 'no-band'],
];

function Lane() {
  const residents = useStore(board, (value) => value.residents);
  const degraded = useStore(board, (value) => value.degraded);
  const backlog = useStore(board, (value) => value.backlog);
  const incidents = useStore(board, (value) => value.incidents);
  const open = [...incidents.values()].filter((each) => each.priority === 'technical').length;
  const counts = COUNTS.map(
    ([name, test]) => [name, [...residents.values()].filter(test).length] as const,
  ).filter(([, n]) => n > 0);
  const words = [
    ...degraded.map((name) => degradationText(name, { backlog })),
    ...counts.map(([name, n]) => t(`lane.${name}`, { n })),
  ];
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
      <span className="truncate">{dotted(...words) || t('lane.calm')}</span>
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
