// A process of its own that appends readings as fast as the disk takes them and says, after each
// append, how many it was promised. Its parent kills it in the middle.
import { silentLog } from '../../domain/log.ts';
import { instant } from '../../domain/time.ts';
import { createSpool } from '../../ingest/spool.ts';
import { nth } from './points.ts';

const [path = '', from = '0'] = process.argv.slice(2);
const spool = createSpool({
  path,
  store: { write: async () => ({ result: 'unavailable', reason: 'no store here' }) },
  clock: () => instant(Date.now()),
  log: silentLog,
});
await spool.start();
for (let n = Number(from); ; n += 3) {
  await spool.append([nth(n), nth(n + 1), nth(n + 2)]);
  process.stdout.write(`${n + 2}\n`);
}
