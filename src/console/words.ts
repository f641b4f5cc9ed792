/**
 * The words of a command line as a POSIX shell splits them: blanks part words, '…' keeps everything, "…" keeps all but
 * \" \\ \$ \` (and a backslash before a line's end), a backslash outside keeps the next character. No variables, no
 * globs. Throws an Error that names a quote that is not closed.
 */
export function splitWords(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let i = 0;
  while (i < line.length) {
    const char = line.charAt(i);
    if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
      i++;
      continue;
    }
    const piece = char === "'" ? singleQuoted(line, i) : char === '"' ? doubleQuoted(line, i) : bare(line, i);
    word = (word ?? '') + piece.text;
    i = piece.end;
  }
  if (word !== undefined) words.push(word);
  return words;
}

interface Piece {
  readonly text: string;
  /** Where the rest of the line begins. */
  readonly end: number;
}

function singleQuoted(line: string, start: number): Piece {
  const close = line.indexOf("'", start + 1);
  if (close < 0) throw new Error(`the quote ' at column ${start + 1} is not closed`);
  return { text: line.slice(start + 1, close), end: close + 1 };
}

function doubleQuoted(line: string, start: number): Piece {
  let text = '';
  for (let i = start + 1; i < line.length; i++) {
    const char = line.charAt(i);
    if (char === '"') return { text, end: i + 1 };
    if (char === '\\' && '"\\$`\n'.includes(line.charAt(i + 1)) && i + 1 < line.length) {
      i++;
      if (line.charAt(i) !== '\n') text += line.charAt(i);
    } else text += char;
  }
  throw new Error(`the quote " at column ${start + 1} is not closed`);
}

function bare(line: string, start: number): Piece {
  if (line.charAt(start) === '\\') return { text: line.charAt(start + 1), end: start + 2 };
  const length = line.slice(start).search(/[\s'"\\]/);
  const end = length < 0 ? line.length : start + length;
  return { text: line.slice(start, end), end };
}
