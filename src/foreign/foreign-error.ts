/** What can be wrong with a file or a grammar; the words for each are the interface's (`foreign:error.CODE`). */
export const foreignProblems = [
  'empty',
  'unknownFormat',
  'mixedFormats',
  'tooLarge',
  'badArchive',
  'tooManyItems',
  'tooManyLanes',
  'tooDeep',
  'unreadable',
  'notWhole',
  'notJson',
  'notEdn',
  'noField',
  'badField',
  'noInvoke',
  'notReturned',
  'badExpression',
  'noMatch',
  'ownClockMissing',
  'clockJump',
  'clockAhead',
  'clockNotWhole',
  'badTime',
  'noLineFits',
  'grammarNoLine',
  'grammarStatement',
  'grammarField',
  'grammarFieldTwice',
  'grammarTouching',
  'grammarUnclosed',
  'grammarEmpty',
  'grammarNeeds',
  'grammarTooLong',
] as const;
export type ForeignProblem = (typeof foreignProblems)[number];

/** Where in which file; lines and columns count from 1. Line 0: the whole file is meant. */
export interface Spot {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
}

/**
 * A file that cannot be read, or a grammar that cannot: where, what is wrong with it, and what was found or expected there
 * (`values`, already short). The one class of error that readers of foreign histories throw.
 */
export class ForeignError extends Error {
  override name = 'ForeignError';
  constructor(
    readonly problem: ForeignProblem,
    readonly spot: Spot,
    readonly values: Readonly<Record<string, string | number>> = {},
  ) {
    super(messageOf(problem, spot, values));
  }
}

function messageOf(problem: ForeignProblem, spot: Spot, values: object): string {
  const { file, line, column } = spot;
  const place = [file, ...(line > 0 ? [line] : []), ...(column === undefined ? [] : [column])].join(':');
  const said = Object.entries(values).map(([name, value]) => `${name} ${String(value)}`);
  return [`${place}: ${problem}`, ...said].join(', ');
}
