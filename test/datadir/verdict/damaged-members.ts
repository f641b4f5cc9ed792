import { memorySource } from '../../../src/base/byte-source.ts';
import { pageUse } from '../../../src/bbolt/report.ts';
import { dataSums } from '../../../src/datadir/verdict/compare-logs.ts';
import { inspectMember, type Inspected } from '../../../src/datadir/verdict/inspect-member.ts';
import type { GivenFile } from '../../../src/datadir/verdict/member-files.ts';
import { filesOf } from './recorded-members.ts';

const quiet = (): void => undefined;

/** A member of which one file is damaged, again and again. */
export class DamagedMember {
  readonly sound: Inspected;
  readonly bytes: Uint8Array;
  readonly #others: readonly GivenFile[];
  readonly #path: string;
  readonly #name: string;
  readonly #log: string;

  /** `ending`: of the path of the file to be damaged. */
  constructor(given: readonly GivenFile[], ending: string) {
    const file = given.find(({ path }) => path.endsWith(ending));
    if (file === undefined) throw new Error(`no file …${ending}`);
    this.#path = file.path;
    this.#name = file.source.name;
    this.bytes = file.source.read(0, file.source.size);
    this.#others = given.filter((other) => other !== file);
    this.sound = inspectMember(filesOf(given), quiet);
    this.#log = logOf(this.sound);
  }

  /** Every byte of the file by its place, with one bit of it changed. */
  flipped(at: number, bit = at % 8): Inspected {
    const copy = this.bytes.slice();
    copy[at] = (copy[at] ?? 0) ^ (1 << bit);
    return this.#inspect(copy);
  }

  cut(length: number): Inspected {
    return this.#inspect(this.bytes.slice(0, length));
  }

  /** Whether two readings know the same entries, hard state, marks and ids. */
  isSameLog(other: Inspected): boolean {
    return logOf(other) === this.#log;
  }

  /** Bytes that bbolt's structure stands in: headers and tables of elements of the pages in use. What is behind has no sum in the file. */
  structure(): number[] {
    const { db, pages } = this.sound;
    if (db === undefined || pages === undefined) throw new Error('no db');
    const places: number[] = [];
    const view = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.length);
    for (const [page, use] of pages.uses.entries()) {
      if (use !== pageUse.branch && use !== pageUse.leaf) continue;
      const begin = page * db.pageSize;
      const end = begin + 16 + 16 * view.getUint16(begin + 10, true);
      for (let at = begin; at < end; at++) places.push(at);
    }
    return places;
  }

  /** Where the last page in use ends. */
  usedEnd(): number {
    const { db, pages } = this.sound;
    if (db === undefined || pages === undefined) throw new Error('no db');
    const last = pages.uses.findLastIndex((use) => use !== pageUse.free && use !== pageUse.ahead);
    return (last + 1) * db.pageSize;
  }

  #inspect(bytes: Uint8Array): Inspected {
    return inspectMember(
      filesOf([...this.#others, { path: this.#path, source: memorySource(this.#name, bytes) }]),
      quiet,
    );
  }
}

function logOf({ log }: Inspected): string {
  if (log === undefined) return 'none';
  const { summary, wal } = log;
  const sums = dataSums(wal, quiet);
  const entries = Array.from({ length: summary.log.records }, (_, record) =>
    [summary.log.indexOf(record), summary.log.termOf(record), sums.at(record)].join('/'),
  );
  const { term, vote, commit } = summary.hardState ?? {};
  const marks = summary.snapshots.map(({ index, term: of }) => `${index}/${of}`);
  const ids = `${summary.metadata?.clusterId} ${summary.metadata?.memberId}`;
  return [entries.join(' '), `${term} ${vote} ${commit}`, marks.join(' '), ids].join('\n');
}
