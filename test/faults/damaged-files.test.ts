import { damagedFiles } from './damaged-files.ts';
import { inShort } from './in-short.ts';

inShort(damagedFiles);
