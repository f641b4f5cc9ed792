export type ExchangeProblem =
  /** The lab's member has no place in a real cluster: it was never a member, has applied nothing, or serves raftexample's keys. */
  'neverMember' | 'nothingApplied' | 'keyServer';

/** Why a member cannot be saved as a data directory: nothing has been written. */
export class ExchangeError extends Error {
  override name = 'ExchangeError';
  constructor(
    readonly problem: ExchangeProblem,
    readonly node: number,
    message: string,
  ) {
    super(message);
  }
}
