import type { LogIndex, NodeId, Term } from '../../../src/base/flavor.ts';
import type { TrackerConfig } from '../../../src/raft/confchange/tracker-config.ts';
import type { Entry, HardState, Snapshot } from '../../../src/raft/entry.ts';
import type { Message } from '../../../src/raft/message.ts';
import { lastIndex, termAt } from '../../../src/raft/raft-log.ts';
import type { StateType } from '../../../src/raft/ready.ts';
import type { Raft } from '../../../src/raft/state.ts';
import { isSingleton, isVoter } from '../../../src/raft/tracker.ts';
import { checkConfig, isQuorum } from './configurations.ts';
import { HashedLog } from './hashed-log.ts';
import type { Machine, Observer } from './machine.ts';
import { hold } from './violation.ts';

/** What is remembered of an entry when it is first committed. */
interface Committed {
  readonly hash: number;
  /** The term of the node that committed it first: what LeaderCompleteness speaks of. */
  readonly commitTerm: Term;
}

/** A machine as it was when last looked at, in its present life. */
interface Seen {
  life: number;
  term: Term;
  role: StateType;
  committed: LogIndex;
  applied: LogIndex;
  config: TrackerConfig | undefined;
  unstable: readonly Entry[];
  unstableLength: number;
  offset: LogIndex;
  snapshot: Snapshot | undefined;
  /** Its log, as raft has it. */
  log: HashedLog;
  /** As leader: match of each peer by id, and its log's end when it was elected. */
  matches: LogIndex[];
  electedAt: LogIndex;
}

/** Ids are below this: who gave a vote is a bit. */
const IDS = 32;

/**
 * Looks at a machine after each step, at what the step has changed, and remembers what Raft's promises speak of: who
 * led which term, who voted for whom, what is committed, and the hash of the log before every entry there ever was.
 */
export class Witness implements Observer {
  readonly machines: (Machine | undefined)[] = [];
  /** Entry k at k. */
  readonly committed: Committed[] = [];
  reads = 0;
  /** The configuration in which the last of `committed` was. */
  private lastConfig: TrackerConfig | undefined;
  private readonly leaderOf = new Map<Term, NodeId>();
  private readonly grants = new Map<number, number>();
  private readonly voted = new Map<number, NodeId>();
  private readonly prefixes: { term: Term; hash: number }[][] = [];
  private readonly seen: Seen[] = [];
  private readonly asked = new Map<number, LogIndex>();

  constructor(private readonly deliver: (message: Message) => void) {}

  get commitIndex(): LogIndex {
    return Math.max(0, this.committed.length - 1);
  }

  /** What a run begins with: a snapshot everybody has. */
  begin(index: LogIndex, term: Term, hash: number): void {
    for (let k = 0; k <= index; k++) this.committed[k] = { hash, commitTerm: term };
    this.prefixes[index] = [{ term, hash }];
  }

  looked(machine: Machine): void {
    const { raft, id } = machine;
    const seen = this.seenOf(machine);
    const { committed, applied, applying } = raft.log;
    hold(raft.term >= seen.term, 'TermMonotonic', () => `${id} goes from ${seen.term} to ${raft.term}`);
    this.lookAtLog(machine, seen);
    if (raft.role === 'StateLeader') {
      if (seen.role !== 'StateLeader' || seen.term !== raft.term) this.lookAtElection(machine, seen);
      this.lookAtMatches(machine, seen);
      if (answersUnsure(raft)) this.asked.clear();
    }
    if (committed !== seen.committed) this.lookAtCommit(machine, seen);
    const inOrder = applied <= applying && applying <= committed && committed <= lastIndex(raft.log);
    hold(inOrder, 'IndexOrder', () => `${id}: ${applied} ${applying} ${committed} ${lastIndex(raft.log)}`);
    hold(applied >= seen.applied, 'AppliedMonotonic', () => `${id}: ${seen.applied} to ${applied}`);
    if (raft.tracker.config !== seen.config) checkConfig(raft.tracker);
    seen.term = raft.term;
    seen.role = raft.role;
    seen.applied = applied;
    seen.config = raft.tracker.config;
  }

  applied(machine: Machine): void {
    const { applied, hash } = machine.app;
    const truth = this.committed[applied];
    hold(truth !== undefined, 'ApplyOnlyCommitted', () => `${machine.id} has applied ${applied}`);
    hold(truth.hash === hash, 'StateMachineSafety', () => `the state of ${machine.id} after ${applied}`);
  }

  written(machine: Machine, before: HardState, rewrittenFrom: LogIndex): void {
    const { id, hardState } = machine;
    const { term, vote, commit } = hardState;
    hold(term >= before.term, 'TermMonotonic', () => `the disk of ${id}: ${before.term} to ${term}`);
    hold(
      commit >= before.commit,
      'CommitMonotonic',
      () => `the disk of ${id}: ${before.commit} to ${commit}`,
    );
    if (vote !== 0 && (vote !== before.vote || term !== before.term)) this.noteVote(id, term, vote);
    const isOld = rewrittenFrom !== 0 && rewrittenFrom <= this.commitIndex;
    if (isOld && this.lastConfig !== undefined) this.checkDurable(this.commitIndex, this.lastConfig);
  }

