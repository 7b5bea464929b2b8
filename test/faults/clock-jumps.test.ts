import { clockJumps } from './clock-jumps.ts';
import { inShort } from './in-short.ts';

inShort(clockJumps);
