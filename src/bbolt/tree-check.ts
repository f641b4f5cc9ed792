import type { Tell } from '../base/byte-source.ts';
import { BranchCache } from './branch-cache.ts';
import { flagWords, idWords, isTypeFlag } from './check-metas.ts';
import type { Db } from './db.ts';
import { checkElements, KEY_BYTES_MAX, type Elements } from './elements.ts';
import {
  BUCKET_FLAG,
  BUCKET_HEADER_BYTES,
  ELEMENT_BYTES,
  HEADER_BYTES,
  pageFlag,
  pageNumber,
  typeName,
  viewOf,
} from './format.ts';
import { KeyOrder } from './key-order.ts';
import type { Problems } from './problems.ts';
import { readPages } from './read-pages.ts';
import { pageUse, type TreePages } from './report.ts';

/** More buckets than this are not told one by one. */
const TREES_MAX = 4096;

/** With large values only the table of elements and the keys are read. */
const WHOLE_BYTES = 1 << 16;

/** So much is looked at after the last element. */
const REST_BYTES = 16;

/** So many pages of overflow bbolt's check counts for hours, one by one. */
const ENDLESS = 1 << 24;

/** How often `tell` is called. */
const TELL_BYTES = 1 << 20;

type Counts = { -readonly [Field in keyof TreePages]: TreePages[Field] };

/** The walk through all trees of a file, level by level. */
export class TreeCheck {
  readonly trees: Counts[] = [];
  readonly treeOf: Uint32Array;
  private readonly order: KeyOrder;
  private readonly parents: Uint32Array;
  private readonly indexes: Uint16Array;
  /** Pages that the pages read so far refer to. */
  private next: number[] = [];
  private done = 0;
  private told = 0;

  constructor(
    private readonly db: Db,
    private readonly uses: Uint8Array,
    private readonly problems: Problems,
    private readonly tell: Tell,
  ) {
    this.treeOf = new Uint32Array(db.filePages);
    this.parents = new Uint32Array(db.filePages);
    this.indexes = new Uint16Array(db.filePages);
    this.order = new KeyOrder(new BranchCache(db), this.parents, this.indexes, problems);
  }

  walk(): void {
    const { rootPage } = this.db.root;
    const tree = this.newTree(new Uint8Array(0), -1, rootPage);
    this.refer(rootPage, 0, 0, tree);
    while (this.next.length > 0) {
      const level = Uint32Array.from(this.next).sort();
      this.next = [];
      for (const { page, bytes } of readPages(this.db, level)) this.visit(page, bytes);
    }
  }

  /** The tree's position. */
  private newTree(name: Uint8Array, parent: number, rootPage: number): number {
    if (this.trees.length >= TREES_MAX) return parent;
    const position = this.trees.length;
    this.trees.push({
      name: name.slice(),
      parent,
      rootPage,
      branches: 0,
      leaves: 0,
      overflow: 0,
      keys: 0,
      usedBytes: 0,
    });
    return position;
  }

  /** `parent` (0: none, it is the root of a tree) refers to a page by its element `index`. */
  private refer(page: number, parent: number, index: number, tree: number): void {
    const { uses, db, problems } = this;
    if (page >= db.filePages) {
      problems.add(
        'beyond end',
        page,
        'stops',
        () =>
          `page ${page} is beyond the file's end, which has ${db.filePages} pages (stack: ${this.stack(parent, page)})`,
      );
      return;
    }
    const use = uses[page];
    if (use !== pageUse.lost && use !== pageUse.free) {
      problems.add(
        'used twice',
        page,
        this.order.isAbove(page, parent) || (parent === 0 && page < 2) ? 'stops' : 'prints',
        () => `page ${page}: multiple references (stack: ${this.stack(parent, page)})`,
      );
      return;
    }
    if (use === pageUse.free)
      problems.add('free and used', page, 'prints', () => `page ${page}: reachable freed`);
    // Which of both it is, or none, its header will say.
    uses[page] = pageUse.damaged;
    this.parents[page] = parent;
    this.indexes[page] = index;
    this.treeOf[page] = tree + 1;
    this.next.push(page);
    const { pages } = db.meta;
    if (page >= pages) {
      // bbolt compares otherwise: it lets the page through that is the high water mark itself.
      problems.add(
        'beyond end',
        page,
        page > pages ? 'prints' : 'nothing',
        () => `page ${page}: out of bounds: ${pages} (stack: ${this.stack(parent, page)})`,
      );
    }
  }

  private stack(parent: number, page: number): string {
    return this.order.stack(parent, page);
  }

