import { encodeUtf8 } from '../../base/utf8.ts';
import { nameOf, type Command } from './command.ts';

/** How many letters a name may be away from what was typed (cobra: SuggestionsMinimumDistance). */
const FAR = 2;

/** The lines that cobra adds to an unknown command: names that begin so, or are nearly so. */
export function suggestionsFor<Run>({ commands = [] }: Command<Run>, typed: string): string {
  const low = typed.toLowerCase();
  const names = commands
    .filter((command) => nameOf(command) !== 'help')
    .map(nameOf)
    .filter((name) => distance(low, name.toLowerCase()) <= FAR || name.toLowerCase().startsWith(low));
  if (names.length === 0) return '';
  return `\n\nDid you mean this?\n${names.map((name) => `\t${name}\n`).join('')}`;
}

/** Levenshtein's: bytes to add, to leave out and to change. */
function distance(from: string, to: string): number {
  const [a, b] = [encodeUtf8(from), encodeUtf8(to)];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
