import { assert } from '../base/assert.ts';
import type { LogIndex, Term } from '../base/flavor.ts';
import { assertWithin } from './bounds.ts';
import type { ConfState, Entry, HardState, Snapshot } from './entry.ts';
import { countWithin } from './entry-size.ts';
import type { Storage, StorageError } from './storage.ts';

const EMPTY_HARD_STATE: HardState = { term: 0, vote: 0, commit: 0 };
const EMPTY_CONF_STATE: ConfState = {
  voters: [],
  votersOutgoing: [],
  learners: [],
  learnersNext: [],
  autoLeave: false,
};

/** How many dead entries at the front are worth moving the rest for, at the least. */
const SWEEP_MIN = 1024;

/** etcd: MemoryStorage (storage.go). What has been made stable, kept in memory. */
export class MemoryStorage implements Storage {
  private hardState: HardState = EMPTY_HARD_STATE;
  private latest: Snapshot;
  /** Index and term of the entry before the first: compacted away, but still to be matched. */
  private baseIndex: LogIndex = 0;
  private baseTerm: Term = 0;
  /** list[dead + i] has index baseIndex + 1 + i; what is before `dead` is swept now and then. */
  private list: Entry[] = [];
  private dead = 0;

  constructor(confState?: ConfState) {
    this.latest = { index: 0, term: 0, confState: confState ?? EMPTY_CONF_STATE, data: undefined };
  }

  initialState(): { hardState: HardState; confState: ConfState } {
    return { hardState: this.hardState, confState: this.latest.confState };
  }

  entries(lo: LogIndex, hi: LogIndex, maxSize: number): readonly Entry[] | StorageError {
    if (lo <= this.baseIndex) return 'compacted';
    assertWithin(hi, lo, this.lastIndex() + 1, 'entries that are asked for are there');
    if (this.list.length === this.dead) return 'unavailable';
    const from = this.place(lo);
    return this.list.slice(from, from + countWithin(this.list, from, this.place(hi), maxSize));
  }

  term(index: LogIndex): Term | StorageError {
    if (index > this.baseIndex) return this.list[this.place(index)]?.term ?? 'unavailable';
    return index === this.baseIndex ? this.baseTerm : 'compacted';
  }

  lastIndex(): LogIndex {
    return this.baseIndex + this.list.length - this.dead;
  }

  firstIndex(): LogIndex {
    return this.baseIndex + 1;
  }

  snapshot(): Snapshot | 'snapshotTemporarilyUnavailable' {
    return this.latest;
  }

  setHardState(hardState: HardState): void {
    this.hardState = hardState;
  }

  /** Puts entries at their indexes; what stood there or after is gone. Compacted ones are skipped. */
  append(entries: readonly Entry[]): void {
    const first = entries[0]?.index;
    if (first === undefined) return;
    const last = first + entries.length - 1;
    if (last <= this.baseIndex) return;
    const skip = Math.max(0, this.baseIndex + 1 - first);
    const at = this.place(first + skip);
    assertWithin(first, 1, this.lastIndex() + 1, 'entries leave no gap');
    if (at < this.list.length) this.list.length = at;
    for (let i = skip; i < entries.length; i++) this.list.push(entries[i] as Entry);
  }

  /**
   * The state becomes the snapshot's and the log is empty; refused when it is not newer than what there is. A store
   * without any state also takes an empty snapshot, which names nothing but the first configuration.
   */
  applySnapshot(snapshot: Snapshot): 'snapOutOfDate' | undefined {
    if (snapshot.index <= this.latest.index && this.latest.index > 0) return 'snapOutOfDate';
    this.latest = snapshot;
    this.baseIndex = snapshot.index;
    this.baseTerm = snapshot.term;
    this.list = [];
    this.dead = 0;
    return undefined;
  }

  /** The state at index, which later followers may be sent. The log is kept: see compact(). */
  createSnapshot(
    index: LogIndex,
    confState: ConfState | undefined,
    data: Uint8Array | undefined,
  ): Snapshot | 'snapOutOfDate' {
    if (index <= this.latest.index) return 'snapOutOfDate';
    const term = this.term(index);
    assert(term !== 'compacted' && term !== 'unavailable', `snapshot ${index} is beyond the last entry`);
    this.latest = { index, term, confState: confState ?? this.latest.confState, data };
    return this.latest;
  }

  /** Forgets entries up to index. Only what the application no longer needs: up to what it has applied. */
  compact(index: LogIndex): 'compacted' | undefined {
    if (index <= this.baseIndex) return 'compacted';
    const term = this.term(index);
    assert(term !== 'compacted' && term !== 'unavailable', `compaction ${index} is beyond the last entry`);
    this.dead += index - this.baseIndex;
    this.baseIndex = index;
    this.baseTerm = term;
    if (this.dead >= SWEEP_MIN && this.dead * 2 >= this.list.length) this.sweep();
    return undefined;
  }

  /** A storage of its own with the same entries, which never change. */
  clone(): MemoryStorage {
    return this.withList(this.list.slice(this.dead));
  }

  /** Plain data for structured clone. */
  save(): unknown {
    const saved: SavedStorage = {
      hardState: this.hardState,
      latest: this.latest,
      baseIndex: this.baseIndex,
      baseTerm: this.baseTerm,
      list: this.list.slice(this.dead),
    };
    return saved;
  }

  static load(state: unknown): MemoryStorage {
    const saved = state as SavedStorage;
    const storage = new MemoryStorage();
    storage.hardState = saved.hardState;
    storage.latest = saved.latest;
    storage.baseIndex = saved.baseIndex;
    storage.baseTerm = saved.baseTerm;
    storage.list = saved.list.slice();
    return storage;
  }

  private withList(list: Entry[]): MemoryStorage {
    const storage = new MemoryStorage();
    storage.hardState = this.hardState;
    storage.latest = this.latest;
    storage.baseIndex = this.baseIndex;
    storage.baseTerm = this.baseTerm;
    storage.list = list;
    return storage;
  }

  private place(index: LogIndex): number {
    return index - this.baseIndex - 1 + this.dead;
  }

  private sweep(): void {
    this.list = this.list.slice(this.dead);
    this.dead = 0;
  }
}

interface SavedStorage {
  readonly hardState: HardState;
  readonly latest: Snapshot;
  readonly baseIndex: LogIndex;
  readonly baseTerm: Term;
  readonly list: readonly Entry[];
}
