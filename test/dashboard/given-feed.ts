// Somebody to watch over, for the stories of the feed.
import { FEED_RHYTHM } from '../../dashboard/feed.ts';
import type { BandId } from '../../domain/ids.ts';
import type { Present } from '../../domain/present.ts';
import { hours, minutes } from '../../domain/time.ts';
import { NOON } from '../registry/given.ts';
import type { StaffedDesk } from './given.ts';

/** Ticks far apart, so that what a test counts is what it did. */
export const QUIET = { ...FEED_RHYTHM, tick: hours(1), beat: hours(1) };

export const present = (value: number, at = NOON): Present => ({
  connection: 'live',
  cadence: minutes(1),
  beats: '111111111111',
  refused: 0,
  heartRate: { value, at },
});

export async function givenLi(desk: StaffedDesk) {
  const li = await desk.registry.residents.add({
    name: '李秀兰',
    building: '3栋',
    conditions: ['高血压'],
    phone: '13800000000',
  });
  await desk.registry.bands.register('b1' as BandId, li.id);
  return li.id;
}
