import type { BranchCache } from './branch-cache.ts';
import { compareBytes } from './db.ts';
import type { Elements } from './elements.ts';
import { ELEMENT_BYTES, HEADER_BYTES, pageNumber } from './format.ts';
import { asPrinted } from './hex.ts';
import type { Problems } from './problems.ts';

/** Of a path through a tree, so many pages are told at most. */
const STACK_MAX = 64;

/** The first key that is no more a page's, and the branch whose element it is. */
interface Bound {
  readonly key: Uint8Array;
  readonly branch: number;
  readonly index: number;
}

/** Keys ascend within a page, and lie between the keys of the branches above it. The words are bbolt's. */
export class KeyOrder {
  private readonly unbounded = new Set<number>();

  constructor(
    private readonly branches: BranchCache,
    /** By page: the branch that refers to it (0: it is a root), and by which element. */
    private readonly parents: Uint32Array,
    private readonly indexes: Uint16Array,
    private readonly problems: Problems,
  ) {}

  /** The keys of a branch cannot be read: they bound nothing. */
  leaveOut(branch: number): void {
    this.unbounded.add(branch);
  }

  /** Pages from the root of the tree to `page`, as Go prints a list. */
  stack(parent: number, page: number): string {
    const path = [page];
    for (let above = parent; above !== 0; above = this.parents[above] ?? 0) {
      if (path.length === STACK_MAX) {
        path.unshift(NaN);
        break;
      }
      path.unshift(above);
    }
    return `[${path.map((each) => (Number.isNaN(each) ? '...' : each)).join(' ')}]`;
  }

  /** Whether the page is `below` or one of the nearest above it in its tree; no real tree is higher. */
  isAbove(page: number, below: number): boolean {
    let each = below;
    for (let i = 0; each !== 0 && i < STACK_MAX; i++) {
      if (each === page) return true;
      each = this.parents[each] ?? 0;
    }
    return false;
  }

  check(elements: Elements): void {
    const { page, count } = elements;
    const parent = this.parents[page] ?? 0;
    if (count === 0) return;
    this.checkInline(elements);
    if (parent === 0 || this.unbounded.has(parent)) return;
    const index = this.indexes[page] ?? 0;
    const lowest = this.branches.key(parent, index);
    const first = keyAt(elements, 0);
    if (compareBytes(lowest, first) > 0) {
      this.problems.add(
        'key order',
        page,
        'prints',
        () =>
          `the first key[0]=(hex)${asPrinted(first)} on ${nameOf(elements, 0)} needs to be >= the key in the ancestor (${asPrinted(lowest)}). Stack: ${this.stack(parent, page)}`,
      );
    }
    const bound = this.boundOf(page);
    const last = keyAt(elements, count - 1);
    if (bound === undefined || compareBytes(last, bound.key) < 0) return;
    this.reachesOver(elements, bound, last);
  }

  /** The order within the page alone. */
  checkInline(elements: Elements): void {
    const { bytes, view, isLeaf, count } = elements;
    const field = HEADER_BYTES + (isLeaf ? 4 : 0);
    // Most keys are here, and are compared where they stand.
    let start = 0;
    let end = 0;
    for (let i = 0; i < count; i++) {
      const at = field + ELEMENT_BYTES * i;
      const from = HEADER_BYTES + ELEMENT_BYTES * i + view.getUint32(at, true);
      const to = from + view.getUint32(at + 4, true);
      if (to > bytes.length) {
        this.checkFar(elements, i);
        return;
      }
      if (i > 0) {
        let a = start;
        let b = from;
        while (a < end && b < to && bytes[a] === bytes[b]) {
          a++;
          b++;
        }
        const isAbove = b < to && (a === end || (bytes[a] ?? 0) < (bytes[b] ?? 0));
        if (!isAbove) this.notAbove(elements, i, bytes.subarray(start, end), bytes.subarray(from, to));
      }
      start = from;
      end = to;
    }
  }

