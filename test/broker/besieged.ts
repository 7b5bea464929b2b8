// An embedded broker in a process of its own, so that what attackers cost it can be measured apart
// from what they cost the test. Speaks with its parent: `memory` → bytes, after collecting garbage.
import { createAedesBus } from '../../broker/adapters/aedes.ts';
import { silentLog } from '../../domain/log.ts';
import { clock, secretOf } from '../contracts/bus.ts';

const bus = createAedesBus({
  host: '127.0.0.1',
  port: 0,
  gate: { admits: async (id, secret) => secret === secretOf(id) },
  clock,
  log: silentLog,
});
const { urls } = await bus.start(async () => {});
process.on('message', () => {
  globalThis.gc?.();
  process.send?.(process.memoryUsage().rss);
});
process.on('disconnect', () => process.exit());
process.send?.(urls[0]);
