import { oneBandFloods } from './flood.ts';
import { inShort } from './in-short.ts';

inShort(oneBandFloods);
