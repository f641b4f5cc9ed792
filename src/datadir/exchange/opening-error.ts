export type OpeningProblem =
  | 'noLog'
  /** A log or a database that is not whole; an entry that cannot be applied. */
  | 'damaged'
  | 'noStore'
  /** Directories of several clusters, or two of one member. */
  | 'notTogether'
  | 'tooManyMembers'
  /** The instant that is asked for is not in these files. */
  | 'noSuchInstant'
  | 'notStartable';

/** Why data directories do not open as a lab: `dir` says which, '' for all together. */
export class OpeningError extends Error {
  override name = 'OpeningError';
  constructor(
    readonly problem: OpeningProblem,
    readonly dir: string,
    message: string,
  ) {
    super(message);
  }
}
