// The first account, over the link the service printed: `/setup#<token>`. The token stands behind the
// `#` so that no log of any server sees it.
import { t } from 'i18next';
import { useState } from 'react';
import { SHORTEST_PASSWORD } from '../../../domain/ids.ts';
import { setUp } from '../api.ts';
import { EntryPage, Field, textOf } from './entry-page.tsx';

async function attempt(form: FormData): Promise<string | undefined> {
  const password = textOf(form, 'password');
  if (Array.from(password).length < SHORTEST_PASSWORD) return t('setup.short');
  if (password !== textOf(form, 'repeat')) return t('setup.mismatch');
  const answer = await setUp(location.hash.slice(1), textOf(form, 'name').trim(), password);
  if (answer.ok) return undefined;
  const { failure } = answer;
  if (failure.type === 'unreachable') return t('signIn.unreachable');
  if (failure.type === 'refused' && failure.status >= 500) {
    return t('setup.failed', { detail: failure.detail });
  }
  return failure.type === 'refused' && failure.status === 400
    ? t('setup.failed', { detail: failure.detail })
    : t('setup.invalid');
}

export function SetUp() {
  const [problem, setProblem] = useState<string>();
  const [stage, setStage] = useState<'form' | 'sending' | 'done'>('form');
  const submit = async (form: FormData): Promise<void> => {
    setStage('sending');
    const trouble = await attempt(form);
    setProblem(trouble);
    setStage(trouble === undefined ? 'done' : 'form');
  };
  return (
    <EntryPage title={t('setup.title')}>
      {stage === 'done' ? (
        <p className="mt-4 text-lg">
          {t('setup.done')}{' '}
          <a className="underline" href="/">
            {t('signIn.submit')}
          </a>
        </p>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void submit(new FormData(event.currentTarget));
          }}
        >
          <p className="mt-2 text-second">{t('setup.intro')}</p>
          <Field label={t('setup.name')} name="name" autoComplete="username" />
          <Field
            label={t('setup.password')}
            name="password"
            type="password"
            autoComplete="new-password"
          />
          <Field
            label={t('setup.repeat')}
            name="repeat"
            type="password"
            autoComplete="new-password"
          />
          {problem && (
            <p role="alert" className="mt-3 font-bold text-emergency-ink">
              {problem}
            </p>
          )}
          <button
            type="submit"
            disabled={stage === 'sending'}
            className="button button-filled mt-5 min-h-14 w-full text-xl"
          >
            {t('setup.submit')}
          </button>
        </form>
      )}
    </EntryPage>
  );
}