  sent(machine: Machine, message: Message): void {
    const { id, hardState, disk } = machine;
    if (message.type === 'MsgVoteResp' && !message.reject) {
      const isDurable = hardState.term > message.term || hardState.vote === message.to;
      hold(isDurable, 'VoteDurable', () => `${id} votes for ${message.to} in ${message.term}`);
      this.noteVote(id, message.term, message.to);
      this.grant(message.term, message.to, id);
    } else if (message.type === 'MsgAppResp' && !message.reject) {
      // In one Ready a newer leader may have replaced again what was acknowledged: then the disk tells its term.
      const isDurable = message.index <= disk.last || hardState.term > message.term;
      hold(isDurable, 'AckDurable', () => `${id} says ${message.index}, has ${disk.last}`);
    }
    this.deliver(message);
  }

  ask(read: number): void {
    this.asked.set(read, this.commitIndex);
  }

  read(machine: Machine, index: LogIndex, context: Uint8Array): void {
    const floor = this.asked.get((context[0] ?? 0) + ((context[1] ?? 0) << 8)) ?? 0;
    const { readOnlyOption } = machine.raft.config;
    this.reads++;
    if (readOnlyOption !== 'safe') return; // leases rely on clocks, and these clocks run as they like
    hold(index >= floor, 'ReadIndexFresh', () => `a read at ${machine.id} gets ${index}, asked at ${floor}`);
  }

  private seenOf(machine: Machine): Seen {
    const { id, raft } = machine;
    let seen = this.seen[id];
    if (seen === undefined || seen.life !== machine.lives) {
      seen = firstSight(machine);
      this.seen[id] = seen;
      const { term } = machine.hardState;
      hold(raft.term === term, 'TermMonotonic', () => `${id} restarts in ${raft.term}, wrote ${term}`);
    }
    return seen;
  }

  /** Entries that are new in this log: each goes on from the same prefix as everywhere else. */
  private lookAtLog(machine: Machine, seen: Seen): void {
    const { unstable } = machine.raft.log;
    const { entries, offset, snapshot } = unstable;
    const isSame =
      entries === seen.unstable && entries.length === seen.unstableLength && offset === seen.offset;
    if (isSame && snapshot === seen.snapshot) return;
    seen.snapshot = snapshot;
    const last = offset + entries.length - 1;
    const { log } = seen;
    const isRestored = snapshot !== undefined && snapshot.index > log.base && offset === snapshot.index + 1;
    if (isRestored && log.at(snapshot.index) !== this.committed[snapshot.index]?.hash)
      this.restored(machine, seen);
    let from = last + 1;
    while (from > offset && log.entry(from - 1) !== entries[from - 1 - offset]) from--;
    const oldLast = log.last;
    if (from <= oldLast) this.lookAtTruncation(machine, seen, from);
    else
      hold(last >= oldLast || isRestored, 'LogKept', () => `${machine.id} ends at ${last}, not ${oldLast}`);
    for (let index = from; index <= last; index++) {
      const entry = entries[index - offset] as Entry;
      log.put(entry);
      this.lookAtEntry(machine, entry, log.at(index) as number);
    }
    seen.unstable = entries;
    seen.unstableLength = entries.length;
    seen.offset = offset;
  }

  private restored(machine: Machine, seen: Seen): void {
    const index = machine.raft.log.unstable.snapshot?.index ?? 0;
    const truth = this.committed[index];
    hold(truth !== undefined, 'SnapshotTrue', () => `${machine.id} takes over ${index}, not committed`);
    seen.log.become(index, truth.hash);
  }

  private lookAtTruncation(machine: Machine, seen: Seen, from: LogIndex): void {
    const { id, raft } = machine;
    const leads = seen.role === 'StateLeader' && raft.role === 'StateLeader' && seen.term === raft.term;
    hold(!leads, 'LeaderAppendOnly', () => `the leader ${id} of ${raft.term} replaces ${from}`);
    hold(from > seen.committed, 'StateMachineSafety', () => `${id} replaces ${from}, committed`);
  }

  private lookAtEntry(machine: Machine, entry: Entry, hash: number): void {
    const { index, term } = entry;
    const known = this.prefixes[index] ?? (this.prefixes[index] = []);
    const same = known.find((one) => one.term === term);
    if (same !== undefined) {
      hold(same.hash === hash, 'LogMatching', () => `${machine.id} at ${index} of term ${term}`);
      return;
    }
    const isOwn = machine.raft.role === 'StateLeader' && machine.raft.term === term;
    hold(isOwn, 'EntryOrigin', () => `${index} of term ${term} first appears at ${machine.id}`);
    known.push({ term, hash });
  }