  private visit(page: number, first: Uint8Array): void {
    const { db, uses, problems } = this;
    this.progress(first.length);
    if (first.length < HEADER_BYTES) {
      problems.add(
        'beyond end',
        page,
        'nothing',
        () => `page ${page} is cut: its header is beyond the file's end`,
      );
      return;
    }
    const view = viewOf(first);
    const flags = view.getUint16(8, true);
    if (pageNumber(view, 0) !== page) {
      problems.add('page id', page, 'stops', () => idWords(page, view.getBigUint64(0, true)));
      return;
    }
    if (flags !== pageFlag.leaf && flags !== pageFlag.branch) {
      // Of a bucket's root bbolt goes on as if it were a branch.
      const does = isTypeFlag(flags) && this.parents[page] !== 0 ? 'prints' : 'stops';
      problems.add('page type', page, does, () =>
        isTypeFlag(flags)
          ? `page ${page}: invalid type: ${typeName(flags)} (stack: ${this.stack(this.parents[page] ?? 0, page)})`
          : flagWords(page, flags),
      );
      return;
    }
    const isLeaf = flags === pageFlag.leaf;
    uses[page] = isLeaf ? pageUse.leaf : pageUse.branch;
    const count = view.getUint16(10, true);
    const overflow = view.getUint32(12, true);
    const chain = overflow === 0 ? 0 : this.takeOverflow(page, overflow);
    const at = page * db.pageSize;
    const extent = Math.min((chain + 1) * db.pageSize, db.size - at);
    let bytes = first;
    if (chain > 0) {
      const wanted =
        extent <= WHOLE_BYTES ? extent : Math.max(db.pageSize, HEADER_BYTES + ELEMENT_BYTES * count);
      bytes = db.source.read(at, Math.min(wanted, extent));
    }
    const elements = {
      page,
      isLeaf,
      count,
      at,
      extent,
      bytes,
      view: bytes === first ? view : viewOf(bytes),
      source: db.source,
    };
    const end = checkElements(elements, problems);
    const tree = (this.treeOf[page] ?? 1) - 1;
    const counts = this.trees[tree];
    if (counts !== undefined) {
      counts.overflow += chain;
      if (isLeaf) {
        counts.leaves++;
        counts.keys += count;
      } else counts.branches++;
      counts.usedBytes += end ?? 0;
    }
    if (end === undefined) {
      this.referAnyhow(elements, tree);
      return;
    }
    if (Math.ceil(end / db.pageSize) - 1 !== overflow) {
      problems.add(
        'overflow',
        page,
        'nothing',
        () =>
          `page ${page} has ${overflow} overflow pages; its ${end} bytes need ${Math.ceil(end / db.pageSize) - 1}`,
      );
    }
    this.checkRest(elements, end);
    this.order.check(elements);
    if (isLeaf) this.bucketsIn(elements, tree);
    else this.childrenOf(elements, tree);
  }

  /** Keys cannot be read: what it refers to can, if its table is there. */
  private referAnyhow(elements: Elements, tree: number): void {
    const { page, isLeaf, count, extent, bytes } = elements;
    if (!isLeaf) this.order.leaveOut(page);
    const table = HEADER_BYTES + ELEMENT_BYTES * count;
    if (table > extent || table > bytes.length) return;
    if (isLeaf) this.bucketsIn(elements, tree);
    else this.childrenOf(elements, tree);
  }

  /** bbolt keeps no empty leaf but that of an empty file, and leaves zeros after the last element. */
  private checkRest({ page, isLeaf, count, bytes }: Elements, end: number): void {
    const { problems, db } = this;
    if (count === 0 && isLeaf && page !== db.root.rootPage) {
      problems.add('element', page, 'nothing', () => `leaf ${page} is empty`);
    }
    const last = Math.min(end + REST_BYTES, bytes.length);
    for (let i = end; i < last; i++) {
      if (bytes[i] === 0) continue;
      problems.add(
        'element',
        page,
        'nothing',
        () =>
          `page ${page} ends with element ${count - 1} at byte ${end}, but is not empty after it: the element may be longer than it says`,
      );
      return;
    }
  }

  /** The pages after `page` that belong to it; how many there are. */
  private takeOverflow(page: number, overflow: number): number {
    const { uses, db, problems } = this;
    const last = Math.min(page + overflow, db.filePages - 1);
    if (page + overflow >= Math.min(db.filePages, db.meta.pages)) {
      problems.add(
        'beyond end',
        page,
        overflow > ENDLESS ? 'stops' : 'nothing',
        () =>
          `page ${page} says ${overflow} overflow pages; the file has ${db.filePages} pages, of which ${db.meta.pages} may be used`,
      );
    }
    for (let other = page + 1; other <= last; other++) {
      const use = uses[other];
      if (use === pageUse.lost || use === pageUse.free) {
        if (use === pageUse.free) {
          problems.add(
            'free and used',
            other,
            'nothing',
            () => `page ${other}, overflow of page ${page}, is on the free list`,
          );
        }
        uses[other] = pageUse.overflow;
        this.treeOf[other] = this.treeOf[page] ?? 0;
      } else {
        problems.add(
          'used twice',
          other,
          'prints',
          () => `page ${other}: multiple references (stack: ${this.stack(this.parents[page] ?? 0, page)})`,
        );
      }
    }
    return last - page;
  }

