import { decodeUtf8, Utf8Pieces } from '../../base/utf8.ts';
import { any, type Input, type Process, type Running } from '../kernel/process.ts';

/** All that comes, to the end. */
export function* readAll(input: Input): Running<Uint8Array[]> {
  const pieces: Uint8Array[] = [];
  while (!input.isOver) {
    const piece = input.take();
    if (piece === undefined) yield* any(input);
    else pieces.push(piece);
  }
  return pieces;
}

/** Lines of an input as they come; the last one need not be ended. */
export class LineReader {
  readonly #input: Input;
  #text = '';
  readonly #decoder = new Utf8Pieces();

  constructor(input: Input) {
    this.#input = input;
  }

  /** The next line without its end; undefined: there is none any more. */
  *next(): Running<string | undefined> {
    for (;;) {
      const end = this.#text.indexOf('\n');
      if (end >= 0) {
        const line = this.#text.slice(0, end);
        this.#text = this.#text.slice(end + 1);
        return line;
      }
      if (this.#input.isOver) {
        const rest = this.#text;
        this.#text = '';
        return rest === '' ? undefined : rest;
      }
      const piece = this.#input.take();
      if (piece === undefined) yield* any(this.#input);
      else this.#text += this.#decoder.decode(piece);
    }
  }
}

/** The files that a tool is given, or its standard input where there are none; a name without a file is told and passed over. */
export function* inputsOf(
  process: Process,
  names: readonly string[],
): Running<{
  readonly inputs: readonly { readonly name: string; readonly input: Input }[];
  readonly missing: number;
}> {
  yield* any({ isReady: true });
  if (names.length === 0) return { inputs: [{ name: '', input: process.stdin }], missing: 0 };
  const inputs: { name: string; input: Input }[] = [];
  let missing = 0;
  for (const name of names) {
    const bytes = name === '-' ? undefined : process.files.read(name);
    if (name === '-') inputs.push({ name, input: process.stdin });
    else if (bytes === undefined) {
      process.write(2, `${process.argv[0] ?? ''}: ${name}: No such file or directory\n`);
      missing++;
    } else {
      const { input, output } = process.pipe();
      output.write(bytes);
      output.close();
      inputs.push({ name, input });
    }
  }
  return { inputs, missing };
}

export const textOf = (pieces: readonly Uint8Array[]): string =>
  pieces.map((piece) => decodeUtf8(piece)).join('');
