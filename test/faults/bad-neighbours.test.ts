import { badNeighbour, hungBands } from './bad-neighbours.ts';
import { inShort } from './in-short.ts';

inShort(hungBands);
inShort(badNeighbour);
