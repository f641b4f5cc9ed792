import type { ScriptStep } from '../../lessons/language/script.ts';

/** What one side does in a line; undefined: nothing. */
export type Paired = ScriptStep | undefined;

export interface PairedLine {
  readonly a: Paired;
  readonly b: Paired;
}

/**
 * The lines of two scripts beside each other: as many equal ones as can be are pairs, and what stands between two pairs is paired in
 * its order.
 *
 *     cluster …        cluster … preVote
 *     isolate 3        isolate 3
 *     tick 60          tick 60
 *     heal             –
 *     tick 1           tick 1
 */
export function pairLines(a: readonly ScriptStep[], b: readonly ScriptStep[]): readonly PairedLine[] {
  const lines: PairedLine[] = [];
  let [i, j] = [0, 0];
  const upTo = (endA: number, endB: number): void => {
    while (i < endA || j < endB) {
      lines.push({ a: i < endA ? a[i] : undefined, b: j < endB ? b[j] : undefined });
      i = Math.min(endA, i + 1);
      j = Math.min(endB, j + 1);
    }
  };
  for (const [x, y] of equalPairs(a, b)) {
    upTo(x, y);
    upTo(x + 1, y + 1);
  }
  upTo(a.length, b.length);
  return lines;
}

/** The longest common subsequence of the texts, as places in both. */
function equalPairs(a: readonly ScriptStep[], b: readonly ScriptStep[]): (readonly [number, number])[] {
  // longest[i][j]: of a from i on and b from j on.
  const longest = Array.from({ length: a.length + 1 }, () => Array.from({ length: b.length + 1 }, () => 0));
  const at = (i: number, j: number): number => longest[i]?.[j] ?? 0;
  const isEqual = (i: number, j: number): boolean => a[i]?.text === b[j]?.text;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--) {
      const row = longest[i] ?? [];
      row[j] = isEqual(i, j) ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  const pairs: (readonly [number, number])[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (isEqual(i, j)) pairs.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return pairs;
}
