import { failpoints } from './failpoints.ts';
import { inShort } from './in-short.ts';

for (const failpoint of failpoints) inShort(failpoint);
