import { etcdTerms } from './etcd-terms.ts';
import { raftTerms } from './raft-terms.ts';
import type { GlossaryTerm } from './term.ts';

/** Every term, in the order of the course. */
export const glossary: readonly GlossaryTerm[] = [...raftTerms, ...etcdTerms];

/** A stretch of a text that names a term: characters from `from` up to, not including, `to`. */
export interface NamedTerm {
  readonly from: number;
  readonly to: number;
  readonly id: string;
}

/** A word by which a text names a term, in small letters; the longest first. */
interface Word {
  readonly word: string;
  readonly id: string;
  /** Written with Latin letters: it must not be a part of a longer word. */
  readonly latin: boolean;
}

let words: readonly Word[] | undefined;

/**
 * The terms of the glossary that a text names, in the order of the text; each term once, where it comes first. Where two names
 * overlap the longer one counts (`commit index`, not `commit`).
 */
export function glossaryTermsIn(text: string): readonly NamedTerm[] {
  words ??= wordsOf(glossary);
  const small = text.toLowerCase();
  const found: NamedTerm[] = [];
  for (const { word, id, latin } of words) {
    for (let from = small.indexOf(word); from !== -1; from = small.indexOf(word, from + 1)) {
      const to = from + word.length;
      if (latin && (isLatin(small[from - 1]) || isLatin(small[to]))) continue;
      if (found.some((other) => from < other.to && other.from < to)) continue;
      found.push({ from, to, id });
    }
  }
  const named = new Set<string>();
  return found
    .toSorted((a, b) => a.from - b.from)
    .filter(({ id }) => !named.has(id) && named.add(id).size > 0);
}

/** Terms in which every word of a search stands: in a name, in another name for it, in the meaning, or in its place. */
export function searchGlossary(search: string): readonly GlossaryTerm[] {
  const asked = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const matches = ({ name, also, means, place }: GlossaryTerm): boolean => {
    const all = [name.en, name.zh, ...also, means.en, means.zh, place].join('\n').toLowerCase();
    return asked.every((word) => all.includes(word));
  };
  const rank = ({ name, also }: GlossaryTerm): number =>
    [name.en, name.zh, ...also].some((word) => word.toLowerCase().startsWith(asked[0] ?? '')) ? 0 : 1;
  return glossary.filter(matches).toSorted((a, b) => rank(a) - rank(b));
}

export function glossaryTerm(id: string): GlossaryTerm | undefined {
  return glossary.find((term) => term.id === id);
}

/** `lease (of keys)` is `lease` in a text, `term（任期）` is `term`. */
function wordsOf(terms: readonly GlossaryTerm[]): Word[] {
  const all = terms.flatMap(({ id, name, also }) =>
    [name.en, name.zh, ...also].map((word) => ({ id, word: word.replace(/\s*[(（].*$/, '').toLowerCase() })),
  );
  return all
    .map(({ id, word }) => ({ id, word, latin: isLatin(word[0]) }))
    .toSorted((a, b) => b.word.length - a.word.length);
}

function isLatin(character: string | undefined): boolean {
  return character !== undefined && /[a-z0-9]/.test(character);
}
