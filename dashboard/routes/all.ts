// Every route of the service, in the order in which they are asked.
import type { Route } from '../route.ts';
import type { Station } from '../station.ts';
import { auditRoutes } from './audit.ts';
import { bandRoutes } from './bands.ts';
import { figureRoutes } from './figures.ts';
import { incidentRoutes } from './incidents.ts';
import { policyRoutes } from './policy.ts';
import { probeRoutes } from './probes.ts';
import { readingRoutes } from './readings.ts';
import { rehearsalRoutes } from './rehearsals.ts';
import { residentRoutes } from './residents.ts';
import { sessionRoutes } from './session.ts';
import { setupRoutes } from './setup.ts';
import { staffRoutes } from './staff.ts';
import { whyRoutes } from './why.ts';

export const allRoutes = (station: Station): readonly Route[] => [
  ...probeRoutes(station),
  ...sessionRoutes(station),
  ...setupRoutes(station),
  ...incidentRoutes(station),
  ...residentRoutes(station),
  ...readingRoutes(station),
  ...whyRoutes(station),
  ...bandRoutes(station),
  ...policyRoutes(station),
  ...rehearsalRoutes(station),
  ...staffRoutes(station),
  ...figureRoutes(station),
  ...auditRoutes(station),
];
