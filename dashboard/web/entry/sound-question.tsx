// 听到了吗? A loudspeaker that is switched off is the one fault no program can notice.
import { t } from 'i18next';
import { useEffect, useRef, useState } from 'react';
import { heardTheTest, playTest } from '../sound.ts';
import { EntryPage } from './entry-page.tsx';

export function SoundQuestion({ answered }: { answered: () => void }) {
  const [unheard, setUnheard] = useState(false);
  const yes = useRef<HTMLButtonElement>(null);
  useEffect(() => yes.current?.focus(), []);
  const answer = (heard: boolean): void => {
    heardTheTest(heard);
    if (heard || unheard) answered();
    else setUnheard(true);
  };
  return (
    <EntryPage title={t('sound.heard')}>
      {unheard && <p className="mt-3 text-lg">{t('sound.help')}</p>}
      <div className="mt-6 flex gap-3">
        <button
          ref={yes}
          type="button"
          className="button button-filled min-h-16 flex-1 text-xl"
          onClick={() => answer(true)}
        >
          {t('sound.yes')}
        </button>
        <button
          type="button"
          className="button min-h-16 flex-1 text-xl"
          onClick={() => answer(false)}
        >
          {t('sound.no')}
        </button>
      </div>
      <button type="button" className="button mt-3 w-full" onClick={playTest}>
        {t('sound.again')}
      </button>
    </EntryPage>
  );
}
