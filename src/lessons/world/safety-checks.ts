import type { LogIndex, NodeId, Revision, Term } from '../../base/flavor.ts';
import type { Entry } from '../../raft/entry.ts';
import type { SafetyName } from '../language/script.ts';
import type { StateHash } from './state-machine.ts';

/** What the checks see of one node after a step. */
export interface Observation {
  readonly id: NodeId;
  readonly term: Term;
  readonly isLeader: boolean;
  readonly commit: LogIndex;
  /** The first index the log can still hold. */
  readonly first: LogIndex;
  /** What is left of the log, ascending. */
  readonly log: readonly Entry[];
  /** The store's hash after each revision applied in this step. */
  readonly hashes: readonly StateHash[];
  /** When: the tick and the step of the world. */
  readonly ticks: number;
  readonly step: number;
}

export interface Violation {
  readonly name: SafetyName;
  readonly nodes: readonly NodeId[];
  readonly revision: Revision | undefined;
  readonly detail: string;
  readonly ticks: number;
  readonly step: number;
}

interface CommittedEntry {
  readonly entry: Entry;
  /** Of the node that first knew it committed: committed in this term or before. */
  readonly term: Term;
  readonly node: NodeId;
}

interface Placed {
  readonly entry: Entry;
  /** Of the entry before it; undefined while nobody has shown it. */
  readonly previousTerm: Term | undefined;
  readonly node: NodeId;
}

interface Leading {
  readonly term: Term;
  readonly log: readonly Entry[];
}

/**
 * Raft's safety properties (paper, figure 3), looked at after every step that changed a node, and the agreement of
 * the replicas' states. What has been seen once is remembered over crashes, snapshots and forced new clusters.
 */
export class SafetyChecks {
  readonly violations: Violation[] = [];
  readonly #reported = new Set<string>();
  #when = { ticks: 0, step: 0 };
  readonly #leaderOf = new Map<Term, NodeId>();
  readonly #placed = new Map<string, Placed>();
  readonly #committed = new Map<LogIndex, CommittedEntry>();
  readonly #leading = new Map<NodeId, Leading>();
  /** By revision and compacted revision. */
  readonly #hashes = new Map<string, { readonly hash: number; readonly node: NodeId }>();

  observe(seen: Observation): void {
    this.#when = { ticks: seen.ticks, step: seen.step };
    this.#checkLogMatching(seen);
    this.#checkLeaderAppendOnly(seen);
    this.#checkElectionSafety(seen);
    this.#checkStateMachineSafety(seen);
    this.#checkLeaderCompleteness(seen);
    this.#checkStateHashes(seen);
    if (seen.isLeader) this.#leading.set(seen.id, { term: seen.term, log: seen.log });
    else this.#leading.delete(seen.id);
  }

  /** The node's life has ended: it leads no more. */
  forget(id: NodeId): void {
    this.#leading.delete(id);
  }

