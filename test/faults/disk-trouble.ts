// The switch of lib/disk-trouble.c: a disk that fails or dawdles under the journal, for a while.
import { closeSync, openSync, writeSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { compiled } from './compiled.ts';
import type { Bench } from './scenario.ts';

type Trouble =
  | { readonly type: 'none' }
  /** Every sync, or every write, ends with EIO. */
  | { readonly type: 'failing'; readonly call: 'sync' | 'write' }
  | { readonly type: 'slow'; readonly milliseconds: number };

export interface TroubledDisk {
  /** The library, for LD_PRELOAD. */
  readonly library: string;
  readonly settings: Readonly<Record<string, string>>;
  set(trouble: Trouble): void;
}

export function troubledDisk(bench: Bench): TroubledDisk {
  const folder = bench.folder();
  const path = join(folder, 'trouble');
  const file = openSync(path, 'w');
  bench.onEnd(() => closeSync(file));
  const set = (trouble: Trouble): void => {
    const { EIO } = constants.errno;
    const [sync, write, delay] =
      trouble.type === 'failing'
        ? [trouble.call === 'sync' ? EIO : 0, trouble.call === 'write' ? EIO : 0, 0]
        : [0, 0, trouble.type === 'slow' ? trouble.milliseconds : 0];
    writeSync(file, new Uint8Array(Int32Array.of(sync, write, delay).buffer), 0, 12, 0);
  };
  set({ type: 'none' });
  const library = compiled('disk-trouble.c', folder);
  return {
    library,
    settings: { LD_PRELOAD: library, DISK_TROUBLE: path, DISK_TROUBLE_ON: '/journal.db' },
    set,
  };
}