  private childrenOf({ page, count, view }: Elements, tree: number): void {
    if (count === 0) this.problems.add('element', page, 'nothing', () => `branch ${page} has no children`);
    for (let i = 0; i < count; i++) {
      this.refer(pageNumber(view, HEADER_BYTES + ELEMENT_BYTES * i + 8), page, i, tree);
    }
  }

  private bucketsIn(elements: Elements, tree: number): void {
    const { count, view, page } = elements;
    const { problems } = this;
    // Of buckets that are too many to be told, pages count for others.
    const isRoot = tree === 0 && this.trees.length < TREES_MAX;
    for (let i = 0; i < count; i++) {
      const element = HEADER_BYTES + ELEMENT_BYTES * i;
      if ((view.getUint32(element, true) & BUCKET_FLAG) !== 0) this.bucket(elements, i, tree);
      else if (isRoot) {
        problems.add(
          'bucket',
          page,
          'nothing',
          () => `element ${i} of page ${page} is a key in the file's root bucket, where only buckets may be`,
        );
      }
    }
  }

  private bucket({ page, view, bytes, at, extent, source }: Elements, index: number, tree: number): void {
    const { db, problems } = this;
    const element = HEADER_BYTES + ELEMENT_BYTES * index;
    const start = element + view.getUint32(element + 4, true);
    const from = start + view.getUint32(element + 8, true);
    const length = view.getUint32(element + 12, true);
    if (from + length > extent || from - start > KEY_BYTES_MAX) return; // has been told
    const does = length < BUCKET_HEADER_BYTES ? 'astray' : 'nothing';
    const bad = (words: string): void =>
      problems.add('bucket', page, does, () => `bucket, element ${index} of page ${page}: ${words}`);
    if (length < BUCKET_HEADER_BYTES || length > db.pageSize) {
      bad(`${length} bytes; ${BUCKET_HEADER_BYTES}, or an inline page after them, are expected`);
      return;
    }
    const isHere = from + length <= bytes.length;
    const read = isHere
      ? bytes.subarray(start, from + length)
      : source.read(at + start, from + length - start);
    const name = read.subarray(0, from - start);
    const value = read.subarray(from - start);
    const header = viewOf(value);
    const rootPage = pageNumber(header, 0);
    const counts = this.newTree(name, tree, rootPage);
    if (rootPage !== 0) {
      if (length !== BUCKET_HEADER_BYTES)
        bad(`it has the root page ${rootPage}, and ${length - BUCKET_HEADER_BYTES} bytes after its header`);
      this.refer(rootPage, 0, 0, counts);
      return;
    }
    const inline = value.subarray(BUCKET_HEADER_BYTES);
    if (inline.length < HEADER_BYTES) {
      bad(`an inline page of ${inline.length} bytes`);
      return;
    }
    const inner = viewOf(inline);
    const flags = inner.getUint16(8, true);
    const overflow = inner.getUint32(12, true);
    if (flags !== pageFlag.leaf || overflow !== 0 || pageNumber(inner, 0) !== 0) {
      bad(
        `an inline page of type ${typeName(flags)}, number ${inner.getBigUint64(0, true)}, overflow ${overflow}; a leaf, 0 and 0 are expected`,
      );
      if (flags !== pageFlag.leaf) return;
    }
    const inlineAt = at + from + BUCKET_HEADER_BYTES;
    const count = inner.getUint16(10, true);
    const elements = {
      page,
      isLeaf: true,
      count,
      at: inlineAt,
      extent: inline.length,
      bytes: inline,
      view: inner,
      source,
    };
    const end = checkElements(elements, problems);
    if (end === undefined) return;
    if (end !== inline.length) bad(`an inline page of ${inline.length} bytes, of which ${end} are used`);
    this.order.checkInline(elements);
    for (let i = 0; i < count; i++) {
      if (inner.getUint32(HEADER_BYTES + ELEMENT_BYTES * i, true) !== 0)
        bad(`element ${i} of its inline page is a bucket itself`);
    }
    const own = this.trees[counts];
    if (own !== undefined) own.keys += count;
  }

  private progress(bytes: number): void {
    this.done += bytes;
    if (this.done - this.told < TELL_BYTES) return;
    this.told = this.done;
    this.tell(Math.min(this.done, this.db.size), this.db.size);
  }
}