  /** At most one leader a term. */
  #checkElectionSafety({ id, term, isLeader }: Observation): void {
    if (!isLeader) return;
    const other = this.#leaderOf.get(term);
    if (other === undefined) this.#leaderOf.set(term, id);
    else if (other !== id) {
      this.#report('ElectionSafety', `${term}`, [other, id], `n${other} and n${id} both lead term ${term}`);
    }
  }

  /** A leader's log only grows. */
  #checkLeaderAppendOnly({ id, term, isLeader, first, log }: Observation): void {
    const before = this.#leading.get(id);
    if (!isLeader || before === undefined || before.term !== term) return;
    for (const entry of before.log) {
      if (entry.index < first) continue;
      const same = log[entry.index - first];
      if (same !== undefined && isSameEntry(same, entry)) continue;
      const detail = `n${id}, leader of term ${term}, lost its entry ${entry.index} of term ${entry.term}`;
      this.#report('LeaderAppendOnly', `${id}/${term}`, [id], detail);
      return;
    }
  }

  /** Two logs that hold the same (index, term) are equal up to there: each entry has one content and one predecessor. */
  #checkLogMatching({ id, log }: Observation): void {
    log.forEach((entry, i) => {
      const previousTerm = entry.index === 1 ? 0 : log[i - 1]?.term;
      const key = `${entry.index}@${entry.term}`;
      const known = this.#placed.get(key);
      const isNews = known === undefined || (known.previousTerm === undefined && previousTerm !== undefined);
      if (isNews) this.#placed.set(key, { entry, previousTerm, node: known?.node ?? id });
      if (known === undefined) return;
      const differsBefore =
        known.previousTerm !== undefined && previousTerm !== undefined && known.previousTerm !== previousTerm;
      if (!differsBefore && isSameEntry(known.entry, entry)) return;
      const where = differsBefore ? 'what comes before it' : 'content';
      const detail = `entry ${entry.index} of term ${entry.term} on n${known.node} and n${id} differs in ${where}`;
      this.#report('LogMatching', key, [known.node, id], detail);
    });
  }

  /** What is committed at an index on one node is never committed otherwise on another. */
  #checkStateMachineSafety({ id, term, commit, log }: Observation): void {
    for (const entry of log) {
      if (entry.index > commit) break;
      const known = this.#committed.get(entry.index);
      if (known === undefined) this.#committed.set(entry.index, { entry, term, node: id });
      else if (!isSameEntry(known.entry, entry)) {
        const detail = `index ${entry.index} is committed on n${known.node} with term ${known.entry.term} and on n${id} with term ${entry.term}`;
        this.#report('StateMachineSafety', `${entry.index}`, [known.node, id], detail);
      }
    }
  }

  /** Whoever leads a later term has everything that was committed before. */
  #checkLeaderCompleteness({ id, term, isLeader, first, log }: Observation): void {
    if (!isLeader) return;
    for (const { entry, term: committedIn } of this.#committed.values()) {
      if (committedIn >= term || entry.index < first) continue;
      const own = log[entry.index - first];
      if (own !== undefined && isSameEntry(own, entry)) continue;
      const detail = `n${id} leads term ${term} without entry ${entry.index} of term ${entry.term}, committed in term ${committedIn}`;
      this.#report('LeaderCompleteness', `${id}/${term}`, [id], detail);
      return;
    }
  }

  /** Replicas at the same revision hold the same state. */
  #checkStateHashes({ id, hashes }: Observation): void {
    for (const { revision, compactRevision, hash } of hashes) {
      const at = `${revision}/${compactRevision}`;
      const known = this.#hashes.get(at);
      if (known === undefined) this.#hashes.set(at, { hash, node: id });
      else if (known.hash !== hash) {
        const detail = `at revision ${revision} the states of n${known.node} and n${id} differ`;
        this.#report('StateHashAgreement', `${revision}/${id}`, [known.node, id], detail, revision);
      }
    }
  }

  /** Two clients have written to a store outside, each in the belief that it alone held the lock. */
  reportMutualExclusion(key: string, detail: string, when: { ticks: number; step: number }): void {
    this.#when = when;
    this.#report('MutualExclusion', key, [], detail);
  }

  /** Once for each key. */
  #report(
    name: SafetyName,
    key: string,
    nodes: readonly NodeId[],
    detail: string,
    revision?: Revision,
  ): void {
    if (this.#reported.has(`${name} ${key}`)) return;
    this.#reported.add(`${name} ${key}`);
    this.violations.push({ name, nodes, revision, detail, ...this.#when });
  }
}

function isSameEntry(a: Entry, b: Entry): boolean {
  if (a === b) return true;
  return a.term === b.term && a.type === b.type && isSameData(a.data, b.data);
}

function isSameData(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  const left = a ?? NO_DATA;
  const right = b ?? NO_DATA;
  return left.length === right.length && left.every((byte, i) => byte === right[i]);
}

const NO_DATA = new Uint8Array(0);
