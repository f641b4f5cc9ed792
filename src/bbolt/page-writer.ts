import type { ByteSink } from '../base/byte-source.ts';
import { ELEMENT_BYTES, HEADER_BYTES, MANY_FREE, pageFlag, setPageNumber, viewOf } from './format.ts';

/** So much is given to the sink at once. */
const BLOCK_BYTES = 1 << 20;

/** bbolt splits no page so that one of fewer keys is left. */
const MIN_KEYS = 2;

const nothing = new Uint8Array(0);

/** Writes page after page, from page 2 on. Without a sink it only counts them. */
export class PageWriter {
  /** The number of the page that is written next. */
  next = 2;
  readonly threshold: number;
  private readonly block: Uint8Array;
  private filled = 0;

  constructor(
    private readonly out: ByteSink | undefined,
    readonly pageSize: number,
    fill: number,
  ) {
    this.threshold = Math.floor(pageSize * fill);
    this.block = out === undefined ? nothing : new Uint8Array(Math.max(BLOCK_BYTES, pageSize));
  }

  get isTrial(): boolean {
    return this.out === undefined;
  }

  node(flags: number): NodeBuilder {
    return new NodeBuilder(this, flags);
  }

  children(): Children {
    return new Children();
  }

  /** The branches above pages, level by level; the page of the root. */
  branches(level: Children): number {
    let below = level;
    while (below.count > 1) {
      const above = new Children();
      const branch = this.node(pageFlag.branch);
      for (let i = 0; i < below.count; i++) {
        const key = below.key(i);
        // The last but one looks further: the last branch is not to have one child alone.
        const after = i === below.count - 2 ? ELEMENT_BYTES + below.key(i + 1).length : 0;
        if (branch.isFullWith(key.length + after)) {
          above.push(branch.firstKey(), branch.close());
        }
        branch.add(key, nothing, 0, below.page(i));
      }
      above.push(branch.firstKey(), branch.close());
      below = above;
    }
    return below.page(0);
  }

  write(bytes: Uint8Array): void {
    if (this.out === undefined) return;
    if (this.filled + bytes.length > this.block.length) this.flush();
    if (bytes.length > this.block.length) {
      this.out.write(bytes);
      return;
    }
    this.block.set(bytes, this.filled);
    this.filled += bytes.length;
  }

  zeros(count: number): void {
    if (this.out === undefined) return;
    if (this.filled + count > this.block.length) this.flush();
    this.block.fill(0, this.filled, this.filled + count);
    this.filled += count;
  }

  flush(): void {
    if (this.filled > 0) this.out?.write(this.block.subarray(0, this.filled));
    this.filled = 0;
  }
}

/** A branch or leaf that is being filled. Keys and values are copied as they come. */
export class NodeBuilder {
  count = 0;
  private elements = new Uint8Array(HEADER_BYTES + 64 * ELEMENT_BYTES);
  private view = viewOf(this.elements);
  private data = new Uint8Array(4096);
  /** Of keys and values so far, and how many of them are in `data`. */
  private dataBytes = 0;
  private held = 0;
  private firstKeyBytes = 0;
  private lastKeyAt = 0;
  private lastKeyBytes = 0;

  constructor(
    private readonly pages: PageWriter,
    private readonly flags: number,
  ) {}

  /** Bytes of the page so far. */
  get size(): number {
    return HEADER_BYTES + ELEMENT_BYTES * this.count + this.dataBytes;
  }

  /** Whether the page is to end before an element of so many bytes. */
  isFullWith(bytes: number): boolean {
    if (this.count === MANY_FREE - 1) return true;
    if (this.count === 0) return false;
    const size = this.size + ELEMENT_BYTES + bytes;
    // One large value fills pages of its own.
    const isLarge = this.flags === pageFlag.leaf && size > this.pages.pageSize;
    return size > this.pages.threshold && (this.count >= MIN_KEYS || isLarge);
  }

