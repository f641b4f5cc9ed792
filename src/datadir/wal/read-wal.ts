import type { ByteSource, Tell } from '../../base/byte-source.ts';
import { crc32c } from '../../storage/crc32c.ts';
import { walRecordNumber } from '../../storage/wal-record.ts';
import { EntryLog } from './entry-log.ts';
import { frameRules, type EtcdLine } from './etcd-line.ts';
import { chainWords, faultOf, sumFault, type FrameFault } from './frame-words.ts';
import {
  EntryHead,
  isPlainHardState,
  readHardState,
  readMetadata,
  readSnapshotMark,
  type HardStateRecord,
  type MetadataRecord,
  type SnapshotRecord,
} from './record-heads.ts';
import { segmentFiles, type SegmentFile } from './segment-files.ts';
import { SegmentReader } from './segment-reader.ts';

/** A byte of the log: the segment by its place among `WalSummary.segments`, and the byte in its file. */
export interface WalPlace {
  readonly segment: number;
  readonly offset: number;
}

/** An entry as it is met, whether it counts in the end or not. */
export interface WalEntry {
  readonly place: WalPlace;
  /** A number while it is safe: in a log that is not damaged it is. */
  readonly term: number | bigint;
  readonly index: number;
  /** raftpb.EntryType. */
  readonly type: number;
  /** A view that holds until the next record is read. */
  readonly data: Uint8Array;
}

/** Who is told of the records in their order. */
export interface WalVisitor {
  entry?(entry: WalEntry): void;
  state?(place: WalPlace, state: HardStateRecord): void;
  snapshot?(place: WalPlace, mark: SnapshotRecord): void;
  metadata?(place: WalPlace, metadata: MetadataRecord): void;
  crc?(place: WalPlace, crc: number): void;
}

export interface SegmentSummary {
  readonly name: string;
  readonly size: number;
  readonly sequence: number;
  readonly firstIndex: number;
  readonly records: number;
  /** How many records of entries lie in the segments before. */
  readonly entriesBefore: number;
  /** Whether its first record is a crc record, as etcd writes it: a reading that begins here then knows the sum. */
  readonly startsWithSum: boolean;
  /** Where its last whole record ends. */
  readonly end: number;
  /** Where the room begins that was never written: a length of 0. */
  readonly zeroFrom?: number;
}

export interface SnapshotMark extends SnapshotRecord {
  readonly place: WalPlace;
  readonly entriesBefore: number;
}

/** A record that is whole, and that a start from this log stumbles over. */
export interface RecordProblem {
  readonly kind: 'metadata conflict' | 'unknown type' | 'undecodable' | 'index too large';
  readonly place: WalPlace;
  readonly entriesBefore: number;
  /** etcd's words; of an index beyond 2^53 its reading finds that it does not follow, as ours does. */
  readonly error: string;
  /** Of an entry whose index is too large to be counted. */
  readonly entry?: { readonly index: bigint; readonly term: number | bigint };
  /** A hard state or a mark: etcd decodes them already where it looks for snapshots. */
  readonly early: boolean;
}

export type WalEnd =
  | { readonly kind: 'whole' }
  /** A record at the end that is not whole. */
  | { readonly kind: 'torn'; readonly place: WalPlace; readonly error: string }
  /** No record, or one whose sum is wrong. */
  | { readonly kind: 'damaged'; readonly place: WalPlace; readonly error: string };

export interface WalSummary {
  /** By whose rules it was read. */
  readonly line: EtcdLine;
  readonly files: readonly SegmentFile[];
  readonly segments: readonly SegmentSummary[];
  readonly ignored: readonly string[];
  /** Files that are not there, by their sequence numbers. */
  readonly missing: readonly number[];
  readonly metadata: MetadataRecord | undefined;
  /** The last one. */
  readonly hardState: HardStateRecord | undefined;
  /** In the order in which they were written. */
  readonly snapshots: readonly SnapshotMark[];
  readonly records: number;
  readonly log: EntryLog;
  /** How the reading of the frames ended. */
  readonly end: WalEnd;
  readonly problems: readonly RecordProblem[];
  /** Behind the end, in the last segment, lies something that is not zero: its first byte. A start overwrites it with zeros, and says nothing. */
  readonly behind: WalPlace | undefined;
  /** Some version of etcd may read it otherwise. */
  readonly isPlain: boolean;
}

export interface ReadWalOptions {
  /** Whose rules and words; 3.6's if it is not said. */
  readonly line?: EtcdLine;
  /** Begin with a file other than the first, as a start from a snapshot does. */
  readonly fromSegment?: number;
}

/** Bytes between two calls of `tell`. */
const TELL_EVERY = 1 << 20;

/**
 * Reads a log from its first segment to its end, or to the first place where no whole record is. Nothing is held but columns: a log of a
 * million entries is read in the memory of one window and 15 MB. Throws only what a source throws.
 */
