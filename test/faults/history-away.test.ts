import { historyAway, realHistoryAway } from './history-away.ts';
import { inShort } from './in-short.ts';

inShort(historyAway);
inShort(realHistoryAway);
