// What this PC was told to look like. Kept in the browser; a browser that keeps nothing still works.
import { createStore } from './store.ts';

export const LANGUAGES = ['zh-CN', 'en'] as const;
export const THEMES = ['auto', 'day', 'night'] as const;
export const SIZES = ['normal', 'large', 'largest'] as const;

export interface Preferences {
  readonly language: (typeof LANGUAGES)[number];
  readonly theme: (typeof THEMES)[number];
  readonly size: (typeof SIZES)[number];
}

const KEY = 'lamplight.preferences';
const DEFAULTS: Preferences = { language: 'zh-CN', theme: 'auto', size: 'normal' };

const oneOf = <Choice extends string>(
  choices: readonly Choice[],
  value: unknown,
  otherwise: Choice,
): Choice => choices.find((choice) => choice === value) ?? otherwise;

function stored(): Preferences {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Preferences>;
    return {
      language: oneOf(LANGUAGES, kept.language, DEFAULTS.language),
      theme: oneOf(THEMES, kept.theme, DEFAULTS.theme),
      size: oneOf(SIZES, kept.size, DEFAULTS.size),
    };
  } catch {
    return DEFAULTS;
  }
}

export const preferences = createStore<Preferences>(stored());

export function prefer(changes: Partial<Preferences>): void {
  preferences.update((old) => ({ ...old, ...changes }));
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences.get()));
  } catch {
    // Private windows may refuse; the choice then lasts until the page is closed.
  }
}
