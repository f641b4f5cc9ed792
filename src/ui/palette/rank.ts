import type { PaletteItem } from './palette-item.ts';

/** So many items are listed at most: what is further down is found by typing more. */
const LISTED_MAX = 60;

/**
 * The items that what was typed means, best first: each word that was typed stands in one of their texts. Words of the title count
 * more than others, beginnings of words more than what is within them, and what was chosen lately goes before its equals.
 */
export function ranked(
  items: readonly PaletteItem[],
  typed: string,
  recent: readonly string[],
): readonly PaletteItem[] {
  const words = plain(typed)
    .split(' ')
    .filter((word) => word !== '');
  const scored = items.flatMap((item, place) => {
    const points = scoreOf(item, words);
    if (points === undefined) return [];
    const lately = recent.indexOf(item.id);
    return [{ item, place, points: points + (lately === -1 ? 0 : RECENT) }];
  });
  return scored
    .toSorted((a, b) => b.points - a.points || a.place - b.place)
    .slice(0, LISTED_MAX)
    .map(({ item }) => item);
}

const RECENT = 1;
const WHOLE = 8;
const TITLE_BEGINS = 6;
const TITLE_HAS = 4;
const ELSE_BEGINS = 2;
const ELSE_HAS = 1;

/** Undefined: a word stands nowhere in it. */
function scoreOf({ title, also }: PaletteItem, words: readonly string[]): number | undefined {
  const own = plain(title);
  const others = also.map(plain);
  let points = own === words.join(' ') ? WHOLE : 0;
  for (const word of words) {
    const best = Math.max(
      pointsIn(own, word, TITLE_BEGINS, TITLE_HAS),
      ...others.map((text) => pointsIn(text, word, ELSE_BEGINS, ELSE_HAS)),
    );
    if (best === 0) return undefined;
    points += best;
  }
  return points;
}

function pointsIn(text: string, word: string, begins: number, has: number): number {
  if (` ${text}`.includes(` ${word}`)) return begins;
  return text.includes(word) ? has : 0;
}

/** Without capitals, accents and signs between words: `Figure 8: a majority` is found by `figure 8`. */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}+?]+/gu, ' ')
    .trim();
}
