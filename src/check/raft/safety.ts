import { assert, present } from '../../base/assert.ts';
import type { LogIndex, NodeId, Revision, Term } from '../../base/flavor.ts';
import type { NodeTrace } from '../../node/io.ts';
import type { MemberChanges } from '../../node/report/changes.ts';
import type { ConfState, Entry } from '../../raft/entry.ts';
import { EMPTY_LOG_HASH } from '../../raft/entry-hash.ts';
import { BrokenDisks } from '../broken-disks.ts';
import type { Command } from '../../sim/command/command.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import { bringsLog, Durability, halvesOf, type PrefixHash } from './durability.ts';
import { Memory } from './memory.ts';
import type { Monitor, Report } from '../monitor.ts';
import type { PropertyName } from '../properties.ts';
import type { RaftContradiction } from './contradiction.ts';
import { KnownLog } from './known-log.ts';

/** What the checker keeps of one member in its present life, by its records. */
interface Watched {
  /** Everything up to here has been compared with what is committed. */
  commit: LogIndex;
  /** The term it leads, if it leads. */
  leads: Term | undefined;
  /** As leader: the last index it is known to have had. */
  ledTo: LogIndex | undefined;
  term: Term;
  applied: LogIndex;
  kvHash: number;
  confState: ConfState;
  /** What of its log has not been compared with what is committed. */
  readonly log: KnownLog;
}

const NOBODY: ConfState = {
  voters: [],
  votersOutgoing: [],
  learners: [],
  learnersNext: [],
  autoLeave: false,
};

function newlyWatched(): Watched {
  return {
    commit: 0,
    leads: undefined,
    ledTo: undefined,
    term: 0,
    applied: 0,
    kvHash: 0,
    confState: NOBODY,
    log: new KnownLog(),
  };
}

function tellNobody(): void {}

/** One member just after one event, for the rules below. */
interface Scene {
  readonly event: WorldEvent;
  readonly node: NodeId;
  readonly member: Watched;
}

/**
 * Raft's safety properties (paper, figure 3), and that members with the same log prefix have the same state, looked at
 * after every event on what the event has changed.
 *
 *     ElectionSafety       no term has two leaders
 *     LeaderAppendOnly     a leader never replaces or removes an entry of its log
 *     LogMatching          entries of the same index and term: the logs are the same up to there
 *     LeaderCompleteness   who is elected has everything that was committed in earlier terms
 *     StateMachineSafety   what is committed at an index is the same on every member, for ever
 *     QuorumDurability     what a leader commits is on the disks of a quorum
 *     StateHashAgreement   whoever has applied the same entries has the same state
 *     MemberSoundness      no member falls by itself, but for one whose disk was lost, which ends as etcd does
 *
 * It is a fold over the members' records: their logs are known by the hashes of what they have appended, and nobody looks
 * into a member. Decisions (traces) only say where to look; what is compared is the log.
 */
export class Safety implements Monitor {
  readonly #memory: Memory;
  readonly #watched: Map<NodeId, Watched>;
  readonly #durability: Durability;
  readonly #disks: BrokenDisks;
  /** Where what is found now is told. */
  #tell: Report = tellNobody;

  constructor(from?: Safety) {
    this.#memory = new Memory(from === undefined ? undefined : from.#memory);
    this.#watched = new Map(
      from === undefined
        ? []
        : [...from.#watched].map(([node, watched]) => [node, { ...watched, log: new KnownLog(watched.log) }]),
    );
    this.#durability = from === undefined ? new Durability() : from.#durability.clone();
    this.#disks = from === undefined ? new BrokenDisks() : from.#disks.clone();
  }

  clone(): Safety {
    return new Safety(this);
  }

  look(event: WorldEvent, report: Report): void {
    this.#tell = report;
    this.#disks.look(event);
    if (event.command !== undefined) this.#lookAtCommand(event, event.command);
    if (event.input?.type === 'writeDone') this.#durability.written(event.node, event.input.write);
    if (event.output === undefined) return;
    const { trace, writes, changes } = event.output;
    const scene = { event, node: event.node, member: this.#fold(event.node, changes) };
    if (changes.appended !== undefined) this.#checkEntries(scene, changes.appended, changes.hashes ?? []);
    for (const one of trace) this.#lookAt(scene, one);
    if (!writes.some(bringsLog)) return;
    const { log } = scene.member;
    this.#durability.asked(scene.node, writes, log.last, this.#memory.committed.length, this.#hashOf(log));
  }

  /** What the record says, but for new entries. */
  #fold(node: NodeId, changes: MemberChanges): Watched {
    let watched = this.#watched.get(node);
    if (watched === undefined || changes.boot !== undefined) {
      watched = newlyWatched();
      this.#watched.set(node, watched);
    }
    watched.term = changes.term ?? watched.term;
    watched.applied = changes.applied ?? watched.applied;
    watched.kvHash = changes.kvHash ?? watched.kvHash;
    watched.confState = changes.confState ?? watched.confState;
    if (changes.truncatedFrom !== undefined) watched.log.truncate(changes.truncatedFrom);
    // Compacted is only what was committed; beyond that a log begins anew after a snapshot.
    if (changes.first !== undefined) watched.log.forgetTo(changes.first - 1);
    return watched;
  }

