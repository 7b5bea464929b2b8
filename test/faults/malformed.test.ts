import { inShort } from './in-short.ts';
import { malformedPackets } from './malformed.ts';

inShort(malformedPackets);
