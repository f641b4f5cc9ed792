import i18next, { t as sentence } from 'i18next';

/** Sentences kept: a page full of numbers says a few thousand different ones a minute. */
const SAID_MAX = 4000;

const said = new Map<string, string>();
let language: string | undefined;

/**
 * i18next's `t` with a memory, for what is painted: canvases say the same words many times a second, and to put a
 * sentence together takes longer than to draw it.
 */
export const t = ((key: string, values?: object): string => {
  if (i18next.language !== language || said.size >= SAID_MAX) {
    language = i18next.language;
    said.clear();
  }
  const asked = values === undefined ? key : key + JSON.stringify(values);
  const known = said.get(asked);
  if (known !== undefined) return known;
  const words = translate(key, values);
  if (i18next.isInitialized) said.set(asked, words);
  return words;
}) as typeof sentence;

/** The keys are checked where they are written: `t` above has i18next's own type. */
const translate = sentence as unknown as (key: string, values?: object) => string;
