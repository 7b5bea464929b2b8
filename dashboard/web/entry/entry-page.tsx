// The page before the shift: one form in the middle, nothing else.
import { t } from 'i18next';
import { LampIcon } from '../frame/icons.tsx';
import { LANGUAGES, prefer, preferences } from '../preferences.ts';
import { useStore } from '../store.ts';

export const EntryPage = ({ title, children }: { title: string; children: React.ReactNode }) => (
  <main className="grid h-full place-items-center overflow-y-auto p-4">
    <section className="w-full max-w-[30rem] rounded-lg border border-line bg-panel px-8 py-7">
      <p className="flex items-center gap-2.5">
        <LampIcon />
        <span className="text-xl font-bold">{t('brand.name')}</span>
        <span className="text-second">{t('brand.place')}</span>
        <LanguageSwitch />
      </p>
      <h1 className="mt-5 text-3xl font-bold">{title}</h1>
      {children}
    </section>
  </main>
);

function LanguageSwitch() {
  const { language } = useStore(preferences, (value) => value);
  const other = LANGUAGES.find((each) => each !== language) ?? 'zh-CN';
  return (
    <button
      type="button"
      lang={other}
      className="button ml-auto"
      onClick={() => prefer({ language: other })}
    >
      {other === 'en' ? 'English' : '中文'}
    </button>
  );
}

interface FieldProps {
  readonly label: string;
  readonly name: string;
  readonly type?: 'text' | 'password';
  readonly autoComplete: string;
}

export const Field = ({ label, name, type = 'text', autoComplete }: FieldProps) => (
  <label className="mt-4 block">
    {label}
    <input
      className="field mt-1"
      name={name}
      type={type}
      autoComplete={autoComplete}
      required
      maxLength={128}
    />
  </label>
);

export const textOf = (form: FormData, name: string): string => String(form.get(name) ?? '');
