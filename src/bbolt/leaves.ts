import { DbError } from './db-error.ts';
import {
  compareBytes,
  Leaf,
  numberProblem,
  pageFrom,
  readPage,
  type Bucket,
  type Db,
  type Page,
} from './db.ts';
import { ELEMENT_BYTES, HEADER_BYTES, pageFlag, pageNumber } from './format.ts';
import { readPages } from './read-pages.ts';

/** What is done where a page of a bucket cannot be read; without it the DbError is thrown. The walk goes on with the next page. */
export type Damaged = (error: DbError) => void;

/** So much of the pages that a branch refers to is read ahead. */
const AHEAD_BYTES = 1 << 20;

/** A branch on the way down: which of its children is next, and the children that have been read ahead. */
interface Step {
  readonly branch: Page;
  next: number;
  readonly ahead: Map<number, Uint8Array>;
}

/**
 * The leaves of a bucket in the order of their keys, those that may have keys from `from` on. Each is read when it is asked for; what was
 * yielded stays as it is. A walk that meets more pages than the file has ends with a DbError: pages of it are used twice.
 */
export function* leavesOf(
  db: Db,
  bucket: Bucket,
  from?: Uint8Array,
  damaged?: Damaged,
): Generator<Leaf, void> {
  const { name } = db.source;
  let left = db.filePages + 1;
  const path: Step[] = [];
  if (bucket.inline !== undefined) {
    const { bytes, at } = bucket.inline;
    const leaf = guarded(() => new Leaf(name, 0, at, bytes), damaged);
    if (leaf !== undefined) yield leaf;
    return;
  }
  let page = guarded(() => readPage(db, bucket.rootPage, 0), damaged);
  let isLeftmost = from !== undefined;
  for (;;) {
    if (page !== undefined) {
      left -= 1 + Math.min(page.overflow, db.filePages);
      if (left < 0) {
        const reason = `more pages are referred to than the file has (${db.filePages}): pages are used twice, or form a circle`;
        throw new DbError(name, page.at, reason);
      }
      if (page.flags === pageFlag.leaf) {
        const { page: number, at, bytes } = page;
        const leaf = guarded(() => new Leaf(name, number, at, bytes), damaged);
        if (leaf !== undefined) yield leaf;
      } else {
        const branch = page;
        if (guarded(() => checkBranch(name, branch), damaged) !== undefined) {
          const next = isLeftmost && from !== undefined ? childFor(branch, from) : 0;
          path.push({ branch, next, ahead: new Map() });
        }
      }
    }
    while (path.length > 0 && isDone(path.at(-1))) path.pop();
    const step = path.at(-1);
    if (step === undefined) return;
    // Only on the way to the first leaf.
    if (page?.flags !== pageFlag.branch) isLeftmost = false;
    page = guarded(() => child(db, step), damaged);
  }
}

/** What is read; a DbError goes to `damaged`, if that is given, and the answer is undefined. */
export function guarded<T>(read: () => T, damaged: Damaged | undefined): T | undefined {
  if (damaged === undefined) return read();
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DbError)) throw error;
    damaged(error);
    return undefined;
  }
}

function isDone(step: Step | undefined): boolean {
  return step !== undefined && step.next >= step.branch.count;
}

/** The next child of a branch. Many are read at once, as they often lie side by side. */
function child(db: Db, step: Step): Page {
  const { branch, ahead } = step;
  const index = step.next++;
  const number = childAt(branch, index);
  let first = ahead.get(number);
  if (first === undefined) {
    ahead.clear();
    const wanted = new Set<number>();
    const most = Math.max(1, Math.floor(AHEAD_BYTES / db.pageSize));
    for (let i = index; i < branch.count && wanted.size < most; i++) {
      const other = childAt(branch, i);
      if (numberProblem(db, other) === undefined) wanted.add(other);
    }
    for (const { page, bytes } of readPages(
      db,
      [...wanted].sort((a, b) => a - b),
    ))
      ahead.set(page, bytes);
    first = ahead.get(number);
  }
  if (first === undefined) return readPage(db, number, elementAt(branch, index));
  return pageFrom(db, number, first);
}

/** Where in the file the element stands. */
function elementAt(branch: Page, index: number): number {
  return branch.at + HEADER_BYTES + ELEMENT_BYTES * index;
}

/** Throws DbError if an element, or its key, is not within the branch. */
export function checkBranch(file: string, branch: Page): true {
  const { view, bytes, count, page } = branch;
  for (let i = 0; i < count; i++) {
    const element = HEADER_BYTES + ELEMENT_BYTES * i;
    if (element + ELEMENT_BYTES <= bytes.length) {
      const end = element + view.getUint32(element, true) + view.getUint32(element + 4, true);
      if (end <= bytes.length) continue;
    }
    throw new DbError(
      file,
      branch.at + element,
      `element ${i} of ${count} of branch ${page} reaches beyond the ${bytes.length} bytes of its page`,
    );
  }
  return true;
}

/** Of a checked branch. */
export function childAt(branch: Page, index: number): number {
  return pageNumber(branch.view, HEADER_BYTES + ELEMENT_BYTES * index + 8);
}

/** Of a checked branch: a view into it. */
export function branchKey(branch: Page, index: number): Uint8Array {
  const element = HEADER_BYTES + ELEMENT_BYTES * index;
  const start = element + branch.view.getUint32(element, true);
  return branch.bytes.subarray(start, start + branch.view.getUint32(element + 4, true));
}

/** The child that has the key if any has: the last whose first key is not above it. */
function childFor(branch: Page, key: Uint8Array): number {
  let low = 0;
  let high = branch.count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareBytes(branchKey(branch, middle), key) > 0) high = middle;
    else low = middle + 1;
  }
  return Math.max(0, low - 1);
}
