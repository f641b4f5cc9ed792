/** The command line is not as it must be; the message says what, and what it may be. */
export class UsageError extends Error {
  override name = 'UsageError';
}
