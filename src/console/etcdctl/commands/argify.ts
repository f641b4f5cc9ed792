import { unquote } from '../../text/go-unquote.ts';
import { EXIT, Exit } from '../exit.ts';
import { Panic } from '../panic.ts';
import { bytesOfWord, wordOfBytes } from '../../text/go-string.ts';

/** Go's \s is these five. */
const WORDS = /"(?:[^"\\]|\\[^\n])*"|'[^']*'|[^'"\t\n\f\r ][^\t\n\f\r ]*[^'"\t\n\f\r ]?/gu;

/**
 * The words of a line of `txn` and of `watch -i`. Double quotes are Go's; of a word in single quotes only so many bytes are kept as
 * the line has words, less two, which is a fault of etcdctl's, and where it has fewer etcdctl falls. Throws Exit and Panic.
 */
export function argify(line: string): string[] {
  const words = line.match(WORDS) ?? [];
  return words.map((word) => {
    if (word.startsWith("'")) return cutQuoted(word, words.length - 1);
    return word.startsWith('"') ? unquoted(word) : word;
  });
}

/** The bytes from the second on, up to this one. */
function cutQuoted(word: string, end: number): string {
  const bytes = bytesOfWord(word);
  const fault = 'runtime error: slice bounds out of range';
  if (end > bytes.length) throw new Panic(`${fault} [:${end}] with length ${bytes.length}`);
  if (end < 1) throw new Panic(`${fault} [1:${end}]`);
  return wordOfBytes(bytes.subarray(1, end));
}

function unquoted(word: string): string {
  const text = unquote(word);
  if (text === undefined) throw new Exit(EXIT.invalidInput, 'invalid syntax');
  return text;
}
