import { diskFull } from './disk-full.ts';
import { inShort } from './in-short.ts';

inShort(diskFull);
