// The technical lane, opened: what is wrong with bands and with the service itself.
import { t } from 'i18next';
import { MatterRow } from '../alarm/rows.tsx';
import { useColumn } from '../alarm/use-column.ts';
import { degradationText } from '../frame/degradation.ts';
import { board } from '../state.ts';
import { useStore } from '../store.ts';
import { Panel } from './panel.tsx';

export function TechnicalDialog() {
  const { technical } = useColumn();
  const degraded = useStore(board, (value) => value.degraded);
  const backlog = useStore(board, (value) => value.backlog);
  return (
    <Panel title={t('lane.title')} wide>
      {degraded.map((name) => (
        <p key={name} className="mb-2 text-lg font-bold text-technical">
          {degradationText(name, { backlog })}
        </p>
      ))}
      {technical.length === 0 && degraded.length === 0 && <p>{t('lane.calm')}</p>}
      <ul className="flex flex-col gap-2">
        {technical.map((each) => (
          <MatterRow key={each.id} incident={each} />
        ))}
      </ul>
    </Panel>
  );
}
