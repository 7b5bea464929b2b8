// The words of this page come with it, so that the screen of the shift does not carry them.
import i18next from 'i18next';
import { en } from './en.ts';
import { zhCN } from './zh-CN.ts';

i18next.addResourceBundle('zh-CN', 'people', zhCN);
i18next.addResourceBundle('en', 'people', en);

/** `t` of this page, in whatever language the screen has. */
export const say = i18next.getFixedT(null, 'people');
