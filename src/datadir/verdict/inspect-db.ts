import { sha256 } from '@noble/hashes/sha2.js';
import type { ByteSource, Tell } from '../../base/byte-source.ts';
import { checkDb } from '../../bbolt/check.ts';
import { entries } from '../../bbolt/bucket.ts';
import { DbError } from '../../bbolt/db-error.ts';
import { openDb, type Db } from '../../bbolt/db.ts';
import type { PageReport } from '../../bbolt/report.ts';
import { readBackend, type Backend } from '../backend/backend.ts';
import { bucketHash } from '../backend/bucket-hash.ts';
import { bucketEntries } from '../backend/buckets.ts';
import { tellingEntries } from '../backend/telling.ts';
import type { DbReport, Finding } from './report.ts';
import { counted, finding } from './words.ts';

/** A `db` as far as it could be read. */
export interface InspectedDb {
  readonly report: DbReport;
  readonly findings: readonly Finding[];
  /** Why bbolt would not open it, in its words. */
  readonly unreadable?: string;
  readonly db?: Db;
  readonly pages?: PageReport;
  readonly backend?: Backend;
  readonly hashKv?: number;
}

/** Bytes of the sum at the end of a saved snapshot. */
const FOOTER_BYTES = 32;

/** Reads a whole file: its pages, what etcd keeps in it, the hash of its keys, and the sum at its end where it has one. */
export function inspectDb(source: ByteSource, tell: Tell): InspectedDb {
  if (source.size === 0) {
    const words = `${source.name} has no bytes: bbolt makes a new, empty database of it`;
    return {
      report: { ...emptyReport(source), whole: false, problem: words },
      findings: [finding('bad', 'db empty', words, {}, { file: source.name })],
    };
  }
  let db: Db;
  try {
    db = openDb(source);
  } catch (error) {
    if (!(error instanceof DbError)) throw error;
    return unreadable(source, error);
  }
  // Three walks over the file, each told as a third.
  const third =
    (part: number): Tell =>
    (done, total) =>
      tell(part * total + done, 3 * total);
  const pages = checkDb(db, third(0));
  const read = readStore(db, third(1), third(2));
  const footer = footerOf(source, pages);
  const findings = [
    ...pageFindings(source, db, pages),
    ...read.findings,
    ...footerFindings(source, footer),
    ...tailFindings(source, pages, footer),
  ];
  const isWhole = findings.every(({ weight }) => weight !== 'bad');
  const problem = findings.find(({ weight }) => weight === 'bad')?.words;
  return {
    report: {
      whole: isWhole,
      pageSize: db.pageSize,
      pages: pages.pages,
      freePages: pages.free,
      size: source.size,
      inUse: pages.inUseBytes,
      ...(problem !== undefined && { problem }),
      unreachable: pages.problemCounts.unreachable ?? 0,
      usedTwice: pages.problemCounts['used twice'] ?? 0,
      freedTwice: pages.problemCounts['freed twice'] ?? 0,
      ...(footer !== undefined && { footer }),
    },
    findings,
    db,
    pages,
    ...(read.backend !== undefined && { backend: read.backend }),
    ...(read.hashKv !== undefined && { hashKv: read.hashKv }),
  };
}

function emptyReport(source: ByteSource): DbReport {
  const none = { pageSize: 0, pages: 0, freePages: 0, inUse: 0, unreachable: 0, usedTwice: 0, freedTwice: 0 };
  return { whole: false, size: source.size, ...none };
}

function unreadable(source: ByteSource, error: DbError): InspectedDb {
  const words = `bbolt cannot open ${source.name}: ${error.reason}`;
  const bbolts = error.reason.split(':')[0] ?? error.reason;
  return {
    report: { ...emptyReport(source), problem: words },
    findings: [
      finding('bad', 'db unreadable', words, { reason: error.reason }, { file: source.name, at: error.at }),
    ],
    unreadable: bbolts,
  };
}

interface ReadStore {
  readonly backend?: Backend;
  readonly hashKv?: number;
  readonly findings: readonly Finding[];
}

