import type { Db } from './db.ts';

/** Pages that lie no further apart than this many bytes are read at once: it costs less than a second call. */
const GAP_BYTES = 16 * 1024;
/** And no more than this at once. */
const READ_BYTES = 1 << 20;

/** The first page's bytes of each number, without its overflow pages; numbers ascend and are below `filePages`. */
export function* readPages(
  db: Db,
  numbers: ArrayLike<number>,
): Generator<{ readonly page: number; readonly bytes: Uint8Array }, void> {
  const { pageSize, source } = db;
  const gap = Math.floor(GAP_BYTES / pageSize) + 1;
  const most = Math.max(1, Math.floor(READ_BYTES / pageSize));
  for (let i = 0; i < numbers.length;) {
    const first = numbers[i] ?? 0;
    let last = first;
    let end = i + 1;
    for (; end < numbers.length; end++) {
      const next = numbers[end] ?? 0;
      if (next - last > gap || next - first >= most) break;
      last = next;
    }
    const bytes = source.read(first * pageSize, (last - first + 1) * pageSize);
    for (; i < end; i++) {
      const page = numbers[i] ?? 0;
      const from = (page - first) * pageSize;
      yield { page, bytes: bytes.subarray(from, from + pageSize) };
    }
  }
}
