import { inShort } from './in-short.ts';
import { syncFirst } from './sync-first.ts';

inShort(syncFirst);