function readStore(db: Db, tell: Tell, tellHash: Tell): ReadStore {
  try {
    const backend = readBackend(db, tell);
    const keys = tellingEntries(
      db,
      bucketEntries(db, 'key', () => undefined),
      tellHash,
    );
    const hash = bucketHash(keys, backend.times, backend, 0, '3.6');
    const findings = backend.problems.map(({ bucket, at, words }) =>
      finding(
        'bad',
        'backend',
        bucket === undefined ? words : `bucket ${bucket}: ${words}`,
        { bucket: bucket ?? '' },
        { file: db.source.name, ...(at !== undefined && { at }) },
      ),
    );
    findings.push(...rootFindings(db));
    return { backend, ...(typeof hash === 'object' && { hashKv: hash.hash }), findings };
  } catch (error) {
    if (!(error instanceof DbError)) throw error;
    const words = `the list of buckets cannot be read: ${error.reason}`;
    return {
      findings: [finding('bad', 'buckets', words, {}, { file: db.source.name, at: error.at })],
    };
  }
}

/** In the root of etcd's files there are buckets alone: where one is not marked as such, etcd cannot open it and will not start. */
function rootFindings(db: Db): Finding[] {
  const found: Finding[] = [];
  for (const { page, index } of entries(db, db.root)) {
    const words = `element ${index} of the root page ${page} is no bucket`;
    found.push(
      finding('bad', 'root', words, { page, index }, { file: db.source.name, at: page * db.pageSize }),
    );
  }
  return found;
}

/** Of each kind of problem one finding, with the first page and how many there are. */
function pageFindings(source: ByteSource, db: Db, pages: PageReport): Finding[] {
  const kinds = new Map<string, Finding>();
  for (const { kind, page, words } of pages.problems) {
    if (kinds.has(kind)) continue;
    const count = pages.problemCounts[kind] ?? 1;
    const more = count > 1 ? ` (and ${counted(count - 1, 'more', 'more')} of this kind)` : '';
    // The older meta page may be torn: bbolt then takes the other, one transaction back.
    const weight = kind === 'meta' || isShortFile(words) ? 'odd' : 'bad';
    const place = { file: source.name, at: page * db.pageSize };
    kinds.set(kind, finding(weight, `page: ${kind}`, `${words}${more}`, { page, count, kind }, place));
  }
  return [...kinds.values()];
}

/** Only free pages are missing at the file's end. */
export function isShortFile(words: string): boolean {
  return words.startsWith('the file ends with page');
}

type Footer = NonNullable<DbReport['footer']>;

/** A saved snapshot is 32 bytes longer than its pages (etcd: they make a multiple of 512). */
function footerOf(source: ByteSource, pages: PageReport): Footer | undefined {
  if (source.size % 512 !== FOOTER_BYTES || pages.tailBytes !== FOOTER_BYTES) return undefined;
  const end = source.size - FOOTER_BYTES;
  const sum = sha256.create();
  for (let at = 0; at < end; at += 1 << 20) sum.update(source.read(at, Math.min(1 << 20, end - at)));
  const found = source.read(end, FOOTER_BYTES);
  const expected = sum.digest();
  return { present: true, matches: expected.every((byte, i) => byte === found[i]) };
}

/** A file of bbolt's is whole pages; behind them a saved snapshot has its sum, and nothing else has anything. */
function tailFindings(source: ByteSource, { tailBytes }: PageReport, footer: Footer | undefined): Finding[] {
  if (tailBytes === 0 || footer !== undefined) return [];
  const words = `${source.name} ends with ${counted(tailBytes, 'byte', 'bytes')} that are neither a whole page nor a sum: it was cut, or copied while it grew.`;
  const place = { file: source.name, at: source.size - tailBytes };
  return [finding('bad', 'tail', words, { tailBytes }, place)];
}

function footerFindings(source: ByteSource, footer: Footer | undefined): Finding[] {
  if (footer?.matches !== false) return [];
  const words = `The last ${FOOTER_BYTES} bytes of ${source.name} are not the SHA-256 of what is before them: it is not as it was saved.`;
  return [finding('bad', 'footer', words, {}, { file: source.name, at: source.size - FOOTER_BYTES })];
}
