import { badNetwork } from './bad-network.ts';
import { inShort } from './in-short.ts';

inShort(badNetwork);
