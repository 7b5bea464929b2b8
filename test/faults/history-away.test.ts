// The real influxd without its service, in short: history.test.ts.
import { historyAway } from './history-away.ts';
import { inShort } from './in-short.ts';

inShort(historyAway);
