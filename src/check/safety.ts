import type { LogIndex, NodeId, Term } from '../base/flavor.ts';
import type { NodeTrace } from '../node/io.ts';
import type { Member } from '../node/member.ts';
import type { MemberView } from '../node/report/view.ts';
import type { Command } from '../sim/command/command.ts';
import type { Contradiction, Violation, Watcher } from '../sim/record/watcher.ts';
import type { WorldEvent } from '../sim/record/world-event.ts';
import { bringsLog, Durability, halvesOf, type PrefixHash } from './durability.ts';
import { EMPTY_LOG_HASH, extendHash } from './entry-hash.ts';
import { Ghost } from './ghost.ts';

/** What the checker keeps of one member in its present life. */
interface Watched {
  /** Everything up to here has been compared with what is committed. */
  readonly commit: LogIndex;
  /** The term it leads, if it leads. */
  readonly leads: Term | undefined;
  /** As leader: the last index it is known to have had. */
  readonly last: LogIndex | undefined;
}

const NEW: Watched = { commit: 0, leads: undefined, last: undefined };

/** More would tell nothing new. */
const VIOLATIONS_MAX = 100;

/** One member just after one event, for the rules below. */
interface Scene {
  readonly event: WorldEvent;
  readonly node: NodeId;
  readonly member: Member;
  /** Made when first asked for. */
  readonly view: () => MemberView;
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
 * A member's decisions (traces) only say where to look; what is compared is its log.
 */
export class Safety implements Watcher {
  readonly #ghost: Ghost;
  readonly #watched: Map<NodeId, Watched>;
  readonly #durability: Durability;
  /** Whose promises cannot be kept. */
  readonly #lostDisks: Set<NodeId>;
  #violations: readonly Violation[];
  #steps: number;

  constructor(from?: Safety) {
    this.#ghost = new Ghost(from === undefined ? undefined : from.#ghost);
    this.#watched = new Map(from === undefined ? [] : from.#watched);
    this.#durability = from === undefined ? new Durability() : from.#durability.clone();
    this.#lostDisks = new Set(from === undefined ? [] : from.#lostDisks);
    this.#violations = from === undefined ? [] : from.#violations;
    this.#steps = from === undefined ? 0 : from.#steps;
  }

  get steps(): number {
    return this.#steps;
  }

  get violations(): readonly Violation[] {
    return this.#violations;
  }

  clone(): Safety {
    return new Safety(this);
  }

  look(event: WorldEvent, member: Member | undefined): void {
    this.#steps = event.number;
    if (event.command !== undefined) this.#lookAtCommand(event, event.command);
    if (event.input?.type === 'writeDone') this.#durability.written(event.node, event.input.write);
    if (event.output === undefined || member === undefined) return;
    const { trace, writes } = event.output;
    if (trace.length === 0 && writes.length === 0) return;
    let seen: MemberView | undefined;
    const scene: Scene = { event, node: event.node, member, view: () => (seen ??= member.view()) };
    for (const one of trace) this.#lookAt(scene, one);
    if (writes.some(bringsLog)) {
      const { last } = scene.view();
      this.#durability.asked(scene.node, writes, last, this.#ghost.committed.length, this.#hashOf(member));
    }
  }

  #lookAt(scene: Scene, trace: NodeTrace): void {
    switch (trace.type) {
      case 'started':
        this.#watch(scene, { ...NEW, commit: trace.snapshot });
        this.#checkEntries(scene, trace.snapshot + 1, trace.last);
        this.#checkCommitted(scene, trace.commit);
        return this.#learnDisk(scene, trace.last);
      case 'becameLeader':
        return this.#checkElected(scene, trace.term);
      case 'becameFollower':
      case 'becameCandidate':
      case 'becamePreCandidate':
        return this.#watch(scene, { ...this.#of(scene), leads: undefined, last: undefined });
      case 'entriesAppended':
        this.#checkLeaderAppends(scene, trace.first, trace.last);
        return this.#checkEntries(scene, trace.first, trace.last);
      case 'appendAccepted':
        return this.#checkEntries(scene, trace.prev.index + 1, trace.last);
      case 'logTruncated':
        return this.#checkTruncated(scene, trace.from);
      case 'committed':
        if (trace.by === 'quorum') this.#checkDurable(scene, trace.to);
        return this.#checkCommitted(scene, trace.to);
      case 'snapshotRestored':
        return this.#checkSnapshot(scene, trace.index, trace.term);
      case 'applied':
        return this.#checkState(scene, trace.last);
      case 'snapshotInstalled':
        return this.#checkState(scene, trace.index);
      default:
        return;
    }
  }

