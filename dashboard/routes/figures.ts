// How the day went so far, by the community's clock.
import type { AlertEngine } from '../../alerts/port.ts';
import type { Incident } from '../../domain/incident.ts';
import type { Instant } from '../../domain/time.ts';
import { figuresOf } from '../figures.ts';
import { startOfDay } from '../local-day.ts';
import { LONGEST_PAGE } from '../page.ts';
import { json } from '../problem.ts';
import { type Route, route } from '../route.ts';
import type { Station } from '../station.ts';

/** Pages, so that a day that never ends cannot either; 10,000 incidents are no day of a desk. */
const MOST_PAGES = 50;

export const figureRoutes = ({ engine, clock, policies }: Station): readonly Route[] => [
  route({
    method: 'get',
    path: '/api/figures/today',
    permission: 'see-people',
    async handle() {
      const midnight = startOfDay(clock(), policies.community.timezone);
      return json(figuresOf(await openedSince(engine, midnight)));
    },
  }),
];

async function openedSince(engine: AlertEngine, start: Instant): Promise<readonly Incident[]> {
  const found: Incident[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { items, next } = await engine.incidents({
      state: 'all',
      limit: LONGEST_PAGE,
      ...(cursor !== undefined && { cursor }),
    });
    const ofToday = items.filter(({ openedAt }) => openedAt >= start);
    found.push(...ofToday);
    if (next === undefined || ofToday.length < items.length) break;
    cursor = next;
  }
  return found;
}
