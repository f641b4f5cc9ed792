import i18next, { changeLanguage, use } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { latePart } from '../late-part.ts';
import type { Language } from '../view-state.ts';
import type { dataMessages } from './data-panels.ts';
import { en } from './en.ts';
import type { panelMessages } from './panels.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: typeof en & typeof dataMessages & (typeof panelMessages)['en'];
  }
}

/** Not everybody reads it: it comes when it is wanted, or with the other late parts. */
const chinese = latePart(() => import('./zh-CN.ts'));

/**
 * English is in the page; another language is waited for, and rejects when it cannot be loaded (panels bring their words:
 * data-panels.ts, panels.ts). Use `useTranslation('stage')` in components and `i18next.t('stage:key')` elsewhere; namespaces are the files
 * of messages/en.
 */
export async function startMessages(language: Language): Promise<void> {
  void use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    defaultNS: 'common',
    ns: Object.keys(en),
    resources: { en },
    interpolation: { escapeValue: false },
    initAsync: false,
    returnNull: false,
  });
  if (language !== 'en') await speak(language);
}

/** The page speaks this language from now on. Rejects, and goes on in the one before, when it cannot be loaded. */
export async function speak(language: Language): Promise<void> {
  if (language === 'zh-CN') await loadChinese();
  await changeLanguage(language);
}

/** The Chinese words are here from then on, whatever the page speaks. */
export async function loadChinese(): Promise<void> {
  const { zhCN } = await chinese.load();
  for (const [name, catalogue] of Object.entries(zhCN)) i18next.addResourceBundle('zh-CN', name, catalogue);
}

/** The language of the viewer's browser, as far as the page speaks it. */
export function browserLanguage(languages: readonly string[]): Language {
  for (const language of languages) {
    if (/^zh\b/i.test(language)) return 'zh-CN';
    if (/^en\b/i.test(language)) return 'en';
  }
  return 'en';
}