  add(key: Uint8Array, value: Uint8Array, flags: number, page: number): void {
    const at = HEADER_BYTES + ELEMENT_BYTES * this.count;
    if (at + ELEMENT_BYTES > this.elements.length) {
      this.elements = grown(this.elements, at + ELEMENT_BYTES);
      this.view = viewOf(this.elements);
    }
    // Where the data is, seen from the element: what the elements that come after this one take is added at the end.
    if (this.flags === pageFlag.leaf) {
      this.view.setUint32(at, flags, true);
      this.view.setUint32(at + 4, this.dataBytes, true);
      this.view.setUint32(at + 8, key.length, true);
      this.view.setUint32(at + 12, value.length, true);
    } else {
      this.view.setUint32(at, this.dataBytes, true);
      this.view.setUint32(at + 4, key.length, true);
      setPageNumber(this.view, at + 8, page);
    }
    if (this.count === 0) this.firstKeyBytes = key.length;
    this.lastKeyAt = this.held;
    this.lastKeyBytes = key.length;
    this.append(key);
    // Of a trial only the keys are kept: they are held against the next, and are those of branches.
    if (!this.pages.isTrial) this.append(value);
    this.dataBytes += key.length + value.length;
    this.count++;
  }

  /** A view, until the next is added. */
  firstKey(): Uint8Array {
    return this.data.subarray(0, this.firstKeyBytes);
  }

  /** A view, until the next is added. */
  lastKey(): Uint8Array {
    return this.data.subarray(this.lastKeyAt, this.lastKeyAt + this.lastKeyBytes);
  }

  /** The page as it is, for an inline bucket. */
  copyTo(bytes: Uint8Array, at: number): void {
    this.finish(0, 0);
    const table = HEADER_BYTES + ELEMENT_BYTES * this.count;
    bytes.set(this.elements.subarray(0, table), at);
    if (!this.pages.isTrial) bytes.set(this.data.subarray(0, this.dataBytes), at + table);
  }

  /** Writes the page; its number. Then it is empty again. */
  close(): number {
    const { pages, size } = this;
    const count = Math.ceil(size / pages.pageSize);
    const page = pages.next;
    pages.next += count;
    if (!pages.isTrial) {
      this.finish(page, count - 1);
      pages.write(this.elements.subarray(0, HEADER_BYTES + ELEMENT_BYTES * this.count));
      pages.write(this.data.subarray(0, this.dataBytes));
      pages.zeros(count * pages.pageSize - size);
    }
    this.count = 0;
    this.dataBytes = 0;
    this.held = 0;
    return page;
  }

  private finish(page: number, overflow: number): void {
    setPageNumber(this.view, 0, page);
    this.view.setUint16(8, this.flags, true);
    this.view.setUint16(10, this.count, true);
    this.view.setUint32(12, overflow, true);
    const pos = this.flags === pageFlag.leaf ? 4 : 0;
    for (let i = 0; i < this.count; i++) {
      const at = HEADER_BYTES + ELEMENT_BYTES * i + pos;
      this.view.setUint32(at, this.view.getUint32(at, true) + ELEMENT_BYTES * (this.count - i), true);
    }
  }

  private append(bytes: Uint8Array): void {
    if (this.held + bytes.length > this.data.length) this.data = grown(this.data, this.held + bytes.length);
    this.data.set(bytes, this.held);
    this.held += bytes.length;
  }
}

/** Pages of one level with their first keys, all keys in one piece of memory. */
export class Children {
  private readonly pages: number[] = [];
  private readonly ends: number[] = [];
  private keys = new Uint8Array(1024);

  get count(): number {
    return this.pages.length;
  }

  push(key: Uint8Array, page: number): void {
    const from = this.ends.at(-1) ?? 0;
    const end = from + key.length;
    if (end > this.keys.length) this.keys = grown(this.keys, end);
    this.keys.set(key, from);
    this.ends.push(end);
    this.pages.push(page);
  }

  page(index: number): number {
    return this.pages[index] ?? 0;
  }

  key(index: number): Uint8Array {
    return this.keys.subarray(this.ends[index - 1] ?? 0, this.ends[index]);
  }
}

function grown(bytes: Uint8Array<ArrayBuffer>, needed: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.max(2 * bytes.length, needed));
  larger.set(bytes);
  return larger;
}
