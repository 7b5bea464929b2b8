// Where Node keeps what it has compiled (NODE_COMPILE_CACHE), for every process a test run starts: the
// workers, the service, its commands. Each entry is held against the source it was made of, so a file
// that was changed, or patched while it was loaded, is compiled anew. Filled by whoever ends in order.
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const COMPILED = join(tmpdir(), 'lamplight-compiled');
