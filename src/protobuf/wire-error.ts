/** Bytes that are no message of the kind asked for: what was being read, what is wrong, and at which byte. */
export class WireError extends Error {
  override name = 'WireError';
  /** The message, or one of its fields: `raftpb.Entry.index`. */
  readonly what: string;
  readonly offset: number;
  constructor(what: string, offset: number, problem: string) {
    super(`${what} at byte ${offset}: ${problem}`);
    this.what = what;
    this.offset = offset;
  }
}
