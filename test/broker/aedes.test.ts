import { createAedesBus } from '../../broker/adapters/aedes.ts';
import { silentLog } from '../../domain/log.ts';
import { busContract, clock, secretOf } from '../contracts/bus.ts';

busContract('the embedded broker', async (receive) => {
  const bus = createAedesBus({
    host: '127.0.0.1',
    port: 0,
    gate: { admits: async (id, secret) => secret === secretOf(id) },
    clock,
    log: silentLog,
  });
  const { urls } = await bus.start(receive);
  return { bus, bandUrl: urls[0] as string, dispose: async () => {} };
});
