/**
 * Large pieces of bytes, a client's value for one, are kept once: a log's file, a store's record and a snapshot refer to
 * the same memory. So what is made of such pieces is passed on as a list of them, and whoever has to join them can have
 * the pieces back.
 */

/** From this size on a piece is worth the trouble. */
export const LARGE_BYTES = 16 * 1024;

interface PlacedPiece {
  /** In the joined bytes. */
  readonly at: number;
  readonly piece: Uint8Array;
}

/** Of what buffers were joined from: their large pieces, ascending. Forgotten with the buffer. */
const origins = new WeakMap<ArrayBufferLike, readonly PlacedPiece[]>();

/** The pieces one after the other; one alone is not copied. Remembers which the large ones were. */
export function joinPieces(pieces: readonly Uint8Array[]): Uint8Array {
  const joined = concatenate(pieces);
  const large: PlacedPiece[] = [];
  let at = 0;
  for (const piece of pieces) {
    if (piece.length >= LARGE_BYTES && piece !== joined) large.push({ at, piece });
    at += piece.length;
  }
  if (large.length > 0) origins.set(joined.buffer, large);
  return joined;
}

export function concatenate(pieces: readonly Uint8Array[]): Uint8Array {
  const only = pieces.length === 1 ? pieces[0] : undefined;
  if (only !== undefined) return only;
  const joined = new Uint8Array(lengthOf(pieces));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}

/** The same bytes within the piece that they were joined from; undefined if they are not known to come from one. */
export function originalOf(bytes: Uint8Array): Uint8Array | undefined {
  if (bytes.length < LARGE_BYTES) return undefined;
  const large = origins.get(bytes.buffer) ?? [];
  const from = bytes.byteOffset;
  const found = large.find(({ at, piece }) => at <= from && from + bytes.length <= at + piece.length);
  return found?.piece.subarray(from - found.at, from - found.at + bytes.length);
}

/** What these bytes were joined from, if they are all of it: large pieces as they were given, the rest copied. */
export function piecesOf(bytes: Uint8Array): readonly Uint8Array[] {
  const large = bytes.length === bytes.buffer.byteLength ? origins.get(bytes.buffer) : undefined;
  if (large === undefined) return [bytes];
  const pieces: Uint8Array[] = [];
  let done = 0;
  for (const { at, piece } of large) {
    pieces.push(bytes.slice(done, at), piece);
    done = at + piece.length;
  }
  pieces.push(bytes.slice(done));
  return pieces.filter((piece) => piece.length > 0);
}

/** Large bytes by others with the same content, which somebody keeps anyway. */
const kept = new WeakMap<Uint8Array, Uint8Array>();

/**
 * `copy` is plain data equal to `original`: from now on `withKept` gives the copy's large bytes for the original's. A
 * client's value is so the one within its entry, once there is one.
 */
export function keepInstead(original: unknown, copy: unknown): void {
  if (!isObject(original) || !isObject(copy)) return;
  if (!(original instanceof Uint8Array)) {
    for (const [name, part] of Object.entries(original)) keepInstead(part, copy[name]);
  } else if (copy instanceof Uint8Array && original.length >= LARGE_BYTES && areEqual(original, copy)) {
    kept.set(original, copy);
  }
}

/** The same plain data with large bytes that are kept elsewhere; the very same value where there are none. */
export function withKept<T>(value: T): T {
  return mapLarge(value, (bytes) => kept.get(bytes) ?? bytes) as T;
}

/** Plain data with something else in the place of each large piece of bytes; the very same value if nothing changes. */
export function mapLarge(value: unknown, map: (bytes: Uint8Array) => unknown): unknown {
  if (!isObject(value)) return value;
  if (value instanceof Uint8Array) return value.length < LARGE_BYTES ? value : map(value);
  if (Array.isArray(value)) {
    const items: unknown[] = value.map((item) => mapLarge(item, map));
    return items.some((item, i) => item !== value[i]) ? items : value;
  }
  let changed: Record<string, unknown> | undefined;
  for (const [name, part] of Object.entries(value)) {
    const mapped = mapLarge(part, map);
    if (mapped === part) continue;
    changed ??= { ...value };
    changed[name] = mapped;
  }
  return changed ?? value;
}

/** How many bytes of plain data are in large pieces. */
export function largeBytes(value: unknown): number {
  if (!isObject(value)) return 0;
  if (value instanceof Uint8Array) return value.length < LARGE_BYTES ? 0 : value.length;
  let sum = 0;
  for (const part of Array.isArray(value) ? value : Object.values(value)) sum += largeBytes(part);
  return sum;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/**
 * Writers' pieces with the small ones between two large ones made one. `bytes` that follow each other as parts of a whole
 * become few pieces, of which the large ones (or those that `isApart` chooses) are the ones given.
 */
export function gatherPieces(
  parts: readonly Uint8Array[],
  isApart: (part: Uint8Array) => boolean = (part) => part.length >= LARGE_BYTES,
): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let small: Uint8Array[] = [];
  const flush = () => {
    if (small.length > 0) pieces.push(concatenate(small));
    small = [];
  };
  for (const part of parts) {
    if (part.length === 0) continue;
    if (!isApart(part)) {
      small.push(part);
      continue;
    }
    flush();
    pieces.push(part);
  }
  flush();
  return pieces;
}

export function lengthOf(pieces: readonly Uint8Array[]): number {
  let sum = 0;
  for (const piece of pieces) sum += piece.length;
  return sum;
}
