import { createInstance } from 'i18next';
import type { Why } from '../explain/why/why.ts';
import { why as words } from '../ui/messages/en/why.ts';
import { whyText } from '../ui/why/why-words.ts';

/** English, whatever language the page speaks, and where there is no page. */
const english = createInstance();
void english.init({
  lng: 'en',
  resources: { en: { why: words } },
  interpolation: { escapeValue: false },
  initAsync: false,
});

/** An answer with what it says, for scripts. */
export function withText(why: Why): Why & { readonly text: string } {
  return { ...why, text: whyText(english.getFixedT('en', 'why'), why) };
}
