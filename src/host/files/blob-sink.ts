import type { ByteSink } from '../../base/byte-source.ts';

/** Pieces smaller than this are gathered first. */
const PIECE = 4 << 20;

/** A file being written that the browser keeps where it has room: what is handed on is not held here. */
export class BlobSink implements ByteSink {
  #parts: Blob[] = [];
  readonly #piece = new Uint8Array(PIECE);
  #held = 0;
  size = 0;

  write(bytes: Uint8Array): void {
    this.size += bytes.length;
    for (let from = 0; from < bytes.length;) {
      const part = bytes.subarray(from, from + PIECE - this.#held);
      this.#piece.set(part, this.#held);
      this.#held += part.length;
      from += part.length;
      if (this.#held === PIECE) this.#handOn();
    }
  }

  file(): Blob {
    this.#handOn();
    return new Blob(this.#parts);
  }

  #handOn(): void {
    if (this.#held > 0) this.#parts.push(new Blob([this.#piece.slice(0, this.#held)]));
    this.#held = 0;
  }
}
