/** What cannot be read of a file: where it stands and what is wrong with it. */
export class DbError extends Error {
  override readonly name = 'DbError';

  constructor(
    /** Its name. */
    readonly file: string,
    /** The byte that is wrong, from the file's beginning. */
    readonly at: number,
    /** What was expected and what stands there. */
    readonly reason: string,
  ) {
    super(`${file}: at byte ${at}: ${reason}`);
  }
}
