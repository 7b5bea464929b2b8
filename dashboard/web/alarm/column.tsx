// What needs somebody now. The card stands on every view and no dialog can cover it.
import { t } from 'i18next';
import { CalmCard } from './calm-card.tsx';
import { AlarmCard } from './card.tsx';
import { BatteryRow, CompactAlarm, MatterRow } from './rows.tsx';
import { useColumn } from './use-column.ts';

export function AlarmColumn() {
  const { card, alarms, rows, batteries } = useColumn();
  const others = alarms.length + rows.length + (batteries.length > 0 ? 1 : 0);
  return (
    <aside
      aria-label={t('column.label')}
      className="relative z-20 flex min-h-0 flex-col gap-2.5"
      data-testid="alarm-column"
    >
      {card ? <AlarmCard key={card.id} incident={card} /> : <CalmCard />}
      {alarms.length > 0 && (
        <h2 className="shrink-0 text-sm font-bold text-emergency-ink">
          {t('column.more', { n: alarms.length })} · {t('column.next')} <kbd>F8</kbd>
        </h2>
      )}
      {others > 0 && (
        <ul
          className={`grid flex-1 grid-cols-2 content-start gap-2 overflow-y-auto rounded-lg p-0.5 ${alarms.length > 2 ? 'min-h-32' : 'min-h-19'}`}
        >
          {alarms.map((each) => (
            <CompactAlarm key={each.id} incident={each} narrow={alarms.length > 1} />
          ))}
          {rows.map((each) => (
            <MatterRow key={each.id} incident={each} />
          ))}
          {batteries.length > 0 && <BatteryRow incidents={batteries} />}
        </ul>
      )}
    </aside>
  );
}
