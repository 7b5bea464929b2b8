// The negative control: the service with one line of its composition changed, so that a message is
// acknowledged at once and put on record a moment later. Preloaded with `node --import`.
import { registerHooks } from 'node:module';

const RIGHT = 'await worker.receive(arrival);';
const WRONG = 'setTimeout(() => worker.receive(arrival).catch(() => {}), 20);';

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (!url.endsWith('/app/main.ts')) return loaded;
    const source = String(loaded.source);
    if (!source.includes(RIGHT)) throw new Error(`the control does not fit: no '${RIGHT}'`);
    return { ...loaded, source: source.replace(RIGHT, WRONG) };
  },
});
