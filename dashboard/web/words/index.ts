// The languages of the screen, Chinese first. Chosen once on each PC.
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { PeopleWords } from '../people/words/zh-CN.ts';
import { preferences } from '../preferences.ts';
import { en } from './en.ts';
import { type Words, zhCN } from './zh-CN.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    /** `people` comes with its own page. */
    resources: { translation: Words; people: PeopleWords };
  }
}

export async function startWords(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: preferences.get().language,
    fallbackLng: 'zh-CN',
    resources: { 'zh-CN': { translation: zhCN }, en: { translation: en } },
    interpolation: { escapeValue: false },
    // Steps have a unit in Chinese and none in English; without this the Chinese one would stand in.
    returnEmptyString: true,
  });
  const follow = (): void => {
    const { language } = preferences.get();
    document.documentElement.lang = language;
    if (i18next.language !== language) void i18next.changeLanguage(language);
  };
  preferences.subscribe(follow);
  follow();
}
