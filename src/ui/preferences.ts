import i18next, { t } from 'i18next';
import { useEffect } from 'react';
import { browserLanguage, speak, startMessages } from './messages/i18n.ts';
import { formatLayouts, parseLayouts } from './panel/layout-name.ts';
import { useView, type Language, type MotionChoice, type ThemeChoice } from './view-state.ts';

const THEME_KEY = 'quorumscope.theme';
const LANGUAGE_KEY = 'quorumscope.language';
const LAYOUT_KEY = 'quorumscope.layout';
const MOTION_KEY = 'quorumscope.motion';
const ANNOUNCEMENTS_KEY = 'quorumscope.announcements';

/** In somebody's page the viewer's own choices are neither taken nor changed. */
let remembers = true;

/** What the address says, for this visit; `isEmbedded`: in somebody's page. */
export interface GivenPreferences {
  readonly theme: ThemeChoice | undefined;
  readonly language: Language | undefined;
  readonly isEmbedded: boolean;
}

/** Before the first render: the theme and language that are given, remembered, or the browser's; and the catalogues. */
export async function startPreferences(given: GivenPreferences): Promise<void> {
  remembers = !given.isEmbedded;
  const theme = given.theme ?? readPreference(THEME_KEY);
  const remembered = given.language ?? readPreference(LANGUAGE_KEY);
  const language: Language =
    remembered === 'en' || remembered === 'zh-CN' ? remembered : browserLanguage(navigator.languages);
  let spoken = language;
  await startMessages(language).catch(() => {
    spoken = 'en';
    useView.getState().notify('error', t('errors:languageNotLoaded'));
  });
  useView.setState({
    layouts: parseLayouts(readPreference(LAYOUT_KEY)),
    motion: readPreference(MOTION_KEY) === 'still' ? 'still' : 'system',
    announcements: readPreference(ANNOUNCEMENTS_KEY) === 'quiet' ? 'quiet' : 'all',
  });
  showMotion(useView.getState().motion);
  useView.setState({ language: spoken, theme: theme === 'light' || theme === 'dark' ? theme : 'system' });
  showTheme(useView.getState().theme);
  document.documentElement.lang = spoken;
}

/** Keeps the page and the browser's storage as the viewer chose. */
export function usePreferences(): void {
  const theme = useView((state) => state.theme);
  const language = useView((state) => state.language);
  const layouts = useView((state) => state.layouts);
  useEffect(() => writePreference(LAYOUT_KEY, formatLayouts(layouts)), [layouts]);
  const motion = useView((state) => state.motion);
  useEffect(() => {
    showMotion(motion);
    writePreference(MOTION_KEY, motion);
  }, [motion]);
  const announcements = useView((state) => state.announcements);
  useEffect(() => writePreference(ANNOUNCEMENTS_KEY, announcements), [announcements]);
  useEffect(() => {
    showTheme(theme);
    writePreference(THEME_KEY, theme);
    useView.getState().tokensChanged();
  }, [theme]);
  useEffect(() => {
    if (i18next.language === language) return remember(language);
    speak(language).then(
      () => remember(language),
      () => {
        useView.getState().notify('error', t('errors:languageNotLoaded'));
        useView.getState().setLanguage(i18next.language === 'zh-CN' ? 'zh-CN' : 'en');
      },
    );
    return undefined;
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

function remember(language: Language): void {
  document.documentElement.lang = language;
  writePreference(LANGUAGE_KEY, language);
}

export function showTheme(theme: ThemeChoice): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

/** The style sheet lets nothing slide or fade then (tokens.css). */
function showMotion(motion: MotionChoice): void {
  if (motion === 'system') delete document.documentElement.dataset['motion'];
  else document.documentElement.dataset['motion'] = motion;
}

/** Storage may be forbidden (private windows, embedded pages): then nothing is remembered. */
export function readPreference(key: string): string | undefined {
  if (!remembers) return undefined;
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

export function writePreference(key: string, value: string): void {
  if (!remembers) return;
  try {
    localStorage.setItem(key, value);
  } catch {
    // Nothing is remembered, nothing is lost.
  }
}

/** What this tab alone remembers, across reloads. */
export function readOfTab(key: string): string | undefined {
  if (!remembers) return undefined;
  try {
    return sessionStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

export function writeOfTab(key: string, value: string): void {
  if (!remembers) return;
  try {
    sessionStorage.setItem(key, value);
  } catch {
    // It is there as long as the page is.
  }
}