  #checkElected(scene: Scene, term: Term): void {
    this.#watch(scene, { ...this.#of(scene), leads: term, last: undefined });
    const before = this.#ghost.leaderOf.get(term);
    if (before !== undefined && before.node !== scene.node) {
      const detail = `term ${term} is led by node ${before.node} since event ${before.event} and now by node ${scene.node}`;
      this.#report(scene, 'ElectionSafety', [before.node, scene.node], detail, {
        type: 'twoLeaders',
        term,
        before: before.node,
        earlier: before.event,
      });
    }
    if (before === undefined) this.#ghost.leaderOf.set(term, { node: scene.node, event: scene.event.number });
    this.#checkComplete(scene, term);
  }

  /** The highest entry that was committed in an earlier term: by LogMatching the ones below it follow. */
  #checkComplete(scene: Scene, term: Term): void {
    const { committed } = this.#ghost;
    let index = committed.length;
    while (index > 0 && !((committed.at(index - 1)?.commitTerm ?? 0) < term)) index--;
    const entry = committed.at(index - 1);
    if (entry === undefined || index < scene.view().first) return;
    const own = this.#prefixHash(scene.member, index);
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
    const watched = this.#of(scene);
    if (watched.leads === undefined) return;
    if (watched.last !== undefined && first !== watched.last + 1) {
      const detail = `the leader of term ${watched.leads} had entries up to ${watched.last} and now appends from ${first}`;
      this.#report(scene, 'LeaderAppendOnly', [scene.node], detail, {
        type: 'leaderSkipped',
        term: watched.leads,
        last: watched.last,
        index: first,
      });
    }
    this.#watch(scene, { ...watched, last });
  }

  #checkTruncated(scene: Scene, from: LogIndex): void {
    const { leads, commit } = this.#of(scene);
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
        earlier: this.#ghost.committed.at(from - 1)?.event,
      });
    }
  }

  /** New entries of a log: each must go on from the same prefix as everywhere else. */
  #checkEntries(scene: Scene, first: LogIndex, last: LogIndex): void {
    let hash = this.#prefixHash(scene.member, first - 1);
    for (let index = first; index <= last && hash !== undefined; index++) {
      const entry = scene.member.entry(index);
      if (entry === undefined) return;
      hash = extendHash(hash, entry);
      const known = this.#ghost.prefixHash(index, entry.view.term);
      if (known === undefined) this.#ghost.learn(index, entry.view.term, hash);
      else if (known !== hash) {
        const detail = `the log of node ${scene.node} up to entry ${index} of term ${entry.view.term} differs from another log that has that entry`;
        this.#report(scene, 'LogMatching', [scene.node], detail, {
          type: 'logsDiffer',
          index,
          entryTerm: entry.view.term,
        });
        return;
      }
    }
  }

  #checkCommitted(scene: Scene, to: LogIndex): void {
    const watched = this.#of(scene);
    for (let index = watched.commit + 1; index <= to; index++) {
      if (!this.#checkCommittedEntry(scene, index)) break;
    }
    this.#watch(scene, { ...watched, commit: Math.max(watched.commit, to) });
  }

  #checkCommittedEntry(scene: Scene, index: LogIndex): boolean {
    const entry = scene.member.entry(index);
    const hash = this.#prefixHash(scene.member, index);
    if (entry === undefined || hash === undefined) return true; // within a snapshot, which is compared as a whole
    const { node, event } = scene;
    const before = this.#ghost.committed.at(index - 1);
    if (before === undefined) {
      if (index !== this.#ghost.committed.length + 1) return true;
      const commitTerm = scene.view().term;
      this.#ghost.commit({ term: entry.view.term, hash, commitTerm, node, event: event.number });
      return true;
    }
    if (before.hash === hash && before.term === entry.view.term) return true;
    const detail = `entry ${index} is committed as of term ${before.term} by node ${before.node} (event ${before.event}) and as of term ${entry.view.term} by node ${node}`;
    this.#report(scene, 'StateMachineSafety', [before.node, node], detail, {
      type: 'committedTwice',
      index,
      entryTerm: entry.view.term,
      beforeTerm: before.term,
      before: before.node,
      earlier: before.event,
    });
    return false;
  }

  #learnDisk(scene: Scene, last: LogIndex): void {
    const { node, member } = scene;
    this.#durability.started(node, last, this.#ghost.committed.length, this.#hashOf(member));
  }

  /** A leader's own decision about the highest entry: what is below it is on the same disks. */
  #checkDurable(scene: Scene, index: LogIndex): void {
    const hash = this.#prefixHash(scene.member, index);
    if (hash === undefined || index <= this.#ghost.committed.length) return;
    for (const voters of halvesOf(scene.view().confState)) {
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
    const committed = this.#ghost.committed.at(index - 1);
    const watched = this.#of(scene);
    this.#watch(scene, { ...watched, commit: Math.max(watched.commit, index) });
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

  #checkState(scene: Scene, index: LogIndex): void {
    const { applied, kvHash } = scene.view();
    if (applied !== index) return;
    const before = this.#ghost.states.get(index);
    if (before === undefined) return this.#ghost.learnState(index, scene.node, kvHash);
    if (before.hash === kvHash) return;
    const detail = `after entry ${index} node ${before.node} has state ${before.hash} and node ${scene.node} has ${kvHash}`;
    this.#report(scene, 'StateHashAgreement', [before.node, scene.node], detail, {
      type: 'statesDiffer',
      index,
      before: before.node,
    });
  }

  /**
   * The hash of a member's log up to index: from the nearest entry below whose prefix is known, which is hardly ever
   * further than one. Undefined: the log does not reach so far, or begins after it in a way never seen.
   */
  #prefixHash(member: Member, index: LogIndex): number | undefined {
    if (index === 0) return EMPTY_LOG_HASH;
    const entry = member.entry(index);
    if (entry === undefined) {
      return index < member.view().first ? this.#ghost.committed.at(index - 1)?.hash : undefined;
    }
    const known = this.#ghost.prefixHash(index, entry.view.term);
    if (known !== undefined) return known;
    const before = this.#prefixHash(member, index - 1);
    return before === undefined ? undefined : extendHash(before, entry);
  }

  #hashOf(member: Member): PrefixHash {
    return (index) => this.#prefixHash(member, index);
  }

  #of(scene: Scene): Watched {
    return this.#watched.get(scene.node) ?? NEW;
  }

  #watch(scene: Scene, watched: Watched): void {
    this.#watched.set(scene.node, watched);
  }

  #lookAtCommand(event: WorldEvent, command: Command): void {
    if (command.type === 'loseDisk') this.#lostDisks.add(command.node);
    if (command.type === 'addMachine') this.#lostDisks.delete(command.node);
    if (command.type !== 'crashed' || this.#lostDisks.has(command.node)) return;
    const { node, reason } = command;
    const detail = `node ${node} has fallen by itself: ${reason}`;
    this.#report({ event }, 'MemberSoundness', [node], detail, { type: 'fellByItself', reason });
  }

  #report(
    { event }: Pick<Scene, 'event'>,
    property: string,
    nodes: readonly NodeId[],
    detail: string,
    because: Contradiction,
  ): void {
    if (this.#violations.length >= VIOLATIONS_MAX) return;
    const { at, number } = event;
    this.#violations = [
      ...this.#violations,
      { property, at, event: number, nodes: [...new Set(nodes)].sort((a, b) => a - b), detail, because },
    ];
  }
}
