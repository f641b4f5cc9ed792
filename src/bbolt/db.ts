import type { ByteSource } from '../base/byte-source.ts';
import { DbError } from './db-error.ts';
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
import { readMetas, type MetaPage } from './meta.ts';

/** A file of bbolt's, opened for reading. Nothing of it is held but its metas. */
export interface Db {
  readonly source: ByteSource;
  /** Bytes. */
  readonly pageSize: number;
  /** Bytes of the file. */
  readonly size: number;
  /** Pages that begin within the file; the last one may be cut. Those from `meta.pages` on are not in use yet. */
  readonly filePages: number;
  readonly metas: readonly [MetaPage, MetaPage];
  /** The one that counts. */
  readonly meta: MetaPage;
  readonly root: Bucket;
}

/** Where a tree begins. */
export interface Bucket {
  /** 0: an inline bucket. */
  readonly rootPage: number;
  readonly sequence: bigint;
  /** The only page of an inline bucket: its bytes, and from where in the file. */
  readonly inline?: { readonly bytes: Uint8Array; readonly at: number };
}

/** Throws DbError where bbolt would not open the file. Nothing but the meta pages is read. */
export function openDb(source: ByteSource): Db {
  const { pageSize, metas, meta } = readMetas(source);
  return openAt(source, pageSize, metas, meta);
}

/** The same file by its other meta page: as it was one transaction before. Undefined if that page is not whole. */
export function olderDb(db: Db): Db | undefined {
  const older = db.metas.find((meta) => meta !== db.meta);
  return older?.valid === true ? openAt(db.source, db.pageSize, db.metas, older) : undefined;
}

function openAt(source: ByteSource, pageSize: number, metas: Db['metas'], meta: MetaPage): Db {
  return {
    source,
    pageSize,
    size: source.size,
    filePages: Math.ceil(source.size / pageSize),
    metas,
    meta,
    root: { rootPage: meta.rootPage, sequence: meta.rootSequence },
  };
}

/** A page as it stands in the file. */
export interface Page {
  readonly page: number;
  /** Where it begins in the file. */
  readonly at: number;
  /** With its overflow pages, as far as the file goes. */
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly flags: number;
  readonly count: number;
  readonly overflow: number;
}

/** What is wrong with the number of a page that something refers to; undefined if it can be read. */
export function numberProblem(db: Db, page: number): string | undefined {
  if (page < 2) return `page ${page} is a meta page; a branch or leaf is expected`;
  if (page >= db.filePages) return `page ${page} is beyond the file's end: it has ${db.filePages} pages`;
  return undefined;
}

/** The branch or leaf of this number. `from`: the byte that refers to it. Throws DbError if it is none. */
export function readPage(db: Db, page: number, from: number): Page {
  const problem = numberProblem(db, page);
  if (problem !== undefined) throw new DbError(db.source.name, from, problem);
  const at = page * db.pageSize;
  return pageFrom(db, page, db.source.read(at, db.pageSize));
}

/** As `readPage`, of a page whose first bytes have been read already. */
export function pageFrom(db: Db, page: number, first: Uint8Array): Page {
  const at = page * db.pageSize;
  const { name } = db.source;
  if (first.length < HEADER_BYTES)
    throw new DbError(name, at, `page ${page} is cut: its header is beyond the file's end`);
  const view = viewOf(first);
  const number = pageNumber(view, 0);
  const flags = view.getUint16(8, true);
  const count = view.getUint16(10, true);
  const overflow = view.getUint32(12, true);
  // bbolt's words, with which it stops.
  if (number !== page) {
    throw new DbError(
      name,
      at,
      `Page expected to be: ${page}, but self identifies as ${view.getBigUint64(0, true)}`,
    );
  }
  if (flags !== pageFlag.branch && flags !== pageFlag.leaf) {
    throw new DbError(name, at + 8, `page ${page}: invalid type: ${typeName(flags)}`);
  }
  if (overflow === 0) return { page, at, bytes: first, view, flags, count, overflow };
  const length = Math.min((overflow + 1) * db.pageSize, db.size - at);
  const bytes = db.source.read(at, length);
  return { page, at, bytes, view: viewOf(bytes), flags, count, overflow };
}

/** A leaf whose elements lie within it, so that their keys and values can be taken without looking again. */
export class Leaf {
  readonly count: number;
  private readonly view: DataView;

  /** Throws DbError, with the place of the first element that reaches out of it. */
  constructor(
    readonly file: string,
    /** Its number; of an inline bucket: 0. */
    readonly page: number,
    /** From where in the file. */
    readonly at: number,
    readonly bytes: Uint8Array,
  ) {
    this.view = viewOf(bytes);
    this.count = bytes.length < HEADER_BYTES ? 0 : this.view.getUint16(10, true);
    for (let i = 0; i < this.count; i++) {
      const element = HEADER_BYTES + ELEMENT_BYTES * i;
      if (element + ELEMENT_BYTES > bytes.length || this.valueEnd(i) > bytes.length) {
        throw new DbError(
          file,
          at + element,
          `element ${i} of ${this.count} of leaf ${page} reaches beyond the ${bytes.length} bytes of its page`,
        );
      }
    }
  }

  isBucket(index: number): boolean {
    return (this.view.getUint32(HEADER_BYTES + ELEMENT_BYTES * index, true) & BUCKET_FLAG) !== 0;
  }

  /** From the page's beginning. */
  keyStart(index: number): number {
    const element = HEADER_BYTES + ELEMENT_BYTES * index;
    return element + this.view.getUint32(element + 4, true);
  }

  /** Where its key ends and its value begins. */
  keyEnd(index: number): number {
    return this.keyStart(index) + this.view.getUint32(HEADER_BYTES + ELEMENT_BYTES * index + 8, true);
  }

  valueEnd(index: number): number {
    return this.keyEnd(index) + this.view.getUint32(HEADER_BYTES + ELEMENT_BYTES * index + 12, true);
  }

  /** A view into the page. */
  key(index: number): Uint8Array {
    return this.bytes.subarray(this.keyStart(index), this.keyEnd(index));
  }

  /** A view into the page. */
  value(index: number): Uint8Array {
    return this.bytes.subarray(this.keyEnd(index), this.valueEnd(index));
  }

  /** Of an element that is one. Throws DbError if its value is too short for a bucket. */
  bucket(index: number): Bucket {
    const from = this.keyEnd(index);
    const value = this.value(index);
    if (value.length < BUCKET_HEADER_BYTES) {
      throw new DbError(
        this.file,
        this.at + from,
        `a bucket of ${value.length} bytes; at least ${BUCKET_HEADER_BYTES} are expected`,
      );
    }
    const view = viewOf(value);
    const rootPage = pageNumber(view, 0);
    const sequence = view.getBigUint64(8, true);
    if (rootPage !== 0) return { rootPage, sequence };
    const bytes = value.subarray(BUCKET_HEADER_BYTES);
    return { rootPage, sequence, inline: { bytes, at: this.at + from + BUCKET_HEADER_BYTES } };
  }
}

/** Bytes of two keys compared as bbolt does: the first that differs decides, then the length. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const common = Math.min(a.length, b.length);
  for (let i = 0; i < common; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
