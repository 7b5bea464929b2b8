import { inShort } from './in-short.ts';
import { powerCut } from './power-cut.ts';

inShort(powerCut);
