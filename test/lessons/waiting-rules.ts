/** Their property is not checked while a run goes on yet. */
export const WAITING: ReadonlySet<string> = new Set(['transferWithoutMark', 'futureWatchProgress']);