export function readWal(
  sources: readonly ByteSource[],
  visit: WalVisitor = {},
  tell: Tell = () => undefined,
  { line = '3.6', fromSegment = 0 }: ReadWalOptions = {},
): WalSummary {
  const { segments: files, ignored } = segmentFiles(sources);
  return new WalReading(files, visit, tell, line).read(fromSegment, ignored);
}

class WalReading {
  readonly #log = new EntryLog();
  readonly #head = new EntryHead();
  readonly #segments: SegmentSummary[] = [];
  readonly #snapshots: SnapshotMark[] = [];
  readonly #problems: RecordProblem[] = [];
  readonly #files: readonly SegmentFile[];
  readonly #visit: WalVisitor;
  readonly #tell: Tell;
  readonly #line: EtcdLine;
  readonly #total: number;
  #done = 0;
  #told = 0;
  #sum = 0;
  #records = 0;
  #metadataBytes: Uint8Array | undefined;
  #metadata: MetadataRecord | undefined;
  #hardState: HardStateRecord | undefined;
  /** The last hard state, where it is not read yet: most are followed by another, and nobody asks for them. */
  #plainState: Uint8Array | undefined;
  #plainStateFrom = 0;
  #plainStateTo = 0;
  #end: WalEnd = { kind: 'whole' };
  #isPlain = true;

  constructor(files: readonly SegmentFile[], visit: WalVisitor, tell: Tell, line: EtcdLine) {
    this.#files = files;
    this.#visit = visit;
    this.#tell = tell;
    this.#line = line;
    this.#total = files.reduce((sum, { source }) => sum + source.size, 0);
  }

