import type { ByteSource } from '../../base/byte-source.ts';
import { FrameScan, type FrameFound, type FrameRules } from '../../storage/frame-scan.ts';

/** So much of a segment is in memory at a time, and more where one record is larger. */
const WINDOW_BYTES = 1 << 20;
/** A record's length is only believed up to here: an etcd writes no such records, and a browser cannot hold much larger ones. */
const RECORD_BYTES_READ = 1 << 28;

/**
 * The frames of one segment, one after the other. What was found last is in `frame`, whose places are within `bytes`; both hold until the
 * next one is read.
 */
export class SegmentReader {
  readonly frame = new FrameScan();
  bytes: Uint8Array = new Uint8Array(0);
  /** Where in the file `bytes` begin. */
  base = 0;
  /** Where in the file the frame that was read last begins, or would. */
  offset = 0;
  readonly #source: ByteSource;
  readonly #rules: FrameRules;
  /** Where in the file the next frame begins. */
  #next = 0;

  constructor(source: ByteSource, rules: FrameRules) {
    this.#source = source;
    this.#rules = rules;
  }

  get size(): number {
    return this.#source.size;
  }

  read(): FrameFound {
    this.offset = this.#next;
    const left = this.#source.size - this.offset;
    for (;;) {
      const found = this.frame.read(this.bytes, this.offset - this.base, left, this.#rules);
      if (found !== 'more') {
        if (found === 'frame') this.#next = this.base + this.frame.end;
        return found;
      }
      const wanted = this.frame.end - (this.offset - this.base);
      if (wanted > RECORD_BYTES_READ) return 'limit';
      const size = Math.min(left, Math.max(WINDOW_BYTES, wanted));
      this.bytes = this.#source.read(this.offset, size);
      this.base = this.offset;
      if (this.bytes.length < size) {
        throw new Error(
          `${this.#source.name} at byte ${this.offset}: ${size} bytes were asked for, ${this.bytes.length} came`,
        );
      }
    }
  }
}
