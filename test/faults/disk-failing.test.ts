import { diskFailing } from './disk-failing.ts';
import { inShort } from './in-short.ts';

inShort(diskFailing);
