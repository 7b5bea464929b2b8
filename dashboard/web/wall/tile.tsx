// One person: where, a masked name, one vital with its age, and the last twelve heartbeats.
import { t } from 'i18next';
import { memo } from 'react';
import type { IncidentView, ResidentView } from '../../../domain/frame.ts';
import type { ResidentId } from '../../../domain/ids.ts';
import type { Instant } from '../../../domain/time.ts';
import { momentOf } from '../alarms.ts';
import { useNow } from '../clock.ts';
import { shortAge } from '../format.ts';
import { shortRoom } from '../place.ts';
import { board, link } from '../state.ts';
import { useStore } from '../store.ts';
import { concernOf, deviceState, moodOf } from './mood.ts';

const WORDS = {
  'no-band': 'wall.noBand',
  unheard: 'wall.unheard',
  silent: 'wall.silent',
  late: 'wall.late',
  charging: 'wall.charging',
  unworn: 'wall.unworn',
} as const;

/** The line under the room, as `value\tage`: what is wrong with the band, or the heart rate. */
function vitalText(
  resident: ResidentView,
  now: Instant,
  concern: IncidentView | undefined,
): string {
  const device = deviceState(resident, now, concern);
  if (device?.state === 'battery') {
    return `${t('wall.battery', { n: Math.round(device.percent) })}\t${shortAge(now - device.since)}`;
  }
  if (device !== undefined) {
    const since = 'since' in device ? device.since : undefined;
    const age = since === undefined ? '' : shortAge(now - since);
    return `${t(WORDS[device.state])}\t${age}`;
  }
  const { heartRate } = resident.vitals;
  if (heartRate === undefined) return t('wall.unknown');
  const age = shortAge(now - momentOf(heartRate.at));
  return `♥ ${Math.round(heartRate.value)}\t${age}`;
}

export const Tile = memo(({ id }: { id: ResidentId }) => {
  const resident = useStore(board, (value) => value.residents.get(id));
  const incidents = useStore(board, (value) => value.incidents);
  const mood = useNow((now) => (resident ? moodOf(incidents, resident, now) : 'calm'));
  if (resident === undefined) return null;
  return (
    <a className="tile" data-mood={mood} data-testid="tile" href={`#resident=${id}`}>
      <span className="tile-top">
        <span className="tile-room">{shortRoom(resident)}</span>
        <span className="tile-name">{resident.maskedName}</span>
      </span>
      <Vital resident={resident} />
      <Beats beats={resident.beats} />
    </a>
  );
});

/** Drawn again each second for its age, and nothing but it. */
function Vital({ resident }: { resident: ResidentView }) {
  const concern = useStore(board, (value) => concernOf(value.incidents, resident.id));
  const words = useNow((now) => vitalText(resident, now, concern));
  const stale = useStore(link, (value) => value.state === 'stale' || value.state === 'lost');
  const [value = '', age = ''] = words.split('\t');
  return (
    <span className="tile-vital">
      <span>{stale ? value.replace('♥', t('wall.stale')) : value}</span>
      <span>{age}</span>
    </span>
  );
}

const BEATS = 12;

/** Two paths instead of twelve boxes: 79 of them cost nothing. */
const Beats = memo(({ beats }: { beats: string }) => {
  const slots = beats.slice(-BEATS).padStart(BEATS, ' ');
  const strokes = (which: string): string =>
    [...slots].map((slot, i) => (slot === which ? `M${i * 10} 2h8.5` : '')).join('');
  const came = [...slots].filter((slot) => slot === '1').length;
  return (
    <svg
      className="tile-beats"
      viewBox="0 0 118.5 4"
      preserveAspectRatio="none"
      role="img"
      aria-label={t('wall.beats', { n: came })}
    >
      <path d={strokes('1')} stroke="var(--beat)" strokeWidth="4" />
      <path d={strokes('0')} stroke="var(--beat-missed)" strokeWidth="4" />
    </svg>
  );
});
