import { parseVotes, type BadVote } from './vote-code.ts';

export interface Tally {
  /** For each choice: hands and codes together. */
  readonly counts: readonly number[];
  /** How many of them are codes. */
  readonly codes: number;
  readonly bad: readonly BadVote[];
}

export function tally(
  votes: { readonly hands: readonly number[]; readonly pasted: string },
  question: { readonly lesson: string; readonly step: string; readonly choices: number },
): Tally {
  const { votes: coded, bad } = parseVotes(votes.pasted, question);
  const counts = Array.from(
    { length: question.choices },
    (_, i) => (votes.hands[i] ?? 0) + coded.filter(({ choice }) => choice === i).length,
  );
  return { counts, codes: coded.length, bad };
}
