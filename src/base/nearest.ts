/** So many changes at most, by the length of what was typed: a typing mistake, not another word. */
function changesMax({ length }: string): number {
  return length <= 3 ? 1 : length <= 8 ? 2 : 3;
}

/** The name that was most likely meant; undefined where none is near. Small and capital letters count as nearly the same. */
export function nearest(typed: string, names: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = changesMax(typed) + 0.5;
  for (const name of names) {
    const changes = distance(typed.toLowerCase(), name.toLowerCase()) + (isSameCase(typed, name) ? 0 : 0.25);
    if (changes >= least) continue;
    least = changes;
    best = name;
  }
  return best;
}

function isSameCase(a: string, b: string): boolean {
  return a.charAt(0) === b.charAt(0);
}

/** Letters to add, remove or change, or neighbours to swap, each once (optimal string alignment). */
function distance(a: string, b: string): number {
  let older: number[] = [];
  let before = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a.charAt(i - 1) === b.charAt(j - 1);
      let least = Math.min(
        (before[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (before[j - 1] ?? 0) + (isSame ? 0 : 1),
      );
      const isSwapped =
        i > 1 && j > 1 && a.charAt(i - 1) === b.charAt(j - 2) && a.charAt(i - 2) === b.charAt(j - 1);
      if (isSwapped) least = Math.min(least, (older[j - 2] ?? 0) + 1);
      row.push(least);
    }
    older = before;
    before = row;
  }
  return before[b.length] ?? 0;
}
