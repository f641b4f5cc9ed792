import { withoutSum, withSum } from './coded-text.ts';

/**
 * One answer to one question, as a code that somebody in an audience hands in: `QV1.E1.who.B.k3j9x2a1` and a sum of its characters.
 * It says nothing of who that is but a name that the browser has made up, so that nobody counts twice.
 */
export interface Vote {
  readonly lesson: string;
  readonly step: string;
  /** From 0; the code has a letter. */
  readonly choice: number;
  readonly browser: string;
}

export type VoteProblem = 'noCode' | 'damaged' | 'otherQuestion' | 'noChoice';

export interface BadVote {
  /** From 1, in what was pasted. */
  readonly line: number;
  readonly problem: VoteProblem;
}

const SHAPE = /^QV1\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Z])\.([a-z0-9]+)\.$/;

export function formatVote({ lesson, step, choice, browser }: Vote): string {
  return withSum(`QV1.${lesson}.${step}.${choiceLetter(choice)}.${browser}.`);
}

export function choiceLetter(choice: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + choice);
}

export function parseVote(code: string): Vote | 'noCode' | 'damaged' {
  if (!code.startsWith('QV1.')) return 'noCode';
  const [, lesson, step, letter, browser] = SHAPE.exec(withoutSum(code) ?? '') ?? [];
  if (lesson === undefined || step === undefined || letter === undefined || browser === undefined)
    return 'damaged';
  return { lesson, step, choice: letter.charCodeAt(0) - 'A'.charCodeAt(0), browser };
}

/**
 * The votes on one question in what was pasted: codes between white space, whatever else stands in a line before them. Of one browser
 * the last counts.
 */
export function parseVotes(
  text: string,
  question: { readonly lesson: string; readonly step: string; readonly choices: number },
): { readonly votes: readonly Vote[]; readonly bad: readonly BadVote[] } {
  const votes = new Map<string, Vote>();
  // Each trouble of a line once.
  const bad = new Map<string, BadVote>();
  const add = (line: number, problem: VoteProblem): void => {
    bad.set(`${line} ${problem}`, { line, problem });
  };
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const codes = line.split(/\s+/).filter((word) => word.startsWith('QV1.'));
    if (codes.length === 0) add(i + 1, 'noCode');
    for (const code of codes) {
      const vote = parseVote(code);
      if (typeof vote === 'string') add(i + 1, vote);
      else if (vote.lesson !== question.lesson || vote.step !== question.step) add(i + 1, 'otherQuestion');
      else if (vote.choice >= question.choices) add(i + 1, 'noChoice');
      else votes.set(vote.browser, vote);
    }
  }
  return { votes: [...votes.values()], bad: [...bad.values()] };
}
