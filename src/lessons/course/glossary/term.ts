import type { Text } from '../text.ts';

export interface GlossaryTerm {
  readonly id: string;
  /** As a heading has it. */
  readonly name: Text;
  /** Other words for it that stand in texts, in both languages. */
  readonly also: readonly string[];
  readonly means: Text;
  /** Where the paper, the thesis, or etcd says it: the same words in every language. */
  readonly place: string;
  /** The ids of lessons that show it, the best first. */
  readonly lessons: readonly string[];
}

/** Text of one term, in the order: its two names, its meaning twice. */
export function term(
  id: string,
  [en, zh]: readonly [string, string],
  [meansEn, meansZh]: readonly [string, string],
  place: string,
  lessons: readonly string[],
  also: readonly string[] = [],
): GlossaryTerm {
  return { id, name: { en, zh }, also, means: { en: meansEn, zh: meansZh }, place, lessons };
}
