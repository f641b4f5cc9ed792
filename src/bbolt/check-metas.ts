import type { Db } from './db.ts';
import { HEADER_BYTES, pageFlag, pageNumber, viewOf } from './format.ts';
import type { Problems } from './problems.ts';

/** Meta pages: their checksums, and the headers of their pages, which no checksum covers. */
export function checkMetas(db: Db, problems: Problems): void {
  for (const { page, problem, pageSize } of db.metas) {
    if (problem !== undefined) {
      problems.add('meta', page, 'nothing', () => `meta page ${page}: ${problem}; the other one counts`);
    } else if (pageSize !== db.pageSize) {
      problems.add(
        'meta',
        page,
        'nothing',
        () => `meta page ${page} says pages of ${pageSize} bytes, the other ${db.pageSize}`,
      );
    }
    const header = new Uint8Array(HEADER_BYTES);
    header.set(db.source.read(page * db.pageSize, HEADER_BYTES));
    const view = viewOf(header);
    const id = pageNumber(view, 0);
    const flags = view.getUint16(8, true);
    if (id !== page) {
      problems.add('page id', page, 'stops', () => idWords(page, view.getBigUint64(0, true)));
    } else if (flags !== pageFlag.meta) {
      const isType = isTypeFlag(flags);
      problems.add('page type', page, isType ? 'nothing' : 'stops', () =>
        isType
          ? `page ${page} should be a meta page; its flags are ${flags.toString(16)}`
          : flagWords(page, flags),
      );
    }
    const [count, overflow] = [view.getUint16(10, true), view.getUint32(12, true)];
    if (count !== 0 || overflow !== 0) {
      problems.add(
        'meta',
        page,
        'nothing',
        () =>
          `meta page ${page} has a header with count ${count} and overflow ${overflow}; both are always 0`,
      );
    }
  }
}

/** bbolt's words for a page whose header has another number. */
export function idWords(page: number, found: bigint): string {
  return `assertion failed: Page expected to be: ${page}, but self identifies as ${found}`;
}

/** bbolt's words for flags that are of no type. */
export function flagWords(page: number, flags: number): string {
  return `assertion failed: page ${page}: has unexpected type/flags: ${flags.toString(16)}`;
}

export function isTypeFlag(flags: number): boolean {
  return (
    flags === pageFlag.branch ||
    flags === pageFlag.leaf ||
    flags === pageFlag.meta ||
    flags === pageFlag.freelist
  );
}
