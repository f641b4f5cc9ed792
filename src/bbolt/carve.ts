import type { Tell } from '../base/byte-source.ts';
import type { DbEntry } from './bucket.ts';
import { isTypeFlag } from './check-metas.ts';
import { checkDb } from './check.ts';
import { olderDb, type Db } from './db.ts';
import { KEY_BYTES_MAX } from './elements.ts';
import { BUCKET_FLAG, ELEMENT_BYTES, HEADER_BYTES, pageFlag, pageNumber, viewOf } from './format.ts';
import { readPages } from './read-pages.ts';
import { pageUse, type PageReport, type ProblemKind } from './report.ts';

/** Keys and values of a leaf that the tree of the file does not lead to. */
export interface CarvedPage {
  readonly page: number;
  /** Where it begins in the file. */
  readonly offset: number;
  /** Buckets within are left out. Views into what was read. */
  readonly entries: readonly DbEntry[];
  /**
   * How sure it is that these are what they seem. `older meta`: the tree of the transaction before leads there. `free page`: a whole leaf that
   * some transaction wrote and a later one freed. `unreachable`: a whole leaf that is neither used nor free: lost, or written by a transaction
   * that did not come to its end. `fragment`: only some elements of a leaf: the others are damaged, or newer pages lie over them.
   */
  readonly trust: 'older meta' | 'free page' | 'unreachable' | 'fragment';
  /** The name of its bucket, where the older meta's tree tells it. */
  readonly bucketGuess?: Uint8Array;
}

/** So much is read at once of overflow pages. */
const PIECE_BYTES = 1 << 16;

/** For these a leaf of the tree cannot be read as a whole. */
const unreadable: ReadonlySet<ProblemKind> = new Set([
  'element',
  'page id',
  'page type',
  'beyond end',
  'overflow',
]);

/**
 * Every leaf with keys that the tree of the file does not lead to, in the order of the file; and of leaves that it leads to, but that are
 * damaged, the elements that are whole. `report` is that of `checkDb` for the same file. Reads all pages that are not in use, and those of the
 * older meta's tree.
 */
export function* carvePages(db: Db, report: PageReport, tell: Tell): Generator<CarvedPage, void> {
  const older = olderDb(db);
  // As the older tree may be damaged as well, it is gone through as carefully as the newer one.
  const olderReport = older && checkDb(older, (done, total) => tell(done / 2, total));
  const damaged = new Set(report.problems.filter(({ kind }) => unreadable.has(kind)).map(({ page }) => page));
  const candidates = Uint32Array.from(pagesToLookAt(report, damaged));
  for (const { page, bytes } of readPages(db, candidates)) {
    tell((db.size + page * db.pageSize) / 2, db.size);
    const found = carveLeaf(db, report, page, bytes, damaged.has(page));
    if (found === undefined || found.entries.length === 0) continue;
    const tree = olderReport?.uses[page] === pageUse.leaf ? (olderReport.treeOf[page] ?? 0) : 0;
    const bucketGuess = tree === 0 ? undefined : olderReport?.trees[tree - 1]?.name;
    yield {
      page,
      offset: page * db.pageSize,
      entries: found.entries,
      trust: found.isWhole ? trustOf(tree !== 0, report.uses[page] ?? 0) : 'fragment',
      ...(bucketGuess !== undefined && { bucketGuess }),
    };
  }
  tell(db.size, db.size);
}

function trustOf(isOfOlder: boolean, use: number): CarvedPage['trust'] {
  if (isOfOlder) return 'older meta';
  return use === pageUse.free ? 'free page' : 'unreachable';
}

function* pagesToLookAt(
  { uses, filePages }: PageReport,
  damaged: ReadonlySet<number>,
): Generator<number, void> {
  for (let page = 2; page < filePages; page++) {
    if (!isInUse(uses[page] ?? 0) || (uses[page] === pageUse.leaf && damaged.has(page))) yield page;
  }
}

function isInUse(use: number): boolean {
  return use !== pageUse.free && use !== pageUse.lost && use !== pageUse.ahead && use !== pageUse.damaged;
}

/** Undefined: the page is no leaf. */
function carveLeaf(
  db: Db,
  { uses }: PageReport,
  page: number,
  first: Uint8Array,
  isDamaged: boolean,
): { readonly entries: readonly DbEntry[]; readonly isWhole: boolean } | undefined {
  if (first.length < HEADER_BYTES) return undefined;
  const head = viewOf(first);
  const isItself = pageNumber(head, 0) === page;
  // A page that the tree leads to may have lost its number.
  if (head.getUint16(8, true) !== pageFlag.leaf || (!isItself && !isDamaged)) return undefined;
  const overflow = head.getUint32(12, true);
  let bytes = first;
  if (overflow > 0) {
    const end = endOfChain(db, uses, page, overflow);
    if (end > page + 1) bytes = db.source.read(page * db.pageSize, (end - page) * db.pageSize);
  }
  const { entries, isComplete } = wholeElements(page, bytes, head.getUint16(10, true));
  return { entries, isWhole: isComplete && isItself && !(isDamaged && uses[page] === pageUse.leaf) };
}

/** The first page after `page` that is not its overflow any more: it is in use, or says itself that it is a page. */
function endOfChain(db: Db, uses: Uint8Array, page: number, overflow: number): number {
  const { pageSize, source, filePages } = db;
  const last = Math.min(page + overflow, filePages - 1);
  const atOnce = Math.max(1, Math.floor(PIECE_BYTES / pageSize));
  const own = isInUse(uses[page] ?? 0);
  for (let next = page + 1; next <= last; next += atOnce) {
    const count = Math.min(atOnce, last - next + 1);
    const bytes = source.read(next * pageSize, count * pageSize);
    for (let i = 0; i < count; i++) {
      const other = next + i;
      if (!own && isInUse(uses[other] ?? 0)) return other;
      const header = bytes.subarray(i * pageSize, i * pageSize + HEADER_BYTES);
      if (header.length < HEADER_BYTES) return other;
      const view = viewOf(header);
      if (pageNumber(view, 0) === other && isTypeFlag(view.getUint16(8, true))) return other;
    }
  }
  return last + 1;
}

/** Elements from the first on, as long as they lie in the page as bbolt lays them. */
function wholeElements(
  page: number,
  bytes: Uint8Array,
  count: number,
): { readonly entries: readonly DbEntry[]; readonly isComplete: boolean } {
  const view = viewOf(bytes);
  const entries: DbEntry[] = [];
  let expected = HEADER_BYTES + ELEMENT_BYTES * count;
  let isComplete = expected <= bytes.length;
  for (let index = 0; index < count; index++) {
    const element = HEADER_BYTES + ELEMENT_BYTES * index;
    if (element + ELEMENT_BYTES > bytes.length) return { entries, isComplete: false };
    const flags = view.getUint32(element, true);
    const start = element + view.getUint32(element + 4, true);
    const keyBytes = view.getUint32(element + 8, true);
    const keyEnd = start + keyBytes;
    const end = keyEnd + view.getUint32(element + 12, true);
    const isFine =
      flags <= BUCKET_FLAG &&
      keyBytes > 0 &&
      keyBytes <= KEY_BYTES_MAX &&
      start >= element &&
      end <= bytes.length;
    if (!isFine || start !== expected) isComplete = false;
    if (!isFine) continue;
    expected = end;
    if (flags !== BUCKET_FLAG) {
      entries.push({ key: bytes.subarray(start, keyEnd), value: bytes.subarray(keyEnd, end), page, index });
    }
  }
  return { entries, isComplete };
}
