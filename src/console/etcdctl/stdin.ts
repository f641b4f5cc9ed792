import { any, type Process, type Running } from '../kernel/process.ts';
import { joinBytes } from './bytes.ts';

/** So much is read ahead at once (Go: bufio.NewReader). */
const BUFFER = 4096;
const NEWLINE = 0x0a;

/**
 * Standard input read by lines, and what is left of it read whole. As in Go these are two readers: what the one by lines has
 * read ahead, the other does not see.
 */
export class Stdin {
  readonly #process: Process;
  /** Come, and read by nobody yet. */
  #unread: Uint8Array = new Uint8Array(0);
  /** Read ahead. */
  #buffer: Uint8Array = new Uint8Array(0);

  constructor(process: Process) {
    this.#process = process;
  }

  /** The next line with its end; undefined: the input is over before one has ended. */
  *line(): Running<Uint8Array | undefined> {
    for (;;) {
      const end = this.#buffer.indexOf(NEWLINE) + 1;
      if (end > 0) {
        const line = this.#buffer.slice(0, end);
        this.#buffer = this.#buffer.slice(end);
        return line;
      }
      const more = yield* this.#read(BUFFER);
      if (more.length === 0) return undefined;
      this.#buffer = joinBytes([this.#buffer, more]);
    }
  }

  /** Everything up to the end of the input. */
  *rest(): Running<Uint8Array> {
    const pieces: Uint8Array[] = [];
    for (;;) {
      const more = yield* this.#read(Infinity);
      if (more.length === 0) return joinBytes(pieces);
      pieces.push(more);
    }
  }

  /** Some bytes, as soon as there are any; none: the input is over. */
  *#read(most: number): Running<Uint8Array> {
    const { stdin } = this.#process;
    while (this.#unread.length === 0) {
      const piece = stdin.take();
      if (piece !== undefined) this.#unread = piece;
      else if (stdin.isOver) break;
      else yield* any(stdin);
    }
    const taken = this.#unread.slice(0, most);
    this.#unread = this.#unread.slice(taken.length);
    return taken;
  }
}
