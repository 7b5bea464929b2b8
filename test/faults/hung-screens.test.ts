import { hungScreens } from './hung-screens.ts';
import { inShort } from './in-short.ts';

inShort(hungScreens);
