import { inShort } from './in-short.ts';
import { stoppedAndGoesOn } from './stopped.ts';

inShort(stoppedAndGoesOn);