  read(from: number, ignored: readonly string[]): WalSummary {
    for (let i = from; i < this.#files.length && this.#end.kind === 'whole'; i++) this.#readSegment(i);
    this.#tell(this.#total, this.#total);
    return {
      line: this.#line,
      files: this.#files,
      segments: this.#segments,
      ignored,
      missing: missingIn(this.#files),
      metadata: this.#metadata,
      hardState: this.#lastState(),
      snapshots: this.#snapshots,
      records: this.#records,
      log: this.#log,
      end: this.#end,
      problems: this.#problems,
      behind: this.#end.kind === 'whole' ? this.#behind() : undefined,
      isPlain: this.#isPlain && this.#end.kind === 'whole',
    };
  }

  #readSegment(segment: number): void {
    const file = this.#files[segment];
    if (file === undefined) return;
    const reader = new SegmentReader(file.source, frameRules[this.#line]);
    const isLast = segment === this.#files.length - 1;
    const recordsBefore = this.#records;
    const entriesBefore = this.#log.records;
    let startsWithSum = false;
    let zeroFrom: number | undefined;
    for (;;) {
      const found = reader.read();
      if (found === 'end') {
        if (reader.offset < reader.size) zeroFrom = reader.offset;
        break;
      }
      if (found !== 'frame') {
        // A window is only asked for more, and then it has more.
        if (found !== 'more')
          this.#stop(faultOf(found, reader, file.name, this.#line, isLast), segment, reader);
        break;
      }
      if (!this.#sumHolds(reader, file.name, segment, isLast)) break;
      if (this.#records === recordsBefore) startsWithSum = reader.frame.type === walRecordNumber.crc;
      this.#records++;
      this.#takeRecord(reader, segment);
      if (this.#done + reader.offset - this.#told >= TELL_EVERY) {
        this.#told = this.#done + reader.offset;
        this.#tell(this.#told, this.#total);
      }
    }
    this.#done += reader.size;
    this.#segments.push({
      name: file.name,
      size: reader.size,
      sequence: file.sequence,
      firstIndex: file.firstIndex,
      records: this.#records - recordsBefore,
      entriesBefore,
      startsWithSum,
      end: reader.offset,
      ...(zeroFrom === undefined ? {} : { zeroFrom }),
    });
  }

  #stop({ torn, error }: FrameFault, segment: number, { offset }: SegmentReader): void {
    this.#end = { kind: torn ? 'torn' : 'damaged', place: { segment, offset }, error };
  }

  /** A crc record says what the sum is; from a sum of 0, with which a reading begins, it may say anything. */
  #sumHolds(reader: SegmentReader, name: string, segment: number, isLast: boolean): boolean {
    const { type, crc, dataFrom, dataTo } = reader.frame;
    if (type === walRecordNumber.crc) {
      if (this.#sum !== 0 && this.#sum !== crc) {
        this.#stop({ torn: false, error: chainWords(this.#line) }, segment, reader);
        return false;
      }
      this.#sum = crc;
      return true;
    }
    const sum = crc32c(reader.bytes, this.#sum, dataFrom, dataTo);
    if (sum !== crc) {
      this.#stop(sumFault(reader, name, this.#line, isLast, sum), segment, reader);
      return false;
    }
    this.#sum = sum;
    return true;
  }

  #takeRecord(reader: SegmentReader, segment: number): void {
    const { frame, bytes, offset } = reader;
    const { code } = frameRules[this.#line];
    const isLarge = frame.length >= frameRules['3.4'].recordBytesMax - frame.padding;
    if (isLarge || frame.isLoose) this.#isPlain = false;
    if (frame.type === walRecordNumber.entry) {
      const problem = this.#head.read(bytes, frame.dataFrom, frame.dataTo, code);
      if (problem === undefined) this.#takeEntry(bytes, { segment, offset });
      else this.#problem('undecodable', { segment, offset }, unmarshalWords(problem), false);
      return;
    }
    const isState = frame.type === walRecordNumber.state && this.#visit.state === undefined;
    if (isState && isPlainHardState(bytes, frame.dataFrom, frame.dataTo)) {
      this.#plainState = bytes;
      this.#plainStateFrom = frame.dataFrom;
      this.#plainStateTo = frame.dataTo;
      return;
    }
    const place = { segment, offset };
    const data = bytes.subarray(frame.dataFrom, frame.dataTo);
    switch (frame.type) {
      case walRecordNumber.state: {
        const state = readHardState(data, code);
        if (typeof state === 'string') this.#problem('undecodable', place, unmarshalWords(state), true);
        else {
          this.#hardState = state;
          this.#plainState = undefined;
          this.#visit.state?.(place, state);
        }
        return;
      }
      case walRecordNumber.snapshot: {
        const mark = readSnapshotMark(data, code);
        if (typeof mark === 'string') this.#problem('undecodable', place, unmarshalWords(mark), true);
        else {
          this.#snapshots.push({ ...mark, place, entriesBefore: this.#log.records });
          this.#visit.snapshot?.(place, mark);
        }
        return;
      }
      case walRecordNumber.metadata:
        this.#takeMetadata(data, place);
        return;
      case walRecordNumber.crc:
        this.#visit.crc?.(place, frame.crc);
        return;
      default:
        this.#problem('unknown type', place, `unexpected block type ${frame.type}`, false);
    }
  }

  #takeEntry(bytes: Uint8Array, place: WalPlace): void {
    const { type, term, index, dataFrom, dataTo } = this.#head;
    if (typeof index === 'bigint') {
      const error = 'wal: slice bounds out of range';
      this.#problem('index too large', place, error, false, { index, term });
      return;
    }
    this.#log.push(index, term, type, place.segment, place.offset, dataTo - dataFrom);
    this.#visit.entry?.({ place, term, index, type, data: bytes.subarray(dataFrom, dataTo) });
  }

  #takeMetadata(data: Uint8Array, place: WalPlace): void {
    if (this.#metadataBytes !== undefined && !isEqual(this.#metadataBytes, data)) {
      this.#problem('metadata conflict', place, 'wal: conflicting metadata found', false);
      return;
    }
    this.#metadataBytes = data.slice();
    const metadata = readMetadata(data, frameRules[this.#line].code);
    if (typeof metadata === 'string') {
      this.#problem('undecodable', place, unmarshalWords(metadata), false);
      return;
    }
    this.#metadata = metadata;
    this.#visit.metadata?.(place, metadata);
  }

  #problem(
    kind: RecordProblem['kind'],
    place: WalPlace,
    error: string,
    early: boolean,
    entry?: RecordProblem['entry'],
  ): void {
    this.#isPlain = false;
    const problem = { kind, place, entriesBefore: this.#log.records, error, early };
    this.#problems.push(entry === undefined ? problem : { ...problem, entry });
  }

  #lastState(): HardStateRecord | undefined {
    if (this.#plainState === undefined) return this.#hardState;
    const data = this.#plainState.subarray(this.#plainStateFrom, this.#plainStateTo);
    const state = readHardState(data, frameRules[this.#line].code);
    return typeof state === 'string' ? this.#hardState : state;
  }

  #behind(): WalPlace | undefined {
    const segment = this.#segments.length - 1;
    const end = this.#segments[segment]?.zeroFrom;
    const source = this.#files[segment]?.source;
    if (end === undefined || source === undefined) return undefined;
    for (let at = end; at < source.size; at += TELL_EVERY) {
      const first = firstNonZero(source.read(at, Math.min(TELL_EVERY, source.size - at)));
      if (first >= 0) return { segment, offset: at + first };
    }
    return undefined;
  }
}

/** etcd: pbutil.MustUnmarshal, which panics. */
function unmarshalWords(problem: string): string {
  return `unmarshal should never fail (${problem})`;
}

function firstNonZero(bytes: Uint8Array): number {
  return bytes.findIndex((byte) => byte !== 0);
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** Numbers that lie between the first and the last file. Names may claim any: no more than a hundred are named. */
function missingIn(files: readonly SegmentFile[]): number[] {
  const missing: number[] = [];
  for (const [i, { sequence }] of files.entries()) {
    const before = files[i - 1]?.sequence ?? sequence;
    for (let at = before + 1; at < sequence && missing.length < 100; at++) missing.push(at);
  }
  return missing;
}
