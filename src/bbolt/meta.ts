import type { ByteSource } from '../base/byte-source.ts';
import { DbError } from './db-error.ts';
import { fnv1a } from './fnv.ts';
import {
  HEADER_BYTES,
  LARGEST_PAGE,
  MAGIC,
  NO_FREELIST,
  pageNumber,
  SMALLEST_PAGE,
  USUAL_PAGE,
  VERSION,
  viewOf,
} from './format.ts';

/** Of a meta page, after its header: what the checksum covers, and the checksum. */
export const SUMMED_BYTES = 56;
export const META_BYTES = 64;

/** Where a tree of the file begins: bbolt writes page 0 and page 1 in turn, and the newer one that is whole counts. */
export interface MetaPage {
  readonly page: 0 | 1;
  readonly valid: boolean;
  /** In bbolt's words, if it is not valid: `invalid database`, `version mismatch`, `checksum error`. */
  readonly problem?: string;
  readonly magic: number;
  readonly version: number;
  /** Bytes. */
  readonly pageSize: number;
  readonly flags: number;
  readonly rootPage: number;
  /** Sequence of the root bucket; bbolt never raises it. */
  readonly rootSequence: bigint;
  /** 0xFFFF_FFFF_FFFF_FFFF: none is kept, as etcd has it. */
  readonly freelistPage: bigint;
  /** High water: every page in use or free is below. */
  readonly pages: number;
  readonly txid: bigint;
  readonly checksum: bigint;
  /** What the checksum would have to be. */
  readonly checksumFound: bigint;
}

/** Both meta pages, the page size, and the one that counts; chosen as bbolt does (`DB.getPageSize`, `DB.mmap`, `DB.meta`). */
export interface Metas {
  readonly pageSize: number;
  readonly metas: readonly [MetaPage, MetaPage];
  readonly meta: MetaPage;
}

/** Throws DbError where bbolt would not open the file. */
export function readMetas(source: ByteSource): Metas {
  const { size, name } = source;
  const pageSize = pageSizeOf(source);
  if (size < 2 * pageSize) {
    throw new DbError(
      name,
      size,
      `file size too small ${size}: two meta pages of ${pageSize} bytes are expected`,
    );
  }
  const metas = [readMeta(source, 0, 0), readMeta(source, pageSize, 1)] as const;
  const [first, second] = metas;
  const newer = second.txid > first.txid ? second : first;
  const meta = newer.valid ? newer : metas.find(({ valid }) => valid);
  if (meta === undefined) {
    throw new DbError(
      name,
      0,
      `${first.problem ?? ''}: neither meta page is whole (page 0: ${first.problem ?? ''}; page 1, at byte ${pageSize}: ${second.problem ?? ''})`,
    );
  }
  for (const number of [meta.rootPage, meta.pages]) {
    if (!Number.isSafeInteger(number)) {
      throw new DbError(
        name,
        meta.page * pageSize,
        `meta page ${meta.page} tells of page ${number}: no file is as long`,
      );
    }
  }
  return { pageSize, metas, meta };
}

/** That of the first meta page that is whole, wherever the second may begin. */
function pageSizeOf(source: ByteSource): number {
  const { size, name } = source;
  // bbolt reads so many bytes for either, and does not look at a first page that is shorter.
  const isFirstThere = size >= 4096;
  if (isFirstThere) {
    const first = readMeta(source, 0, 0);
    if (first.valid) return checkedSize(source, first, 0);
  }
  const isSecondThere = SMALLEST_PAGE < size - 1024;
  for (let at = SMALLEST_PAGE; at <= LARGEST_PAGE && at < size - 1024; at *= 2) {
    const second = readMeta(source, at, 1);
    if (second.valid) return checkedSize(source, second, at);
  }
  if (isFirstThere || isSecondThere) return USUAL_PAGE;
  throw new DbError(name, 0, `invalid database: the file has ${size} bytes, too few for two meta pages`);
}

function checkedSize(source: ByteSource, { page, pageSize }: MetaPage, at: number): number {
  const isPower = pageSize > 0 && (pageSize & (pageSize - 1)) === 0;
  if (isPower && pageSize >= 512 && pageSize <= LARGEST_PAGE) return pageSize;
  throw new DbError(
    source.name,
    at + HEADER_BYTES + 8,
    `meta page ${page} says pages of ${pageSize} bytes; a power of two from 512 to ${LARGEST_PAGE} is expected`,
  );
}

function readMeta(source: ByteSource, at: number, page: 0 | 1): MetaPage {
  const read = source.read(at + HEADER_BYTES, META_BYTES);
  const bytes = new Uint8Array(META_BYTES);
  bytes.set(read);
  const view = viewOf(bytes);
  const fields = {
    page,
    magic: view.getUint32(0, true),
    version: view.getUint32(4, true),
    pageSize: view.getUint32(8, true),
    flags: view.getUint32(12, true),
    rootPage: pageNumber(view, 16),
    rootSequence: view.getBigUint64(24, true),
    freelistPage: view.getBigUint64(32, true),
    pages: pageNumber(view, 40),
    txid: view.getBigUint64(48, true),
    checksum: view.getBigUint64(SUMMED_BYTES, true),
    checksumFound: fnv1a(bytes.subarray(0, SUMMED_BYTES)),
  };
  const problem = problemOf(fields);
  return { ...fields, valid: problem === undefined, ...(problem !== undefined && { problem }) };
}

function problemOf(meta: Omit<MetaPage, 'valid'>): string | undefined {
  if (meta.magic !== MAGIC) return 'invalid database';
  if (meta.version !== VERSION) return 'version mismatch';
  return meta.checksum === meta.checksumFound ? undefined : 'checksum error';
}

/** Whether the tree of this meta page comes with a list of its free pages. */
export function hasFreelist(meta: MetaPage): boolean {
  return meta.freelistPage !== NO_FREELIST;
}
