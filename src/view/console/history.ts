/** So many lines are kept. */
export const HISTORY_MAX = 500;

/** What was typed, the newest last: a line that is typed again moves to the end. */
export function withLine(history: readonly string[], line: string): readonly string[] {
  if (line.trim() === '') return history;
  return [...history.filter((each) => each !== line), line].slice(-HISTORY_MAX);
}

/**
 * The next place in the history, from one (`history.length`: the line that is being typed), that begins as `prefix` does; undefined: there is
 * none on that side.
 */
export function historyPlace(
  history: readonly string[],
  from: number,
  step: 1 | -1,
  prefix: string,
): number | undefined {
  for (let place = from + step; place >= 0 && place < history.length; place += step)
    if (history[place]?.startsWith(prefix) === true) return place;
  return step === 1 && from < history.length ? history.length : undefined;
}

/** The newest lines that hold a text, the newest first, as Ctrl-R offers them. */
export function searchHistory(history: readonly string[], text: string, limit: number): readonly string[] {
  return history
    .filter((line) => line.includes(text))
    .reverse()
    .slice(0, limit);
}
