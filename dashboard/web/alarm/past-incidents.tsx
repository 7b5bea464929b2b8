// What else happened to this person in the last thirty days.
import { t } from 'i18next';
import { useEffect, useState } from 'react';
import type { IncidentView } from '../../../domain/frame.ts';
import type { IncidentId, ResidentId } from '../../../domain/ids.ts';
import { days } from '../../../domain/time.ts';
import { momentOf } from '../alarms.ts';
import { incidentsOf } from '../api.ts';
import { now } from '../clock.ts';
import { Row } from './row.tsx';

const SPAN = days(30);

export function PastIncidents({
  residentId,
  except,
}: {
  residentId: ResidentId;
  except: IncidentId;
}) {
  const [past, setPast] = useState<readonly IncidentView[]>();
  useEffect(() => {
    let left = false;
    void incidentsOf(residentId).then((answer) => {
      if (!left && answer.ok) setPast(answer.value.items);
    });
    return () => {
      left = true;
    };
  }, [residentId]);
  if (past === undefined) return null;
  const recent = past.filter(
    (each) => each.id !== except && now() - momentOf(each.openedAt) < SPAN,
  );
  return <Row label={t('card.past')}>{pastText(recent)}</Row>;
}

function pastText(recent: readonly IncidentView[]): string {
  if (recent.length === 0) return t('card.pastNone');
  const kinds = Map.groupBy(recent, (each) => each.kind);
  const words = [...kinds].map(([kind, items]) => `${t(`kind.${kind}`)} ${items.length}`);
  return t('card.pastCount', { n: recent.length, kinds: words.join('、') });
}
