/** What a page of a file is for, one byte a page (`PageReport.uses`). */
export const pageUse = {
  /** Below the high water mark, but neither reachable nor free: bbolt's `unreachable unfreed`. */
  lost: 0,
  meta: 1,
  freelist: 2,
  branch: 3,
  leaf: 4,
  /** Belongs to the branch, leaf or free list before it. */
  overflow: 5,
  free: 6,
  /** From the high water mark on: the file has been made larger ahead of its need. */
  ahead: 7,
  /** Referred to as a branch or leaf, but it is none, or another page. */
  damaged: 8,
} as const;

export type ProblemKind =
  /** A meta page that is not whole, or odd in what bbolt does not look at. */
  | 'meta'
  /** The free list cannot be read. */
  | 'freelist'
  /** A page is on the free list twice. */
  | 'freed twice'
  /** A page of the free list is beyond the high water mark, or a meta page. */
  | 'free nowhere'
  /** A page in use is on the free list. */
  | 'free and used'
  /** A page is referred to twice, or is part of two chains of overflow. */
  | 'used twice'
  | 'unreachable'
  /** A page that is referred to is beyond the high water mark, or beyond the file's end. */
  | 'beyond end'
  /** The number in a page's header is another one. */
  | 'page id'
  /** A page is neither branch nor leaf where one is expected. */
  | 'page type'
  | 'key order'
  /** Elements that do not lie in their page as bbolt lays them: one after the other, none empty. */
  | 'element'
  /** A page has more or fewer overflow pages than its elements need. */
  | 'overflow'
  /** A bucket's header that leads nowhere, or an inline bucket that is none. */
  | 'bucket';

/** Something wrong with a file. */
export interface PageProblem {
  readonly kind: ProblemKind;
  readonly page: number;
  /** What `bbolt check` prints of it, or, where it does not notice, a sentence. */
  readonly words: string;
  /**
   * What `bbolt check` does about it. `prints`: a line with these words. `stops`: it ends there, with these words if they are of an assertion, or
   * because it reads beyond the file or walks in a circle. `astray`: it goes by lengths that lead out of the page, and what it makes of what
   * stands there cannot be foretold. `nothing`: it does not notice.
   */
  readonly bbolt: 'prints' | 'stops' | 'astray' | 'nothing';
}

/** The pages of one bucket, without those of the buckets in it. */
export interface TreePages {
  /** Empty: the root bucket. */
  readonly name: Uint8Array;
  /** Position in `trees` of the bucket it is in; -1: the root bucket itself. */
  readonly parent: number;
  /** 0: an inline bucket, which has no pages of its own. */
  readonly rootPage: number;
  readonly branches: number;
  readonly leaves: number;
  readonly overflow: number;
  /** Keys; a bucket within it counts as one. */
  readonly keys: number;
  /** Of its pages: the bytes that are not empty, headers and all. Those of an inline bucket count for the bucket it is in. */
  readonly usedBytes: number;
}

/** Every page of a file accounted for. */
export interface PageReport {
  readonly pageSize: number;
  /** The high water mark: pages in use or free. */
  readonly pages: number;
  /** Pages that begin in the file. */
  readonly filePages: number;
  /** Bytes after the file's last whole page: a saved snapshot ends with 32 of its hash. */
  readonly tailBytes: number;
  readonly free: number;
  /** As etcd counts them: pages below the high water mark that are not free. */
  readonly inUseBytes: number;
  /** Whether a free list is kept in the file; otherwise what is not reachable is free, as bbolt takes it when it opens the file. */
  readonly hasFreelist: boolean;
  /** The first ones of each kind. */
  readonly problems: readonly PageProblem[];
  /** How many there are in all, by kind. */
  readonly problemCounts: Readonly<Partial<Record<ProblemKind, number>>>;
  /** By page, as long as the file: a number of `pageUse`. */
  readonly uses: Uint8Array;
  /** The root bucket first; a bucket after the one it is in. Of a file with very many buckets the first ones: the pages of others count for the bucket they are in. */
  readonly trees: readonly TreePages[];
  /** By page: its bucket's position in `trees` + 1; 0: none. */
  readonly treeOf: Uint32Array;
}
