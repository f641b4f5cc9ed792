import type { LogIndex, NodeId, Term } from '../base/flavor.ts';
import { SharedLog } from '../sim/world/shared-log.ts';

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
export class Ghost {
  readonly leaderOf: Map<Term, { readonly node: NodeId; readonly event: number }>;
  /** Entry k is at k - 1. */
  readonly committed: SharedLog<CommittedEntry>;
  /** Entries that are in some log, or were, and are not committed: by index. */
  readonly #open: Map<LogIndex, readonly KnownEntry[]>;
  /** The state machine's hash after index k, by the first member that had applied exactly so far. */
  readonly #states: Map<LogIndex, { readonly node: NodeId; readonly hash: number }>;

  constructor(from?: Ghost) {
    this.leaderOf = new Map(from?.leaderOf);
    this.committed = from?.committed.clone() ?? new SharedLog();
    this.#open = new Map(from?.openEntries);
    this.#states = new Map(from?.states);
  }

  get openEntries(): ReadonlyMap<LogIndex, readonly KnownEntry[]> {
    return this.#open;
  }

  get states(): ReadonlyMap<LogIndex, { readonly node: NodeId; readonly hash: number }> {
    return this.#states;
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
    this.#states.set(index, { node, hash });
    if (this.#states.size <= STATE_HASHES_KEPT) return;
    for (const oldest of this.#states.keys()) {
      this.#states.delete(oldest);
      return;
    }
  }
}