  /** Keys that stand after large values, from `index` on. */
  private checkFar(elements: Elements, index: number): void {
    let before = index === 0 ? undefined : keyAt(elements, index - 1);
    for (let i = index; i < elements.count; i++) {
      const key = keyAt(elements, i);
      if (before !== undefined && compareBytes(before, key) >= 0) this.notAbove(elements, i, before, key);
      before = key;
    }
  }

  private notAbove(elements: Elements, index: number, before: Uint8Array, key: Uint8Array): void {
    const sign = compareBytes(before, key) > 0 ? '<' : '=';
    const { page, isLeaf } = elements;
    const parent = this.parents[page] ?? 0;
    // bbolt holds a branch's key against the last one of the leaves before it, as `reachesOver` does.
    this.problems.add('key order', page, isLeaf ? 'prints' : 'nothing', () =>
      isLeaf
        ? `key[${index}]=(hex)${asPrinted(key)} on leaf page(${page}) needs to be > (found ${sign}) than previous element (hex)${asPrinted(before)}. Stack: ${this.stack(parent, page)}`
        : `key ${index} of branch ${page}, ${asPrinted(key)}, is not above the one before it, ${asPrinted(before)}`,
    );
  }

  /** What comes after the page in its tree: of the branches above it, the nearest that has a further element. */
  private boundOf(page: number): Bound | undefined {
    let below = page;
    for (;;) {
      const branch = this.parents[below] ?? 0;
      if (branch === 0 || this.unbounded.has(branch)) return undefined;
      const index = (this.indexes[below] ?? 0) + 1;
      if (index < this.branches.count(branch))
        return { key: this.branches.key(branch, index), branch, index };
      below = branch;
    }
  }

  private reachesOver(elements: Elements, { key: bound, branch, index }: Bound, last: Uint8Array): void {
    const { page, count } = elements;
    const stack = (): string => this.stack(this.parents[page] ?? 0, page);
    let before: Uint8Array | undefined;
    for (let i = 0; i < count; i++) {
      const key = keyAt(elements, i);
      const previous = before;
      // bbolt names the key before this one where it speaks of the one in the ancestor.
      if (compareBytes(key, bound) >= 0) {
        this.problems.add(
          'key order',
          page,
          'prints',
          () =>
            `key[${i}]=(hex)${asPrinted(key)} on ${nameOf(elements, i)} needs to be < than key of the next element in ancestor (hex)${asPrinted(previous ?? this.branches.key(this.parents[page] ?? 0, this.indexes[page] ?? 0))}. Pages stack: ${stack()}`,
        );
      }
      before = key;
    }
    if (!elements.isLeaf) return;
    const sign = compareBytes(last, bound) > 0 ? '<' : '=';
    this.problems.add(
      'key order',
      branch,
      'prints',
      () =>
        `key[${index}]=(hex)${asPrinted(bound)} on branch page(${this.branches.child(branch, index)}) needs to be > (found ${sign}) than previous element (hex)${asPrinted(last)}. Stack: ${this.stack(this.parents[branch] ?? 0, branch)}`,
    );
  }
}

/** bbolt names a branch's child where it means an element of the branch. */
function nameOf({ page, isLeaf, view }: Elements, index: number): string {
  return isLeaf
    ? `leaf page(${page})`
    : `branch page(${pageNumber(view, HEADER_BYTES + ELEMENT_BYTES * index + 8)})`;
}

/** Of elements that have been checked; read from the file, if it stands after large values. */
function keyAt({ isLeaf, view, bytes, at, source }: Elements, index: number): Uint8Array {
  const element = HEADER_BYTES + ELEMENT_BYTES * index;
  const field = element + (isLeaf ? 4 : 0);
  const start = element + view.getUint32(field, true);
  const length = view.getUint32(field + 4, true);
  return start + length <= bytes.length
    ? bytes.subarray(start, start + length)
    : source.read(at + start, length);
}
