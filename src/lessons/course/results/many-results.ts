import type { LearnerResults, ResultsProblem } from './results.ts';
import { parseResults } from './results-text.ts';

/** What somebody handed in that cannot be read. */
export interface BadLine {
  /** From 1, in what was pasted; undefined: a file, which `source` names. */
  readonly line: number | undefined;
  readonly source: string;
  readonly problem: ResultsProblem;
}

export interface ManyResults {
  readonly results: readonly LearnerResults[];
  readonly bad: readonly BadLine[];
}

/** Codes, a line each; or the text of one file. Empty lines are passed over, and so is what stands before a code in its line (a name, `>`). */
export function parseManyResults(text: string, source: string): ManyResults {
  if (text.trimStart().startsWith('{')) {
    const read = parseResults(text);
    return read.ok
      ? { results: [read.value], bad: [] }
      : { results: [], bad: [{ line: undefined, source, problem: read.problem }] };
  }
  const results: LearnerResults[] = [];
  const bad: BadLine[] = [];
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const read = parseResults(line.slice(Math.max(0, line.search(/QS\d+-/))));
    if (read.ok) results.push(read.value);
    else bad.push({ line: i + 1, source, problem: read.problem });
  }
  return { results, bad };
}

/** Of what one browser handed in twice the last counts, in the place of the first. */
export function lastOfEach(results: readonly LearnerResults[]): readonly LearnerResults[] {
  return [...new Map(results.map((each) => [each.browser, each])).values()];
}
