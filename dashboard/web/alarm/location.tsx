// Where the band said it was, when it said so.
import { t } from 'i18next';
import type { IncidentView } from '../../../domain/frame.ts';
import { momentOf } from '../alarms.ts';
import { useNow } from '../clock.ts';
import { ago } from '../format.ts';
import { Row } from './row.tsx';

export function LastLocation({ incident }: { incident: IncidentView }) {
  const entry = incident.timeline.findLast((each) => 'location' in each && each.location);
  const at = entry?.at;
  const age = useNow((now) => (at ? ago(now - momentOf(at)) : ''));
  if (entry === undefined || !('location' in entry) || entry.location === undefined) return null;
  const { lat, lon, accuracy, datum } = entry.location;
  return (
    <Row label={t('card.location')}>
      {lat.toFixed(5)}, {lon.toFixed(5)} ({datum})
      {accuracy !== undefined && ` ${t('card.accuracy', { n: Math.round(accuracy) })}`} · {age}
    </Row>
  );
}
