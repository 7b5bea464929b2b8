// Where the band said it was, when it said so.
import { t } from 'i18next';
import type { IncidentView, TimelineEntry } from '../../../domain/frame.ts';
import type { Location } from '../../../domain/message.ts';
import { momentOf } from '../alarms.ts';
import { useNow } from '../clock.ts';
import { ago } from '../format.ts';
import { Row } from './row.tsx';

/** The band said it with a call for help, or a rule went by it. */
function locationOf(entry: TimelineEntry): Location | undefined {
  if ('location' in entry && entry.location) return entry.location;
  return 'reason' in entry && 'location' in entry.reason ? entry.reason.location : undefined;
}

/** Of a call that came late, when it was made: there they were then. */
const momentSaid = (entry: TimelineEntry): string =>
  'calledAt' in entry && entry.calledAt !== undefined ? entry.calledAt : entry.at;

export function LastLocation({ incident }: { incident: IncidentView }) {
  const entry = incident.timeline.findLast((each) => locationOf(each) !== undefined);
  const at = entry && momentSaid(entry);
  const age = useNow((now) => (at ? ago(now - momentOf(at)) : ''));
  const location = entry && locationOf(entry);
  if (location === undefined) return null;
  const { lat, lon, accuracy, datum } = location;
  return (
    <Row label={t('card.location')}>
      {lat.toFixed(5)}, {lon.toFixed(5)} ({datum})
      {accuracy !== undefined && ` ${t('card.accuracy', { n: Math.round(accuracy) })}`} · {age}
    </Row>
  );
}
