import { diskSlow } from './disk-slow.ts';
import { inShort } from './in-short.ts';

inShort(diskSlow);
