// 开始值班. The click on the button is what lets the browser play sound, so the shift begins with a
// test tone and the question whether it was heard.
import { t } from 'i18next';
import { useState } from 'react';
import { type Failure, signIn } from '../api.ts';
import { askForNotifications } from '../notifications.ts';
import { playTest, unlock } from '../sound.ts';
import { session } from '../state.ts';
import { useStore } from '../store.ts';
import { EntryPage, Field, textOf } from './entry-page.tsx';
import { SoundQuestion } from './sound-question.tsx';
import { askWhoIAm } from './who-i-am.ts';

function failureWords(failure: Failure): string {
  switch (failure.type) {
    case 'signed-out':
      return t('signIn.wrong');
    case 'unreachable':
      return t('signIn.unreachable');
    case 'owned':
      return t('signIn.failed', { detail: failure.owner });
    case 'refused':
      return failure.status === 429
        ? t('signIn.busy')
        : t('signIn.failed', { detail: failure.detail });
    default:
      return failure satisfies never;
  }
}

export function SignIn() {
  const current = useStore(session, (value) => value);
  const ended = current.state === 'signed-out' && current.ended;
  const [stage, setStage] = useState<'form' | 'sending' | 'sound'>('form');
  const [failure, setFailure] = useState<Failure>();
  const submit = async (form: FormData): Promise<void> => {
    setStage('sending');
    // Started here and not after the answer: the gesture would be over by then.
    const audio = unlock();
    void askForNotifications();
    const answer = await signIn(textOf(form, 'name').trim(), textOf(form, 'password'));
    if (!answer.ok) {
      setFailure(answer.failure);
      return setStage('form');
    }
    await audio;
    playTest();
    setStage('sound');
  };
  if (stage === 'sound') return <SoundQuestion answered={() => void askWhoIAm()} />;
  return (
    <EntryPage title={t('signIn.title')}>
      {ended && (
        <p role="alert" className="mt-3 text-lg font-bold text-emergency-ink">
          {t('signIn.ended')}
        </p>
      )}
      {current.state === 'unreachable' && (
        <p role="alert" className="mt-3 font-bold">
          {t('signIn.unreachable')}
        </p>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit(new FormData(event.currentTarget));
        }}
      >
        <Field label={t('signIn.name')} name="name" autoComplete="username" />
        <Field
          label={t('signIn.password')}
          name="password"
          type="password"
          autoComplete="current-password"
        />
        {failure && (
          <p role="alert" className="mt-3 font-bold text-emergency-ink">
            {failureWords(failure)}
          </p>
        )}
        <button
          type="submit"
          className="button button-filled mt-5 min-h-16 w-full text-2xl"
          disabled={stage === 'sending'}
        >
          {t(stage === 'sending' ? 'signIn.submitting' : 'signIn.submit')}
        </button>
      </form>
      <p className="mt-3 text-second">{t('signIn.soundNote')}</p>
    </EntryPage>
  );
}
