/**
 * A file as it was handed in, as text or, where it is none, as bytes. Its path is as the folder has it that was opened
 * (`client-1/operations.json`). In texts, positions are of characters; what is no UTF-8 became U+FFFD.
 */
export type ForeignFile = Source | BinaryFile;

export interface Source {
  readonly path: string;
  readonly text: string;
}

export interface BinaryFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** So many bytes are read at most of all files together: more than this fits into no page. */
export const BYTES_MAX = 512 * 1024 * 1024;

/** Binary files have a zero byte early on, text has none. */
export function isBinary(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 4096).includes(0);
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export interface Line {
  /** From 1. */
  readonly number: number;
  readonly text: string;
  /** Of its first character, and behind its last. */
  readonly from: number;
  readonly to: number;
}

/**
 * The lines of a text between two positions, without the ends of lines (`\n` or `\r\n`), and without an empty last one.
 * `number` is that of the line at `from`.
 */
export function* linesOf(text: string, from = 0, to = text.length, number = 1): Generator<Line> {
  let at = from;
  for (let line = number; at < to; line++) {
    const found = text.indexOf('\n', at);
    const end = found === -1 || found > to ? to : found;
    const last = end > at && text.charCodeAt(end - 1) === 13 ? end - 1 : end;
    yield { number: line, text: text.slice(at, last), from: at, to: last };
    at = end + 1;
  }
}

/** Counts lines while a reader goes on through a text; asked for ascending positions only. */
export class LineCounter {
  readonly #text: string;
  #at = 0;
  #line = 1;

  constructor(text: string) {
    this.#text = text;
  }

  /** The number of the line that this position is on. */
  lineOf(position: number): number {
    for (;;) {
      const next = this.#text.indexOf('\n', this.#at);
      if (next === -1 || next >= position) return this.#line;
      this.#line++;
      this.#at = next + 1;
    }
  }
}

/** The line and column of a position, for an error. */
export function spotOf(
  file: string,
  text: string,
  position: number,
): { file: string; line: number; column: number } {
  const before = text.slice(0, position);
  const line = before.split('\n').length;
  return { file, line, column: position - before.lastIndexOf('\n') };
}
