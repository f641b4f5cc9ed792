import { buckets, entries } from '../../src/bbolt/bucket.ts';
import { checkDb } from '../../src/bbolt/check.ts';
import type { Bucket, Db } from '../../src/bbolt/db.ts';
import { pageUse } from '../../src/bbolt/report.ts';
import type { Told } from './recorded.ts';

const ignore = (): void => undefined;
const hex = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');

/** What ours tells of a file, in the lines of the program that asks bbolt; sorted, as buckets come in another order. */
export function tell(db: Db): string[] {
  const lines: Told[] = [];
  for (const { name, bucket } of buckets(db)) tellBucket(db, bucket, `/${hex(name)}`, lines);
  const report = checkDb(db, ignore);
  // As bbolt goes on behind the overflow that the header of a page tells of, even if the page is lost.
  for (let page = 0; page < db.meta.pages; page++) {
    const use = report.uses[page] ?? pageUse.lost;
    const header = new DataView(Uint8Array.from(db.source.read(page * db.pageSize, 16)).buffer);
    const type = use === pageUse.free ? 'free' : (typeNames[header.getUint16(8, true)] ?? 'unknown');
    const overflow = header.getUint32(12, true);
    lines.push({ page, type, count: header.getUint16(10, true), overflow });
    if (use !== pageUse.lost && use !== pageUse.free && use !== useOf[type]) {
      lines.push({ check: `page ${page} is ${type}, its use ${use}` });
    }
    if (use !== pageUse.free) page += overflow;
  }
  for (const { words, bbolt } of report.problems) {
    lines.push({ check: bbolt === 'prints' ? words : `only ours: ${words}` });
  }
  return comparable(lines);
}

const useOf: Readonly<Record<string, number>> = {
  branch: pageUse.branch,
  leaf: pageUse.leaf,
  meta: pageUse.meta,
  freelist: pageUse.freelist,
};

const typeNames: Readonly<Record<number, string>> = { 1: 'branch', 2: 'leaf', 4: 'meta', 16: 'freelist' };

function tellBucket(db: Db, bucket: Bucket, path: string, lines: Told[]): void {
  lines.push({ bucket: path, sequence: String(bucket.sequence) });
  for (const { key, value } of entries(db, bucket))
    lines.push({ in: path, key: hex(key), value: hex(value) });
  for (const inner of buckets(db, bucket)) tellBucket(db, inner.bucket, `${path}/${hex(inner.name)}`, lines);
}

/** Lines to be held against each other. */
export function comparable(told: readonly Told[]): string[] {
  return told.map((line) => JSON.stringify(Object.entries(line).sort(([a], [b]) => (a < b ? -1 : 1)))).sort();
}
