import { inShort } from './in-short.ts';
import { reconnectStorm } from './storm.ts';

inShort(reconnectStorm);
