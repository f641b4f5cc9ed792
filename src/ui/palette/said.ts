import i18next, { getFixedT } from 'i18next';
import type { Language } from '../view-state.ts';
import type { Said } from './palette-item.ts';

const languages: readonly Language[] = ['en', 'zh-CN'];

/** Words from the catalogues in the language that is shown, and in the others: a thing is found by either name. */
export function said(words: (t: typeof i18next.t) => string): Said {
  const title = words(i18next.t);
  const also = languages
    .filter((language) => language !== i18next.language)
    .map((language) => words(getFixedT(language)));
  return { title: capital(title), also };
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
