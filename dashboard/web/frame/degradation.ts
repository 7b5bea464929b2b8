// What does not work, in words; where readings wait for their store, also how many and since when.
import { t } from 'i18next';
import type { Degradation } from '../../../domain/frame.ts';
import { momentOf } from '../alarms.ts';
import type { Board } from '../board.ts';
import { dayText, minuteText } from '../format.ts';

export function degradationText(name: Degradation, { backlog }: Pick<Board, 'backlog'>): string {
  const words = t(`degraded.${name}`);
  if (name !== 'history' || backlog === undefined) return words;
  const at = momentOf(backlog.at);
  const since = `${dayText(at)} ${minuteText(at)}`;
  return `${words} (${t('degraded.backlog', { n: backlog.readings, since })})`;
}
