import { inShort } from './in-short.ts';
import { rollingRestarts } from './rolling.ts';

inShort(rollingRestarts);
