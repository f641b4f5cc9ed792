/**
 * The numbers of bbolt's file format (its internal/common), all little endian. A file is pages of one size. Page 0 and 1 are metas,
 * written in turn. Every page begins with a header:
 *
 *     0  8  its own number
 *     8  2  flags: what it is
 *    10  2  count of elements
 *    12  4  overflow: how many pages that follow belong to it
 */
export const HEADER_BYTES = 16;

export const pageFlag = { branch: 0x01, leaf: 0x02, meta: 0x04, freelist: 0x10 } as const;

/** Of an element of a leaf: its value is a bucket. */
export const BUCKET_FLAG = 0x01;

/**
 * An element, 16 bytes both. Of a branch: pos (from the element on) 4, key size 4, page 8. Of a leaf: flags 4, pos 4, key size 4, value
 * size 4. All elements come first, then keys and values in their order, one directly after the other.
 */
export const ELEMENT_BYTES = 16;

/** What a bucket's value begins with: the page of its root 8 (0: its only page follows, an inline bucket), its sequence 8. */
export const BUCKET_HEADER_BYTES = 16;

export const MAGIC = 0xed0cdaed;
export const VERSION = 2;
/** Where a meta page would name the page of its free list: there is none, etcd writes none. */
export const NO_FREELIST = 0xffff_ffff_ffff_ffffn;
/** Count of a free list's page that says: the count stands in the first 8 bytes of the list. */
export const MANY_FREE = 0xffff;

/** Page sizes that bbolt looks for when the first meta page is torn: 1 KiB up to 16 MiB. */
export const SMALLEST_PAGE = 1024;
export const LARGEST_PAGE = 1024 << 14;
/** What bbolt takes for the page size when no meta page can be read: that of the system, here that of nearly all. */
export const USUAL_PAGE = 4096;

/** The number of a page, as bbolt keeps it in 8 bytes. Those above 2^53 are rounded: no file has so many pages, they lead nowhere. */
export function pageNumber(view: DataView, at: number): number {
  return view.getUint32(at, true) + view.getUint32(at + 4, true) * 0x1_0000_0000;
}

export function setPageNumber(view: DataView, at: number, page: number): void {
  view.setUint32(at, page >>> 0, true);
  view.setUint32(at + 4, Math.floor(page / 0x1_0000_0000), true);
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** As bbolt calls a page of these flags. */
export function typeName(flags: number): string {
  switch (flags) {
    case pageFlag.branch:
      return 'branch';
    case pageFlag.leaf:
      return 'leaf';
    case pageFlag.meta:
      return 'meta';
    case pageFlag.freelist:
      return 'freelist';
    default:
      return `unknown<${flags.toString(16).padStart(2, '0')}>`;
  }
}
