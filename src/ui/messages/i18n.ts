import { use } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '../store.ts';
import { en } from './en.ts';
import type { panelMessages } from './panels.ts';
import { zhCN } from './zh-CN.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: typeof en & (typeof panelMessages)['en'];
  }
}

/**
 * Both languages are in the page: switching is instant and works offline (panels bring theirs: panels.ts). Use `useTranslation('stage')` in
 * components and `i18next.t('stage:key')` elsewhere; namespaces are the files of messages/en.
 */
export function startMessages(language: Language): void {
  void use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    defaultNS: 'common',
    ns: Object.keys(en),
    resources: { en, 'zh-CN': zhCN },
    interpolation: { escapeValue: false },
    initAsync: false,
    returnNull: false,
  });
}

/** The language of the viewer's browser, as far as the page speaks it. */
export function browserLanguage(languages: readonly string[]): Language {
  for (const language of languages) {
    if (/^zh\b/i.test(language)) return 'zh-CN';
    if (/^en\b/i.test(language)) return 'en';
  }
  return 'en';
}
