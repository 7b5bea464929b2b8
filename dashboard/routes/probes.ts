// What machines ask: alive, ready, figures, and the descriptions of what can be asked.
import { readFile } from 'node:fs/promises';
import { written } from '../../domain/frame.ts';
import { json } from '../problem.ts';
import { openRoute, type Route } from '../route.ts';
import type { Station } from '../station.ts';

const description = (name: string): Route =>
  openRoute({
    method: 'get',
    path: `/${name}`,
    handle: async () => ({
      status: 200,
      content: {
        type: 'application/yaml; charset=utf-8',
        text: await readFile(new URL(`../${name}`, import.meta.url), 'utf8'),
      },
    }),
  });

export const probeRoutes = ({ ready, alive, metrics }: Station): readonly Route[] => [
  openRoute({
    method: 'get',
    path: '/healthz',
    handle() {
      const life = alive();
      return json(life, life.alive ? 200 : 503);
    },
  }),
  openRoute({
    method: 'get',
    path: '/readyz',
    handle() {
      const readiness = ready();
      return json(written(readiness), readiness.ready ? 200 : 503);
    },
  }),
  openRoute({
    method: 'get',
    path: '/metrics',
    handle: async () => ({
      status: 200,
      content: { type: 'text/plain; version=0.0.4; charset=utf-8', text: await metrics() },
    }),
  }),
  description('asyncapi.yaml'),
  description('openapi.yaml'),
];
