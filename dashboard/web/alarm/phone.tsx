// A number to call: large enough to dial from, one click copies it and hands it to a soft phone.
import { t } from 'i18next';
import { useState } from 'react';
import { groupedPhone } from '../place.ts';

const SIZES = {
  large: 'text-[max(2rem,32px)] leading-tight font-bold',
  small: 'min-h-[max(1.5rem,24px)]',
} as const;

export function Phone({ number, size }: { number: string | undefined; size: keyof typeof SIZES }) {
  const [copied, setCopied] = useState(false);
  if (number === undefined || number === '') return <span>{t('card.unregistered')}</span>;
  const copy = async (): Promise<void> => {
    // Absent on an address that is not secure; the link still works then.
    if (!('clipboard' in navigator)) return;
    const done = await navigator.clipboard.writeText(number).then(
      () => true,
      () => false,
    );
    setCopied(done);
    setTimeout(() => setCopied(false), 2_000);
  };
  return (
    <span className="inline-flex items-baseline gap-2 whitespace-nowrap">
      <a
        className={`inline-block text-ink no-underline hover:underline ${SIZES[size]}`}
        href={`tel:${number.replace(/[^\d+]/g, '')}`}
        onClick={() => void copy()}
      >
        {groupedPhone(number)}
      </a>
      {copied && <span className="text-sm text-second">{t('card.copied')}</span>}
    </span>
  );
}
