/**
 * Bytes of a file that is too large to hold: whoever reads asks for the part wanted. It is asked synchronously, as whoever reads sits in a
 * worker (browser: `FileReaderSync`) or in Node.js (`readSync`).
 */
export interface ByteSource {
  /** The file's name, without its folder. */
  readonly name: string;
  /** Bytes in all. */
  readonly size: number;
  /**
   * The bytes from `at` on: `length` of them, or fewer where the file ends before. They stay as they are, and whoever asked does not change them.
   * Throws what the file system throws (the file is gone, may not be read).
   */
  read(at: number, length: number): Uint8Array;
}

/** Bytes in memory as a source. */
export function memorySource(name: string, bytes: Uint8Array): ByteSource {
  return { name, size: bytes.length, read: (at, length) => bytes.subarray(at, at + length) };
}

/** Of a cached source: how much is read at once, and how many such pieces are kept. */
export interface CacheSize {
  /** Bytes. */
  readonly chunk: number;
  readonly chunks: number;
}

const plainCache: CacheSize = { chunk: 1 << 20, chunks: 16 };

/** The same bytes, read in large pieces, of which the last used are kept: for walks that ask for a page here and a page there. */
export function cachedSource(source: ByteSource, { chunk, chunks }: CacheSize = plainCache): ByteSource {
  /** The last used last. */
  const kept = new Map<number, Uint8Array>();

  return { name: source.name, size: source.size, read };

  function read(at: number, length: number): Uint8Array {
    const end = Math.min(at + length, source.size);
    if (at >= end) return new Uint8Array(0);
    const first = Math.floor(at / chunk);
    if (end <= (first + 1) * chunk) return piece(first).subarray(at - first * chunk, end - first * chunk);
    if (length > chunk) return source.read(at, end - at);
    const joined = new Uint8Array(end - at);
    for (let from = at; from < end;) {
      const number = Math.floor(from / chunk);
      const part = piece(number).subarray(from - number * chunk, end - number * chunk);
      joined.set(part, from - at);
      from += part.length;
    }
    return joined;
  }

  function piece(number: number): Uint8Array {
    const found = kept.get(number) ?? source.read(number * chunk, chunk);
    kept.delete(number);
    kept.set(number, found);
    for (const oldest of kept.keys()) {
      if (kept.size <= chunks) break;
      kept.delete(oldest);
    }
    return found;
  }
}

/** Where bytes of a file go that is too large to hold, in order. */
export interface ByteSink {
  /** Bytes written so far. */
  readonly size: number;
  /** The bytes may be used again by whoever gave them as soon as this returns. */
  write(bytes: Uint8Array): void;
}

/** How far long work is: bytes done and bytes in all. Told about every megabyte. */
export type Tell = (done: number, total: number) => void;

/** A sink in memory; `bytes` copies what has been written. */
export interface MemorySink extends ByteSink {
  bytes(): Uint8Array;
}

export function memorySink(): MemorySink {
  let held = new Uint8Array(4096);
  let size = 0;
  return {
    get size() {
      return size;
    },
    write(bytes) {
      if (size + bytes.length > held.length) {
        const larger = new Uint8Array(Math.max(2 * held.length, size + bytes.length));
        larger.set(held.subarray(0, size));
        held = larger;
      }
      held.set(bytes, size);
      size += bytes.length;
    },
    bytes: () => held.slice(0, size),
  };
}
