import i18next, { getFixedT, t as shown } from 'i18next';
import type { Language } from '../view-state.ts';
import type { Said } from './palette-item.ts';

const languages: readonly Language[] = ['en', 'zh-CN'];

/** Words from the catalogues in the language that is shown, and in the others: a thing is found by either name. */
export function said(words: (t: typeof shown) => string): Said {
  const title = words(shown);
  const also = languages
    .filter((language) => language !== i18next.language)
    .map((language) => words(getFixedT(language)));
  return { title: capital(title), also };
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
