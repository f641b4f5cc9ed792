import type { LogIndex, NodeId, Revision, Term } from '../../base/flavor.ts';
import type { ConfState } from '../../raft/entry.ts';
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

/** Of a store: at this index or this revision, by who was the first to be there. */
interface StateHash {
  readonly at: number;
  /** The store was compacted up to this revision; 0 where that does not matter. */
  readonly compacted: Revision;
  readonly node: NodeId;
  readonly hash: number;
  readonly event: number;
}

/** An entry that is or was in some log: the hash of the log up to it, and who had it first. */
interface KnownEntry {
  readonly term: Term;
  readonly hash: number;
  readonly node: NodeId;
  readonly event: number;
}

/** The newest vote by which a node is bound: somebody was told of it, or it is on its disk. */
interface Vote {
  readonly term: Term;
  readonly candidate: NodeId;
  readonly event: number;
}

/** The configuration of whoever has applied most. */
interface ConfInForce {
  readonly applied: LogIndex;
  readonly confState: ConfState;
  readonly event: number;
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
  readonly #states: NewestStates;
  /** The same by revision, among stores that were compacted up to the same revision. */
  readonly #revisions: NewestStates;
  /** The state of snapshots that were sent, by their index. */
  readonly snapshots: NewestStates;
  readonly #votes: Map<NodeId, Vote>;
  readonly #diskTerms: Map<NodeId, Term>;
  /** Whose disks are not what they have made of them: what these have promised does not bind them. */
  readonly #tampered: Set<NodeId>;
  /** What was committed when a read was asked for, by its request. */
  readonly floors: Map<number | string, { readonly index: LogIndex; readonly event: number }>;
  confInForce: ConfInForce | undefined;
  /** A leader that the group has removed answers reads alone, as in etcd: read indexes say nothing any more. */
  readsAlone: boolean;
  /** Members began with disks from elsewhere, in the midst of their logs: what was committed before was not seen. */
  beganWithin: boolean;

  constructor(from?: Memory) {
    this.#leaders = from === undefined ? new SharedLog() : from.#leaders.clone();
    this.committed = from?.committed.clone() ?? new SharedLog();
    this.#open = new Map(from?.openEntries);
    this.#states = from === undefined ? new NewestStates() : from.#states.clone();
    this.#revisions = from === undefined ? new NewestStates() : from.#revisions.clone();
    this.snapshots = from === undefined ? new NewestStates() : from.snapshots.clone();
    this.#votes = new Map(from === undefined ? [] : from.#votes);
    this.#diskTerms = new Map(from === undefined ? [] : from.#diskTerms);
    this.#tampered = new Set(from === undefined ? [] : from.#tampered);
    this.floors = new Map(from === undefined ? [] : from.floors);
    this.confInForce = from?.confInForce;
    this.readsAlone = from?.readsAlone ?? false;
    this.beganWithin = from?.beganWithin ?? false;
  }

  /** What a member takes along that goes on alone from here: what is committed up to index, and its own promises. */
  upTo(index: LogIndex, node: NodeId): Memory {
    const next = new Memory();
    for (const entry of this.committed.slice(0, index)) next.committed.push(entry);
    const [vote, diskTerm] = [this.#votes.get(node), this.#diskTerms.get(node)];
    if (vote !== undefined) next.#votes.set(node, vote);
    if (diskTerm !== undefined) next.#diskTerms.set(node, diskTerm);
    for (const tampered of this.#tampered) next.#tampered.add(tampered);
    return next;
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

  /** The first that was there; undefined: this one is. Old ones are forgotten. */
  stateAt(state: StateHash): StateHash | undefined {
    return this.#states.firstAt(state);
  }

  /** The same at a revision. */
  revisionAt(state: StateHash): StateHash | undefined {
    return this.#revisions.firstAt(state);
  }

  /** The hash of the log up to entry (index, term), if such an entry has ever been in a log; and who had it first. */
  prefix(index: LogIndex, term: Term): Omit<KnownEntry, 'term'> | undefined {
    const committed = this.committed.at(index - 1);
    if (committed?.term === term) return committed;
    return this.#open.get(index)?.find((known) => known.term === term);
  }

  learn(index: LogIndex, entry: KnownEntry): void {
    const known = this.#open.get(index);
    this.#open.set(index, known === undefined ? [entry] : [...known, entry]);
  }

  /** The next entry is committed. */
  commit(entry: CommittedEntry): void {
    this.committed.push(entry);
    const index = this.committed.length;
    const known = this.#open.get(index);
    if (known === undefined) return;
    const others =
      known.length === 1 && known[0]?.term === entry.term
        ? []
        : known.filter(({ term }) => term !== entry.term);
    if (others.length > 0) this.#open.set(index, others);
    else this.#open.delete(index);
  }

  voteOf(node: NodeId): Vote | undefined {
    return this.#votes.get(node);
  }

  learnVote(node: NodeId, vote: Vote): void {
    this.#votes.set(node, vote);
  }

  /** Of the hard state that is on a node's disk. */
  diskTerm(node: NodeId): Term {
    return this.#diskTerms.get(node) ?? 0;
  }

  learnDiskTerm(node: NodeId, term: Term): void {
    this.#diskTerms.set(node, term);
  }

  isTampered(node: NodeId): boolean {
    return this.#tampered.has(node);
  }

  /** The disk of a node has become another than the node has made it: what was on it is forgotten. */
  tamper(node: NodeId): void {
    this.#tampered.add(node);
    this.#votes.delete(node);
    this.#diskTerms.delete(node);
  }

  /** Another member begins there. */
  beginAnew(node: NodeId): void {
    this.tamper(node);
    this.#tampered.delete(node);
  }
}

/** Hashes of stores, by index or revision; of the newest points alone. Cheap to clone. */
class NewestStates {
  readonly #states: SharedLog<StateHash>;
  #newest: number;

  constructor(states = new SharedLog<StateHash>(), newest = 0) {
    this.#states = states;
    this.#newest = newest;
  }

  /** Who was here first; undefined: nobody among the newest, and this one is now. */
  firstAt(state: StateHash): StateHash | undefined {
    const known = this.at(state.at, state.compacted);
    if (known !== undefined) return known;
    this.#states.push(state);
    this.#newest = Math.max(this.#newest, state.at);
    return undefined;
  }

  at(at: number, compacted: Revision): StateHash | undefined {
    // Who is the first to come so far need not be told that nobody has.
    if (at > this.#newest) return undefined;
    const oldest = Math.max(0, this.#states.length - STATE_HASHES_KEPT);
    for (let i = this.#states.length - 1; i >= oldest; i--) {
      const known = this.#states.at(i);
      if (known?.at === at && known.compacted === compacted) return known;
    }
    return undefined;
  }

  clone(): NewestStates {
    return new NewestStates(this.#states.clone(), this.#newest);
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
