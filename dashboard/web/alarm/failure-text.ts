import { t } from 'i18next';
import type { Failure } from '../api.ts';

/** Why it was not done, for whoever pressed the button. */
export function failureText(failure: Failure): string {
  switch (failure.type) {
    case 'owned':
      return t('failure.owned', { owner: failure.owner });
    case 'refused':
      return t('failure.refused', { detail: failure.detail });
    case 'unreachable':
    case 'signed-out':
      return t(`failure.${failure.type}`);
    default:
      return failure satisfies never;
  }
}
