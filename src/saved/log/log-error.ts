/** Why a log cannot be opened: it is of a later version of this program, or what it says is no lab. */
export class LogError extends Error {
  override name = 'LogError';
  constructor(
    readonly code: 'newer' | 'unreadable',
    message: string,
  ) {
    super(message);
  }
}

export function unreadable(why: string): LogError {
  return new LogError('unreadable', `this lab cannot be opened from the browser's storage: ${why}`);
}