  #lookAt(scene: Scene, trace: NodeTrace): void {
    const { member } = scene;
    switch (trace.type) {
      case 'started':
        member.commit = trace.snapshot;
        this.#checkCommitted(scene, trace.commit);
        return this.#learnDisk(scene);
      case 'becameLeader':
        return this.#checkElected(scene, trace.term);
      case 'becameFollower':
      case 'becameCandidate':
      case 'becamePreCandidate':
        member.leads = undefined;
        member.ledTo = undefined;
        return;
      case 'entriesAppended':
        return this.#checkLeaderAppends(scene, trace.first, trace.last);
      case 'logTruncated':
        return this.#checkTruncated(scene, trace.from);
      case 'committed':
        if (trace.by === 'quorum') this.#checkDurable(scene, trace.to);
        return this.#checkCommitted(scene, trace.to);
      case 'snapshotRestored':
        return this.#checkSnapshot(scene, trace.index, trace.term);
      case 'applied':
        return this.#checkState(scene, trace.last, trace.revision);
      case 'snapshotInstalled':
        return this.#checkState(scene, trace.index, trace.revision);
      default:
        return;
    }
  }

  #checkElected(scene: Scene, term: Term): void {
    scene.member.leads = term;
    scene.member.ledTo = undefined;
    const before = this.#memory.leaderOf(term);
    if (before !== undefined && before.node !== scene.node) {
      const detail = `term ${term} is led by node ${before.node} since event ${before.event} and now by node ${scene.node}`;
      this.#report(scene, 'ElectionSafety', [before.node, scene.node], detail, {
        type: 'twoLeaders',
        term,
        before: before.node,
        earlier: before.event,
      });
    }
    if (before === undefined) this.#memory.learnLeader({ term, node: scene.node, event: scene.event.number });
    this.#checkComplete(scene, term);
  }

  /** The highest entry that was committed in an earlier term: by LogMatching the ones below it follow. */
  #checkComplete(scene: Scene, term: Term): void {
    const { committed } = this.#memory;
    let index = committed.length;
    while (index > 0 && !((committed.at(index - 1)?.commitTerm ?? 0) < term)) index--;
    const entry = committed.at(index - 1);
    if (entry === undefined) return;
    const own = this.#hashAt(scene.member.log, index);
    if (own === entry.hash) return;
    const lacks = own === undefined ? 'has no such entry' : 'has another';
    const detail = `entry ${index} of term ${entry.term} was committed in term ${entry.commitTerm} (event ${entry.event}); the leader of term ${term} ${lacks}`;
    this.#report(scene, 'LeaderCompleteness', [entry.node, scene.node], detail, {
      type: 'lacksCommitted',
      index,
      entryTerm: entry.term,
      commitTerm: entry.commitTerm,
      leaderTerm: term,
      hasOther: own !== undefined,
      before: entry.node,
      earlier: entry.event,
    });
  }

  #checkLeaderAppends(scene: Scene, first: LogIndex, last: LogIndex): void {
    const { member } = scene;
    if (member.leads === undefined) return;
    if (member.ledTo !== undefined && first !== member.ledTo + 1) {
      const detail = `the leader of term ${member.leads} had entries up to ${member.ledTo} and now appends from ${first}`;
      this.#report(scene, 'LeaderAppendOnly', [scene.node], detail, {
        type: 'leaderSkipped',
        term: member.leads,
        last: member.ledTo,
        index: first,
      });
    }
    member.ledTo = last;
  }

  #checkTruncated(scene: Scene, from: LogIndex): void {
    const { leads, commit } = scene.member;
    if (leads !== undefined) {
      const detail = `the leader of term ${leads} has removed its entries from ${from} on`;
      this.#report(scene, 'LeaderAppendOnly', [scene.node], detail, {
        type: 'leaderRemoved',
        term: leads,
        index: from,
      });
    }
    if (from <= commit) {
      const detail = `entries from ${from} on were removed, though committed up to ${commit}`;
      this.#report(scene, 'StateMachineSafety', [scene.node], detail, {
        type: 'committedRemoved',
        index: from,
        commit,
        earlier: this.#memory.committed.at(from - 1)?.event,
      });
    }
  }

  /** New entries of a log: each must go on from the same prefix as everywhere else. */
  #checkEntries(scene: Scene, entries: readonly Entry[], hashes: readonly number[]): void {
    const { log } = scene.member;
    let isMatching = true;
    for (const [i, { index, term }] of entries.entries()) {
      assert(index === log.last + 1, `entry ${index} goes on from ${log.last}`);
      log.append(term, this.#hashAt(log, log.last), present(hashes[i], 'each entry has its hash'));
      const hash = log.at(index)?.hash;
      if (!isMatching || hash === undefined) continue;
      const known = this.#memory.prefixHash(index, term);
      if (known === undefined) this.#memory.learn(index, term, hash);
      isMatching = known === undefined || known === hash;
      if (isMatching) continue;
      const detail = `the log of node ${scene.node} up to entry ${index} of term ${term} differs from another log that has that entry`;
      this.#report(scene, 'LogMatching', [scene.node], detail, {
        type: 'logsDiffer',
        index,
        entryTerm: term,
      });
    }
  }

  #checkCommitted(scene: Scene, to: LogIndex): void {
    const { member } = scene;
    let index = member.commit + 1;
    while (index <= to && this.#checkCommittedEntry(scene, index)) index++;
    // What is as everywhere else need not be known of this member.
    member.log.forgetTo(Math.min(index - 1, member.log.last, this.#memory.committed.length));
    member.commit = Math.max(member.commit, to);
  }

  #checkCommittedEntry(scene: Scene, index: LogIndex): boolean {
    const entry = scene.member.log.at(index);
    if (entry?.hash === undefined) return true; // within a snapshot, which is compared as a whole
    const { hash, term } = entry;
    const { node, event } = scene;
    const before = this.#memory.committed.at(index - 1);
    if (before === undefined) {
      if (index !== this.#memory.committed.length + 1) return true;
      this.#memory.commit({ term, hash, commitTerm: scene.member.term, node, event: event.number });
      return true;
    }
    if (before.hash === hash && before.term === term) return true;
    const detail = `entry ${index} is committed as of term ${before.term} by node ${before.node} (event ${before.event}) and as of term ${term} by node ${node}`;
    this.#report(scene, 'StateMachineSafety', [before.node, node], detail, {
      type: 'committedTwice',
      index,
      entryTerm: term,
      beforeTerm: before.term,
      before: before.node,
      earlier: before.event,
    });
    return false;
  }

  #learnDisk({ node, member: { log } }: Scene): void {
    this.#durability.started(node, log.last, this.#memory.committed.length, this.#hashOf(log));
  }

  /** A leader's own decision about the highest entry: what is below it is on the same disks. */
  #checkDurable(scene: Scene, index: LogIndex): void {
    const hash = this.#hashAt(scene.member.log, index);
    if (hash === undefined || index <= this.#memory.committed.length) return;
    for (const voters of halvesOf(scene.member.confState)) {
      const holders = this.#durability.holders(voters, index, hash);
      if (holders.length * 2 > voters.length) continue;
      const on = holders.length === 0 ? 'no disk' : `the disks of ${holders.join(', ')} alone`;
      const detail = `node ${scene.node} commits entry ${index}, which is on ${on}, of voters ${voters.join(', ')}`;
      this.#report(scene, 'QuorumDurability', [scene.node], detail, {
        type: 'notDurable',
        index,
        have: holders,
        voters,
      });
    }
  }

  #checkSnapshot(scene: Scene, index: LogIndex, term: Term): void {
    const committed = this.#memory.committed.at(index - 1);
    scene.member.commit = Math.max(scene.member.commit, index);
    if (committed?.term === term) return;
    const truth =
      committed === undefined ? 'nothing is committed there' : `that entry is of term ${committed.term}`;
    const detail = `node ${scene.node} takes over a snapshot up to entry ${index} of term ${term}, but ${truth}`;
    this.#report(scene, 'StateMachineSafety', [scene.node], detail, {
      type: 'wrongSnapshot',
      index,
      entryTerm: term,
      beforeTerm: committed?.term,
      earlier: committed?.event,
    });
  }

  #checkState(scene: Scene, index: LogIndex, revision: Revision): void {
    const { applied, kvHash } = scene.member;
    if (applied !== index) return;
    const before = this.#memory.stateAt(index);
    if (before === undefined) return this.#memory.learnState(index, scene.node, kvHash);
    if (before.hash === kvHash) return;
    const detail = `after entry ${index} node ${before.node} has state ${before.hash} and node ${scene.node} has ${kvHash}`;
    this.#report(scene, 'StateHashAgreement', [before.node, scene.node], detail, {
      type: 'statesDiffer',
      index,
      revision,
      before: before.node,
    });
  }

  /** The hash of a member's log up to index; undefined: it does not reach so far, or nobody knows how it began. */
  #hashAt(log: KnownLog, index: LogIndex): number | undefined {
    if (index === 0) return EMPTY_LOG_HASH;
    return index <= log.base ? this.#memory.committed.at(index - 1)?.hash : log.at(index)?.hash;
  }

  #hashOf(log: KnownLog): PrefixHash {
    return (index) => this.#hashAt(log, index);
  }

  #lookAtCommand(event: WorldEvent, command: Command): void {
    if (command.type !== 'crashed' || this.#disks.has(command.node)) return;
    const { node, reason } = command;
    const detail = `node ${node} has fallen by itself: ${reason}`;
    this.#report({ event }, 'MemberSoundness', [node], detail, { type: 'fellByItself', reason });
  }

  #report(
    _scene: Pick<Scene, 'event'>,
    property: PropertyName,
    nodes: readonly NodeId[],
    detail: string,
    because: RaftContradiction,
  ): void {
    this.#tell({ property, nodes, detail, because });
  }
}
