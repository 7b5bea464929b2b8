// Nothing is wrong, and how it ended the last time something was.
import { t } from 'i18next';
import { useEffect, useState } from 'react';
import type { IncidentView } from '../../../domain/frame.ts';
import { momentOf } from '../alarms.ts';
import { newestClosed } from '../api.ts';
import { now } from '../clock.ts';
import { duration, momentText } from '../format.ts';
import { board } from '../state.ts';
import { useStore } from '../store.ts';

function useLastClosed(): IncidentView | undefined {
  const seen = useStore(board, (value) => value.lastClosed);
  const [before, setBefore] = useState<IncidentView>();
  useEffect(() => {
    void newestClosed().then((answer) => {
      if (answer.ok) setBefore(answer.value.items.find((each) => each.priority === 'emergency'));
    });
  }, []);
  return seen ?? before;
}

export function CalmCard() {
  const last = useLastClosed();
  return (
    <section
      className="shrink-0 rounded-lg border border-l-8 border-line bg-panel px-5 py-5"
      data-testid="calm"
    >
      <h2 className="text-xl">{t('column.calm')}</h2>
      {last && <p className="mt-1 text-second">{lastText(last)}</p>}
    </section>
  );
}

function lastText(incident: IncidentView): string {
  const arrived = incident.timeline.find((entry) => entry.type === 'arrived');
  const took = arrived && momentOf(arrived.at) - momentOf(incident.openedAt);
  return t('column.last', {
    at: momentText(incident.openedAt, now()),
    arrival: took === undefined ? '' : t('column.arrivedIn', { duration: duration(took) }),
    outcome: incident.outcome ? t(`outcome.${incident.outcome}`) : t('state.closed'),
  });
}