  private lookAtElection(machine: Machine, seen: Seen): void {
    const { id, raft, hardState } = machine;
    const { term } = raft;
    const before = this.leaderOf.get(term);
    hold(before === undefined || before === id, 'ElectionSafety', () => `${before} and ${id} lead ${term}`);
    this.leaderOf.set(term, id);
    machine.ledTerm = term;
    const own = hardState.term === term && hardState.vote === id ? 1 << id : 0;
    const granted = own | (this.grants.get(Number(term) * IDS + id) ?? 0);
    const isElected = isQuorum(raft.tracker.config, (voter) => (granted & (1 << voter)) !== 0);
    hold(isElected, 'QuorumElected', () => `${id} in term ${term} has the votes ${granted.toString(2)}`);
    this.checkComplete(machine, seen, term);
    seen.matches = [];
    seen.electedAt = lastIndex(raft.log);
  }

  private checkComplete(machine: Machine, seen: Seen, term: Term): void {
    let index = this.commitIndex;
    while (index > 0 && !((this.committed[index] as Committed).commitTerm < term)) index--;
    const truth = this.committed[index] as Committed;
    hold(
      seen.log.covers(index, truth.hash),
      'LeaderCompleteness',
      () => `${machine.id}, leader of ${term}, lacks ${index}, committed in ${truth.commitTerm}`,
    );
  }

  /** What a leader believes of a member that is still of its term is on that member's disk. */
  private lookAtMatches(machine: Machine, seen: Seen): void {
    const { raft, id } = machine;
    const { progress } = raft.tracker;
    for (let i = 0; i < progress.length; i++) {
      const { id: peer, match, next } = progress[i] as Raft['tracker']['progress'][number];
      if (match === (seen.matches[peer] ?? 0)) continue;
      seen.matches[peer] = match;
      const other = this.machines[peer];
      // Its own disk may lag behind what it was elected with: it counts only what it appends from then on.
      if (other === undefined || other.hardState.term > raft.term) continue;
      if (peer === id && match < seen.electedAt) continue;
      const hash = seen.log.at(match) ?? this.committed[match]?.hash;
      const isTrue = match < next && hash !== undefined && (match === 0 || other.disk.covers(match, hash));
      hold(isTrue, 'MatchIsTrue', () => `${id}, leader of ${raft.term}, believes ${match} of ${peer}`);
    }
  }

  private lookAtCommit(machine: Machine, seen: Seen): void {
    const { raft, id } = machine;
    const { committed } = raft.log;
    const before = seen.committed;
    hold(committed > before, 'CommitMonotonic', () => `${id}: ${before} to ${committed}`);
    for (let index = before + 1; index <= committed; index++) {
      const hash = seen.log.at(index);
      if (hash === undefined) continue; // within a snapshot, compared as a whole
      const truth = this.committed[index];
      if (truth === undefined) this.commit(index, hash, raft);
      else hold(truth.hash === hash, 'StateMachineSafety', () => `${id} commits another ${index}`);
    }
    seen.committed = committed;
    if (this.commitIndex === committed && this.lastConfig === raft.tracker.config)
      this.checkDurable(committed, raft.tracker.config);
  }

  private commit(index: LogIndex, hash: number, raft: Raft): void {
    this.committed.push({ hash, commitTerm: raft.term });
    hold(this.commitIndex === index, 'CommitAgreement', () => `${index} is committed before what is below`);
    this.lastConfig = raft.tracker.config;
  }

  private checkDurable(index: LogIndex, config: TrackerConfig): void {
    const { hash } = this.committed[index] as Committed;
    const isDurable = isQuorum(config, (id) => this.machines[id]?.disk.covers(index, hash) === true);
    hold(isDurable, 'QuorumDurability', () => `${index} is committed, but not on the disks of a quorum`);
  }

  private noteVote(id: NodeId, term: Term, candidate: NodeId): void {
    const key = Number(term) * IDS + id;
    const before = this.voted.get(key);
    hold(
      before === undefined || before === candidate,
      'VoteOnce',
      () => `${id} votes for ${before} and ${candidate} in ${term}`,
    );
    this.voted.set(key, candidate);
  }

  private grant(term: Term, candidate: NodeId, voter: NodeId): void {
    const key = Number(term) * IDS + candidate;
    this.grants.set(key, (this.grants.get(key) ?? 0) | (1 << voter));
  }
}

/**
 * As in etcd, a leader that knows of one voter only answers reads from what it knows to be committed: even before its
 * first commit, and even when that voter is another, because it has been removed. That may be less than others know,
 * so nothing is promised of reads that are under way then.
 */
function answersUnsure({ id, term, log, tracker }: Raft): boolean {
  const { config } = tracker;
  return isSingleton(config) && (!isVoter(config, id) || termAt(log, log.committed) !== term);
}

function firstSight(machine: Machine): Seen {
  const { raft, disk, lives, hardState, storage } = machine;
  return {
    life: lives,
    term: hardState.term,
    role: 'StateFollower',
    committed: Math.max(hardState.commit, storage.firstIndex() - 1),
    applied: machine.lives === 1 ? 0 : storage.firstIndex() - 1,
    config: undefined,
    unstable: raft.log.unstable.entries,
    unstableLength: 0,
    offset: -1,
    snapshot: undefined,
    log: disk.copy(),
    matches: [],
    electedAt: 0,
  };
}
