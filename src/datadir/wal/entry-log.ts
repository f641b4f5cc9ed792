import { Column } from '../../base/column.ts';

/** Entries with these indexes, both included. */
export interface IndexRange {
  readonly first: number;
  readonly last: number;
}

/** The records of a run of indexes without a gap. */
interface Run {
  readonly first: number;
  /** Of each index the record that counts. */
  records: Uint32Array;
  length: number;
}

/**
 * The entries of a log as columns: all records in the order in which they were written, and which of them count in the end. An entry takes
 * away whatever was written before at its index and after it (etcd: WAL.ReadAll).
 */
export class EntryLog {
  /** By the number of the record: the first entry that was written is 0. */
  readonly #index = new Column();
  readonly #term = new Column();
  /** Terms that are no safe integers, by record: a damaged type makes entries of hard states, and terms of their votes. */
  readonly #wideTerms = new Map<number, bigint>();
  readonly #type = new Column();
  /** Which segment, and the byte in it where the record's frame begins. */
  readonly #segment = new Column();
  readonly #offset = new Column();
  /** Bytes of the entry's data. */
  readonly #size = new Column();
  /** Ascending, with gaps between. */
  readonly #runs: Run[] = [];
  readonly #overwritten: IndexRange[] = [];
  #overwrittenCount = 0;

  /** Entry records in all, overwritten ones too. */
  get records(): number {
    return this.#index.length;
  }

  /** 0 for an empty log. */
  get firstIndex(): number {
    return this.#runs[0]?.first ?? 0;
  }

  get lastIndex(): number {
    const run = this.#runs.at(-1);
    return run === undefined ? 0 : run.first + run.length - 1;
  }

  /** The stretches of indexes that there are entries of, ascending; one, where nothing is missing in between. */
  get ranges(): readonly IndexRange[] {
    return this.#runs.map(({ first, length }) => ({ first, last: first + length - 1 }));
  }

  /** How many entries others have replaced, or taken away as what followed them. */
  get overwrittenCount(): number {
    return this.#overwrittenCount;
  }

  /** Each time that entries were: which indexes, in the order in which it happened. */
  get overwritten(): readonly IndexRange[] {
    return this.#overwritten;
  }

  push(
    index: number,
    term: number | bigint,
    type: number,
    segment: number,
    offset: number,
    size: number,
  ): void {
    const record = this.#index.length;
    this.#index.push(index);
    this.#term.push(typeof term === 'number' ? term : 0);
    if (typeof term === 'bigint') this.#wideTerms.set(record, term);
    this.#type.push(type);
    this.#segment.push(segment);
    this.#offset.push(offset);
    this.#size.push(size);
    this.#place(index, record);
  }

  #place(index: number, record: number): void {
    let run = this.#runs.at(-1);
    if (run !== undefined && index < run.first + run.length) {
      this.#cut(index);
      run = this.#runs.at(-1);
    }
    if (run === undefined || index !== run.first + run.length) {
      run = { first: index, records: new Uint32Array(64), length: 0 };
      this.#runs.push(run);
    }
    if (run.length === run.records.length) {
      const larger = new Uint32Array(run.length * 2);
      larger.set(run.records);
      run.records = larger;
    }
    run.records[run.length++] = record;
  }

  /** Takes away the entries from this index on. */
  #cut(index: number): void {
    let gone = 0;
    const last = this.lastIndex;
    for (let run = this.#runs.at(-1); run !== undefined; run = this.#runs.at(-1)) {
      const kept = Math.max(0, index - run.first);
      if (kept >= run.length) break;
      gone += run.length - kept;
      run.length = kept;
      if (kept > 0) break;
      this.#runs.pop();
    }
    this.#overwrittenCount += gone;
    this.#overwritten.push({ first: index, last });
  }

  /** The number of the record that counts at this index; undefined where there is none. */
  recordAt(index: number): number | undefined {
    for (let i = this.#runs.length - 1; i >= 0; i--) {
      const run = this.#runs[i];
      if (run === undefined || index < run.first) continue;
      return index - run.first < run.length ? run.records[index - run.first] : undefined;
    }
    return undefined;
  }

  indexOf(record: number): number {
    return this.#index.at(record);
  }
  termOf(record: number): number | bigint {
    return this.#wideTerms.get(record) ?? this.#term.at(record);
  }
  /** raftpb.EntryType, which a damaged log may have any number for. */
  typeOf(record: number): number {
    return this.#type.at(record);
  }
  segmentOf(record: number): number {
    return this.#segment.at(record);
  }
  offsetOf(record: number): number {
    return this.#offset.at(record);
  }
  sizeOf(record: number): number {
    return this.#size.at(record);
  }

  /** The term of the entry that counts at this index. */
  termAt(index: number): number | bigint | undefined {
    const record = this.recordAt(index);
    return record === undefined ? undefined : this.termOf(record);
  }
}
