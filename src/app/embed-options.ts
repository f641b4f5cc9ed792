import { embedViews, type Embed, type EmbedView } from '../ui/embed/embed-view.ts';
import type { Language, ThemeChoice } from '../ui/view-state.ts';

/** What an address says of the page itself, beside the lab. */
export interface PageLook {
  /** In somebody's page; undefined: on its own. */
  readonly embed: Embed | undefined;
  /** For this visit, whatever was chosen before. */
  readonly theme: ThemeChoice | undefined;
  readonly language: Language | undefined;
  /** One sentence each, in English: who writes addresses reads the README. */
  readonly problems: readonly string[];
}

/** Reads `?embed=stage,logs&theme=dark&lang=zh-CN&origin=https://example.org`; what it does not know is named, and left out. */
export function parseLook(search: string): PageLook {
  const options = new URLSearchParams(search);
  const problems: string[] = [];
  const theme = oneOf(options, 'theme', ['light', 'dark', 'system'] as const, problems);
  const language = oneOf(options, 'lang', ['en', 'zh-CN'] as const, problems);
  const asked = options.get('embed');
  if (asked === null) return { embed: undefined, theme, language, problems };
  const views: EmbedView[] = [];
  for (const name of asked.split(',').filter((word) => word !== '')) {
    const view = embedViews.find((each) => each === name);
    if (view === undefined) problems.push(`embed=${name}: it must be of: ${embedViews.join(', ')}`);
    else if (!views.includes(view)) views.push(view);
  }
  const embed = {
    views: views.length === 0 ? (['stage'] as const) : views,
    origin: originOf(options, problems),
  };
  return { embed, theme, language, problems };
}

/** Undefined: any page may speak to this one. */
function originOf(options: URLSearchParams, problems: string[]): string | undefined {
  const text = options.get('origin');
  if (text === null) return undefined;
  try {
    const { origin } = new URL(text);
    if (origin !== 'null') return origin;
  } catch {
    // Said below.
  }
  problems.push(`origin=${text}: it must be an origin like https://example.org; no page is listened to`);
  // Whoever meant to name one page does not mean all of them.
  return NOBODY;
}

/** No page has this origin. */
const NOBODY = 'https://invalid.invalid';

function oneOf<Choice extends string>(
  options: URLSearchParams,
  name: string,
  choices: readonly Choice[],
  problems: string[],
): Choice | undefined {
  const text = options.get(name);
  if (text === null) return undefined;
  const choice = choices.find((each) => each === text);
  if (choice === undefined) problems.push(`${name}=${text}: it must be one of: ${choices.join(', ')}`);
  return choice;
}
