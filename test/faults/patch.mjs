// Preloaded into the service and each of its threads with `node --import`: changes single lines of
// single files as they are loaded, so that the product itself carries no switch for its tests. A line
// that is not there exactly once stops the start.
import { registerHooks } from 'node:module';

/** @type {{ file: string, line: string, becomes: string }[]} */
const patches = JSON.parse(process.env.FAULT_PATCHES ?? '[]');

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    const due = patches.filter(({ file }) => url.endsWith(`/${file}`));
    if (due.length === 0) return loaded;
    let source = String(loaded.source);
    for (const { file, line, becomes } of due) {
      const times = source.split(line).length - 1;
      if (times !== 1) throw new Error(`${file} has ${times} times what is to be patched: ${line}`);
      source = source.replace(line, () => becomes);
    }
    return { ...loaded, source };
  },
});
