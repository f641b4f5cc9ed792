import type { Language, ThemeChoice } from '../view-state.ts';
import type { EmbedView } from './embed-view.ts';

/** What an embedding is of and how it looks. */
export interface EmbedAsk {
  /** The page's own address with what it opens: a fragment with a lab, a run of the gallery, a configuration. */
  readonly of: string;
  readonly views: readonly EmbedView[];
  readonly theme: ThemeChoice;
  /** Undefined: the viewer's own. */
  readonly language: Language | undefined;
  /** The only page that may speak to it; undefined or '': any. */
  readonly origin: string | undefined;
}

/** The address of the frame. */
export function embedAddress({ of, views, theme, language, origin }: EmbedAsk): string {
  const url = new URL(of);
  url.searchParams.set('embed', views.join(','));
  if (theme !== 'system') url.searchParams.set('theme', theme);
  if (language !== undefined) url.searchParams.set('lang', language);
  if (origin !== undefined && origin !== '') url.searchParams.set('origin', origin);
  // Commas need no escaping, and are read more easily without.
  url.search = url.search.replaceAll('%2C', ',');
  return url.href;
}

/** The same lab in the whole page. */
export function withoutEmbed(address: string): string {
  const url = new URL(address);
  for (const name of ['embed', 'theme', 'lang', 'origin']) url.searchParams.delete(name);
  return url.href;
}

/** What is pasted into somebody's page. Sizes are of CSS: `100%`, `480px`. */
export function embedSnippet(address: string, title: string, width: string, height: string): string {
  const says = title.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  const src = address.replaceAll('&', '&amp;');
  return (
    `<iframe src="${src}" title="${says}"\n` +
    `  style="width: ${width}; height: ${height}; border: 0" loading="lazy" allow="clipboard-write"></iframe>`
  );
}
