import { cachedSource, type ByteSource } from '../../base/byte-source.ts';
import { FrameScan } from '../../storage/frame-scan.ts';
import { decodeEntry, entryText, type EntryContent } from './decode-entry.ts';
import { frameRules } from './etcd-line.ts';
import { EntryHead } from './record-heads.ts';
import type { WalPlace, WalSummary } from './read-wal.ts';

/** An entry of the log, decoded. */
export interface LogEntry {
  readonly index: number;
  readonly term: number | bigint;
  /** raftpb.EntryType. */
  readonly type: number;
  readonly place: WalPlace;
  readonly data: Uint8Array;
  readonly content: EntryContent;
  /** In etcd's words, passwords left out. */
  readonly text: string;
}

/** Bytes that a frame and its record have beside the entry's data, at most, of a record as etcd writes it. */
const FRAME_AROUND = 64;

/** The entries of a log that was read, fetched from its files again when they are asked for. */
export class LogEntries {
  readonly #wal: WalSummary;
  readonly #sources: readonly ByteSource[];
  readonly #scan = new FrameScan();
  readonly #head = new EntryHead();

  constructor(wal: WalSummary) {
    this.#wal = wal;
    this.#sources = wal.files.map(({ source }) => cachedSource(source, { chunk: 1 << 18, chunks: 8 }));
  }

  /** The entry that counts at this index; undefined where there is none. */
  at(index: number): LogEntry | undefined {
    const record = this.#wal.log.recordAt(index);
    return record === undefined ? undefined : this.ofRecord(record);
  }

  /** By the number of its record, also of one that others have replaced. */
  ofRecord(record: number): LogEntry {
    const { log } = this.#wal;
    const data = this.data(record);
    const type = log.typeOf(record);
    const content = decodeEntry(type, data);
    return {
      index: log.indexOf(record),
      term: log.termOf(record),
      type,
      place: { segment: log.segmentOf(record), offset: log.offsetOf(record) },
      data,
      content,
      text: entryText(content),
    };
  }

  /** A view that stays as it is. Throws where the file is no longer what it was. */
  data(record: number): Uint8Array {
    const { log, line, files } = this.#wal;
    const segment = log.segmentOf(record);
    const offset = log.offsetOf(record);
    const source = this.#sources[segment];
    const rules = frameRules[line];
    if (source !== undefined) {
      const left = source.size - offset;
      let bytes = source.read(offset, log.sizeOf(record) + FRAME_AROUND);
      let found = this.#scan.read(bytes, 0, left, rules);
      if (found === 'more') {
        bytes = source.read(offset, this.#scan.end);
        found = this.#scan.read(bytes, 0, left, rules);
      }
      const { dataFrom, dataTo } = this.#scan;
      const isEntry = found === 'frame' && this.#head.read(bytes, dataFrom, dataTo, rules.code) === undefined;
      if (isEntry && this.#head.index === log.indexOf(record)) {
        return bytes.subarray(this.#head.dataFrom, this.#head.dataTo);
      }
    }
    const name = files[segment]?.name ?? `segment ${segment}`;
    throw new Error(
      `${name} at byte ${offset}: the entry ${log.indexOf(record)} that was read here is gone; the file has changed`,
    );
  }
}
