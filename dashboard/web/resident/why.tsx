// Why was somebody told of this person, and why was nobody? Of now, or of any moment that is over.
import { t } from 'i18next';
import { useCallback, useEffect, useRef } from 'react';
import type { ResidentId } from '../../../domain/ids.ts';
import { formatRfc3339 } from '../../../domain/time.ts';
import type { WhyView } from '../../../domain/why.ts';
import { momentOf } from '../alarms.ts';
import { why } from '../api.ts';
import { now } from '../clock.ts';
import { momentText } from '../format.ts';
import { board, timezone } from '../state.ts';
import { useStore } from '../store.ts';
import { useAnswer } from '../use-answer.ts';
import { goTo } from './go-to.ts';
import { openOf } from './open-of.ts';
import { WhyEvidence } from './why-evidence.tsx';
import { askedMoment, fieldText, momentInField, whyHref } from './why-moment.ts';
import { WhyTable } from './why-table.tsx';

interface WhyProps {
  readonly id: ResidentId;
  /** The moment in the address. */
  readonly written: string | null;
}

export function Why({ id, written }: WhyProps) {
  const section = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  // What opens or closes meanwhile changes the answer of now.
  const open = useStore(board, ({ incidents }) => openOf(incidents.values(), id));
  // biome-ignore lint/correctness/useExhaustiveDependencies: one open more or fewer is another now.
  const ask = useCallback(() => {
    const at = askedMoment(written, now());
    return why(id, at === undefined ? undefined : formatRfc3339(at));
  }, [id, written, written === null ? open : '']);
  const { answer, again } = useAnswer(ask);
  useEffect(() => {
    const shown = section.current;
    if (written === null || shown === null || shown.contains(document.activeElement)) return;
    // Only the page of the person moves: `scrollIntoView` would move the frame around it, too, if it could.
    const page = shown.parentElement;
    page?.scrollBy(0, shown.getBoundingClientRect().top - page.getBoundingClientRect().top);
    heading.current?.focus({ preventScroll: true });
  }, [written]);
  return (
    <section ref={section} data-testid="why" aria-labelledby="why-title">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 id="why-title" ref={heading} tabIndex={-1} className="text-xl font-bold">
          {t('whyPage.title')}
        </h2>
        <MomentForm key={written} id={id} written={written} again={again} />
      </div>
      <p className="text-second">{t('whyPage.intro')}</p>
      <div className="mt-2 rounded-lg border border-line bg-panel px-4 py-2">
        {answer === undefined && <p>{t('resident.loading')}</p>}
        {answer && !answer.ok && <p role="alert">{t('resident.failed')}</p>}
        {answer?.ok && <Answered why={answer.value} />}
      </div>
    </section>
  );
}

function Answered({ why: said }: { why: WhyView }) {
  const isKept = momentOf(said.at) >= momentOf(said.keptFrom);
  return (
    <>
      <p className="font-bold" data-testid="why-moment">
        {t('whyPage.asOf', { at: momentText(said.at, now()) })}
      </p>
      {!isKept && <p>{t('whyPage.notKept', { from: momentText(said.keptFrom, now()) })}</p>}
      {isKept && said.verdicts.length === 0 && <p>{t('whyPage.nothing')}</p>}
      {said.verdicts.length + said.incidents.length > 0 && <WhyTable why={said} />}
      <WhyEvidence why={said} />
    </>
  );
}

function MomentForm({ id, written, again }: WhyProps & { readonly again: () => void }) {
  const shown = askedMoment(written, now());
  const submit = (form: FormData): void => {
    const at = momentInField(String(form.get('moment') ?? ''), timezone());
    if (at !== undefined) goTo(id, at);
  };
  const showNow = (): void => {
    if (written === null) again();
    else location.hash = whyHref(id);
  };
  return (
    <form
      className="ml-auto flex flex-wrap items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        submit(new FormData(event.currentTarget));
      }}
    >
      <label className="flex items-center gap-2">
        {t('whyPage.moment')}
        <input
          name="moment"
          type="datetime-local"
          className="field w-auto text-base"
          required
          defaultValue={fieldText(shown ?? now(), timezone())}
          max={fieldText(now(), timezone())}
        />
      </label>
      <button type="submit" className="button">
        {t('whyPage.show')}
      </button>
      <button type="button" className="button" aria-pressed={shown === undefined} onClick={showNow}>
        {t('whyPage.now')}
      </button>
    </form>
  );
}
