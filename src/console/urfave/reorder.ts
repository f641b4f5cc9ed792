import type { Flag } from './command.ts';
import { flagNamed } from './parse-flags.ts';

/**
 * A command's words with its flags put in front, wherever they stood. A flag takes the next word with it unless that is one
 * itself or the flag has a `=`, also when it wants none: so `-r /key` brings the key along. What begins with a dash
 * and is no flag of the command stays where it is. `--` comes in front of the words that are no flags.
 */
export function reorder(words: readonly string[], flags: readonly Flag[]): readonly string[] {
  const inFront: string[] = [];
  const rest: string[] = [];
  let mayBeValue = false;
  for (const [i, word] of words.entries()) {
    const isFlag = isFlagOf(word, flags);
    if (mayBeValue && !isFlag) {
      mayBeValue = false;
      inFront.push(word);
    } else if (word === '--') {
      return [...inFront, '--', ...rest, ...words.slice(i + 1)];
    } else if (isFlag) {
      inFront.push(word);
      mayBeValue = !word.includes('=');
    } else {
      rest.push(word);
    }
  }
  return [...inFront, ...rest];
}

function isFlagOf(word: string, flags: readonly Flag[]): boolean {
  if (!word.startsWith('-') || word === '-' || word === '--') return false;
  const name = word.replace(/^--?/, '').split('=')[0] ?? '';
  return flagNamed(flags, name) !== undefined;
}
