import type { LogIndex, NodeId, Term } from '../../base/flavor.ts';
import { SharedLog } from '../../sim/world/shared-log.ts';

/** An entry as the first member committed it. */
export interface CommittedEntry {
  readonly term: Term;
  /** Of the whole log up to and with it. */
  readonly hash: number;
  /** The term in which it became committed: of the member that committed it first. */
  readonly commitTerm: Term;
  readonly node: NodeId;
  readonly event: number;
}

interface Leader {
  readonly term: Term;
  readonly node: NodeId;
  readonly event: number;
}

interface StateHash {
  readonly index: LogIndex;
  /** Who was the first to have applied exactly so far. */
  readonly node: NodeId;
  readonly hash: number;
}

interface KnownEntry {
  readonly term: Term;
  readonly hash: number;
}

/** State hashes are kept for this many of the newest points. */
const STATE_HASHES_KEPT = 256;

/**
 * What the checker remembers of a run beyond the members' own states: who led which term, what was committed, and the
 * hash of the log up to every entry that ever was in a log. Cheap to clone: committed entries are shared, of the
 * others there are few.
 */
export class Memory {
  readonly #leaders: SharedLog<Leader>;
  /** Entry k is at k - 1. */
  readonly committed: SharedLog<CommittedEntry>;
  /** Entries that are in some log, or were, and are not committed: by index. */
  readonly #open: Map<LogIndex, readonly KnownEntry[]>;
  /** The state machine's hash after index k, by the first member that had applied exactly so far. */
  readonly #states: SharedLog<StateHash>;
  /** The highest index among them. */
  #newestState: LogIndex;

  constructor(from?: Memory) {
    this.#leaders = from === undefined ? new SharedLog() : from.#leaders.clone();
    this.committed = from?.committed.clone() ?? new SharedLog();
    this.#open = new Map(from?.openEntries);
    this.#states = from === undefined ? new SharedLog() : from.#states.clone();
    this.#newestState = from === undefined ? 0 : from.#newestState;
  }

  get openEntries(): ReadonlyMap<LogIndex, readonly KnownEntry[]> {
    return this.#open;
  }

  /** Who was the first to lead a term. Leaders come nearly in the order of their terms, and seldom. */
  leaderOf(term: Term): Leader | undefined {
    return findLast(this.#leaders, 0, (leader) => leader.term === term);
  }

  learnLeader(leader: Leader): void {
    this.#leaders.push(leader);
  }

  /** The state machine's hash after an index, if that is one of the newest points. */
  stateAt(index: LogIndex): StateHash | undefined {
    // Who is the first to apply an entry need not be told that nobody has.
    if (index > this.#newestState) return undefined;
    const oldest = Math.max(0, this.#states.length - STATE_HASHES_KEPT);
    return findLast(this.#states, oldest, (state) => state.index === index);
  }

  /** The hash of the log up to entry (index, term), if such an entry has ever been in a log. */
  prefixHash(index: LogIndex, term: Term): number | undefined {
    const committed = this.committed.at(index - 1);
    if (committed?.term === term) return committed.hash;
    return this.#open.get(index)?.find((known) => known.term === term)?.hash;
  }

  learn(index: LogIndex, term: Term, hash: number): void {
    this.#open.set(index, [...(this.#open.get(index) ?? []), { term, hash }]);
  }

  /** The next entry is committed. */
  commit(entry: CommittedEntry): void {
    this.committed.push(entry);
    const index = this.committed.length;
    const others = this.#open.get(index)?.filter((known) => known.term !== entry.term) ?? [];
    if (others.length > 0) this.#open.set(index, others);
    else this.#open.delete(index);
  }

  learnState(index: LogIndex, node: NodeId, hash: number): void {
    this.#states.push({ index, node, hash });
    this.#newestState = Math.max(this.#newestState, index);
  }
}

/** From the end down to position `from`. */
function findLast<T>(list: SharedLog<T>, from: number, isMeant: (item: T) => boolean): T | undefined {
  for (let i = list.length - 1; i >= from; i--) {
    const item = list.at(i);
    if (item !== undefined && isMeant(item)) return item;
  }
  return undefined;
}
