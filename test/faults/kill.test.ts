import { inShort } from './in-short.ts';
import { randomKills } from './random-kills.ts';

inShort(randomKills);
