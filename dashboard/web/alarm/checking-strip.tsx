// A fall that may be one: how long until silence makes it an emergency, and what to do meanwhile.
import { t } from 'i18next';
import type { IncidentView } from '../../../domain/frame.ts';
import { momentOf } from '../alarms.ts';
import { useNow } from '../clock.ts';
import { countdown } from '../format.ts';

export function CheckingStrip({ incident }: { incident: IncidentView }) {
  const { checkUntil } = incident;
  const words = useNow((now) => {
    if (checkUntil === undefined) return '';
    const left = momentOf(checkUntil) - now;
    return left > 0 ? t('card.checking', { left: countdown(left) }) : t('card.checkingOver');
  });
  if (checkUntil === undefined) return null;
  return (
    <div
      data-testid="checking"
      className="flash-slow shrink-0 border-l-8 border-attention bg-attention-ground px-4 py-1.5"
    >
      <p className="text-xl font-bold">{words}</p>
      <p>{t('card.checkingCall')}</p>
    </div>
  );
}
