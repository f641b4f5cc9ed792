import { changeLanguage } from 'i18next';
import { useEffect } from 'react';
import { browserLanguage, startMessages } from './messages/i18n.ts';
import { useView, type Language, type ThemeChoice } from './store.ts';

const THEME_KEY = 'quorumscope.theme';
const LANGUAGE_KEY = 'quorumscope.language';

/** Before the first render: the remembered theme and language, or the browser's; and the catalogues. */
export function startPreferences(): void {
  const theme = read(THEME_KEY);
  const remembered = read(LANGUAGE_KEY);
  const language: Language =
    remembered === 'en' || remembered === 'zh-CN' ? remembered : browserLanguage(navigator.languages);
  startMessages(language);
  useView.setState({ language, theme: theme === 'light' || theme === 'dark' ? theme : 'system' });
  showTheme(useView.getState().theme);
  document.documentElement.lang = language;
}

/** Keeps the page and the browser's storage as the viewer chose. */
export function usePreferences(): void {
  const theme = useView((state) => state.theme);
  const language = useView((state) => state.language);
  useEffect(() => {
    showTheme(theme);
    write(THEME_KEY, theme);
    useView.getState().tokensChanged();
  }, [theme]);
  useEffect(() => {
    document.documentElement.lang = language;
    write(LANGUAGE_KEY, language);
    void changeLanguage(language);
  }, [language]);
  useEffect(() => {
    const changed = () => useView.getState().tokensChanged();
    const queries = ['(prefers-color-scheme: dark)', '(min-width: 1800px)', '(min-width: 2400px)'].map(
      (query) => window.matchMedia(query),
    );
    for (const query of queries) query.addEventListener('change', changed);
    return () => {
      for (const query of queries) query.removeEventListener('change', changed);
    };
  }, []);
}

export function showTheme(theme: ThemeChoice): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

/** Storage may be forbidden (private windows, embedded pages): then nothing is remembered. */
function read(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Nothing is remembered, nothing is lost.
  }
}
