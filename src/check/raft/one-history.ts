import { present } from '../../base/assert.ts';
import type { LogIndex, NodeId } from '../../base/flavor.ts';
import type { NodeInput, NodeOutput, NodeTrace } from '../../node/io.ts';
import { mayBegin, touches } from '../../node/report/touched.ts';
import type { MemberChanges } from '../../node/report/changes.ts';
import { isResponse, type Message } from '../../raft/message.ts';
import type { Command } from '../../sim/command/command.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import { BrokenDisks } from '../broken-disks.ts';
import type { Report } from '../monitor.ts';
import {
  checkCommitted,
  checkDecision,
  checkMonotonic,
  checkSentIndexes,
  checkStillDurable,
  logNow,
  reportLost,
} from './commits.ts';
import {
  changeConf,
  checkCampaign,
  checkConfAppended,
  checkOverlap,
  checkProgressOf,
} from './configuration.ts';
import { bringsLog, Durability } from './durability.ts';
import {
  bindByDisk,
  changeRole,
  checkElected,
  checkGranted,
  checkLease,
  checkSentTerm,
  checkTerms,
  countVote,
  leaseAgainst,
  type Lease,
} from './elections.ts';
import { agreedUpTo, checkEntries, checkOrigins } from './entries.ts';
import { cloneMember, foldNumbers, newMember, progressAfter, type KnownMember } from './known-member.ts';
import { checkIndexOrder, checkLeaderAppends, checkTruncated } from './logs.ts';
import { ProgressMonitor } from '../progress/progress-monitor.ts';
import type { Stall } from '../progress/stall.ts';
import { Memory } from './memory.ts';
import { checkAsked, checkConfirmed, checkServed, forgetReads, noteHeard, noteReads } from './reads.ts';
import { checkProgress } from './replication.ts';
import type { OpenScene, Scene } from './scene.ts';
import { checkApplied, checkInstalled, checkRestored, checkRevision, checkSentSnapshot } from './states.ts';

/**
 * Everything that can be judged at a step of Raft itself (check/properties.ts: elections to reads), of those members whose
 * logs are one history. It is a fold over the members' records: their logs are known by the hashes of what they have
 * appended, their disks by what they have asked for and what was written, and nobody looks into a member. Decisions say
 * where to look; what is compared are logs, disks, states and messages.
 */
export class OneHistory {
  readonly #memory: Memory;
  readonly #members: Map<NodeId, KnownMember>;
  readonly #durability: Durability;
  readonly #progress: ProgressMonitor;
  readonly #disks: BrokenDisks;
  /** Whose disk was lost while it was down: as long as it stays down it has broken no promise. */
  readonly #wiped: Set<NodeId>;
  #scene: OpenScene | undefined;

  /** `memory`: what it begins with; absent: what `from` knows. */
  constructor(from?: OneHistory, memory: Memory | undefined = from?.memory) {
    this.#memory = new Memory(memory);
    this.#members = new Map();
    for (const [node, member] of from === undefined ? [] : from.#members)
      this.#members.set(node, cloneMember(member));
    this.#durability = from === undefined ? new Durability() : from.#durability.clone();
    this.#progress = from === undefined ? new ProgressMonitor() : from.#progress.clone();
    this.#disks = from === undefined ? new BrokenDisks() : from.#disks.clone();
    this.#wiped = new Set(from === undefined ? [] : from.#wiped);
  }

  get stalls(): readonly Stall[] {
    return this.#progress.stalls;
  }

  get memory(): Memory {
    return this.#memory;
  }

  clone(): OneHistory {
    return new OneHistory(this);
  }

  /** Whether a member of it has this one in its configuration. */
  counts(node: NodeId): boolean {
    for (const { confState } of this.#members.values()) {
      const { voters, votersOutgoing, learners } = confState;
      if (voters.includes(node) || votersOutgoing.includes(node) || learners.includes(node)) return true;
    }
    return false;
  }

  /** A member goes over to another history, or begins anew there: what it does says nothing about this one any more. */
  leave(node: NodeId): void {
    this.#members.delete(node);
    this.#durability.forget(node);
    this.#wiped.delete(node);
  }

  /**
   * The history that a member begins alone with this record, and leaves this one: with what its log has of what is
   * committed here. The rest is lost there: that is reported once, and no more.
   */
  goOnAlone({ node, output }: WorldEvent, report: Report): OneHistory {
    const memory = this.#memory;
    const kept = output === undefined ? 0 : agreedUpTo(memory, output.changes);
    const lost = memory.committed.at(kept);
    if (lost !== undefined && !memory.isTampered(node)) {
      const instead = output?.changes.appended?.find(({ index }) => index === kept + 1);
      reportLost(report, node, { ...lost, index: kept + 1 }, instead?.term);
    }
    const next = new OneHistory(this, memory.upTo(kept, node));
    for (const other of this.#members.keys()) next.leave(other);
    this.leave(node);
    return next;
  }

  /** What happens to members of another history: faults, and what is calm, concern all. */
  lookAside(event: WorldEvent, report: Report): void {
    const { command } = event;
    this.#disks.look(event);
    if (command !== undefined && command.type !== 'crashed') this.#lookAtCommand(command, report);
    this.#noteStatus(event);
    if (event.calls.length > 0) forgetReads(this.#memory, event.calls);
    this.#progress.look(event, this.#members, this.#memory);
  }

  #noteStatus({ became }: WorldEvent): void {
    for (let i = 0; i < became.length; i++) {
      const { node, status } = present(became[i], 'it is within the list');
      const member = this.#members.get(node);
      if (member !== undefined) member.isUp = status !== 'killed';
    }
  }

  look(event: WorldEvent, report: Report): void {
    const { command, input, output } = event;
    this.#disks.look(event);
    if (command !== undefined) this.#lookAtCommand(command, report);
    this.#noteStatus(event);
    if (input !== undefined) {
      noteReads(this.#memory, input, event.number);
      if (input.type === 'writeDone' && input.failed === undefined)
        this.#finishWrite(event, input.write, report);
    }
    if (output !== undefined) this.#lookAtRecord(event, output, report);
    if (event.calls.length > 0) forgetReads(this.#memory, event.calls);
    this.#progress.look(event, this.#members, this.#memory);
  }

  #lookAtRecord(event: WorldEvent, output: NodeOutput, report: Report): void {
    const { input, node } = event;
    const { changes } = output;
    const isBoot = mayBegin(event.touched) && changes.boot !== undefined;
    // A run's first lives begin before its first event: on disks that it has not seen written.
    if (isBoot && event.number === 0 && (changes.first ?? 1) > 1) this.#memory.beganWithin = true;
    let member = this.#members.get(node);
    if (member === undefined || isBoot) {
      member = newMember(node);
      member.constants = changes.boot;
      this.#members.set(node, member);
    }
    if (input !== undefined) noteInput(member, input);
    const lease = input?.type === 'message' ? leaseAgainst(member, input.message) : undefined;
    if (lease === undefined && isQuiet(event.touched, output)) {
      if (changes.electionElapsed !== undefined) member.electionElapsed = changes.electionElapsed;
      return;
    }
    this.#judge(this.#sceneOf(event, output, member, isBoot, report), changes, lease);
  }

  #sceneOf(
    event: WorldEvent,
    output: NodeOutput,
    member: KnownMember,
    isBoot: boolean,
    report: Report,
  ): Scene {
    const scene = this.#scene;
    if (scene === undefined) {
      this.#scene = {
        event,
        node: event.node,
        input: event.input,
        output,
        member,
        isBoot,
        fresh: [],
        differs: false,
        memory: this.#memory,
        durability: this.#durability,
        members: this.#members,
        report,
      };
      return this.#scene;
    }
    scene.event = event;
    scene.node = event.node;
    scene.input = event.input;
    scene.output = output;
    scene.member = member;
    scene.isBoot = isBoot;
    if (scene.fresh.length > 0) scene.fresh.length = 0;
    scene.differs = false;
    scene.report = report;
    return scene;
  }

  /** What the member knew before, what the record says that it knows now, and its decisions in between. */
  #judge(scene: Scene, changes: MemberChanges, lease: Lease | undefined): void {
    const { member, node, output, event } = scene;
    const { touched } = event;
    const { trace, sends, writes } = output;
    const { applied, progress } = member;
    if (changes.electionElapsed !== undefined) member.electionElapsed = changes.electionElapsed;
    let conf: LogIndex | undefined;
    if (touched !== 0) {
      if (touched & TERMS) checkTerms(scene, changes);
      if (touched & INDEXES) checkMonotonic(scene, changes);
      foldNumbers(member, changes, touched);
      if (touched & touches.log) conf = foldLog(scene, changes);
      if (touched & touches.progress) member.progress = progressAfter(member, changes);
      if (touched & touches.config) foldConf(member, changes, trace);
    }
    if (trace.length > 0) this.#lookAtDecisions(scene, applied);
    if (touched !== 0) {
      if (scene.fresh.length > 0) checkOrigins(scene);
      if (touched & touches.commit) member.commit = changes.commit ?? member.commit;
      if (conf !== undefined) checkConfAppended(scene, conf);
      if (touched & touches.config && changes.confState !== undefined) this.#takeConf(scene, changes);
      if (touched & touches.stable) bindByDisk(scene, changes);
    }
    for (let i = 0; i < sends.length; i++) checkSent(scene, sends[i] as Message);
    if (touched !== 0) {
      if (touched & touches.progress && changes.progress !== undefined)
        checkProgress(scene, progress, changes.progress);
      if (touched & (touches.progress | touches.config)) checkProgressOf(scene, changes);
      if (touched & INDEXES) checkIndexOrder(scene);
      if (touched & touches.store && changes.kvHash !== undefined && !scene.differs)
        checkRevision(scene, member.revision);
    }
    if (lease !== undefined) checkLease(scene, lease);
    if (writes.some(bringsLog)) this.#durability.asked(node, writes, logNow(this.#memory, member));
  }

  #lookAtDecisions(scene: Scene, appliedBefore: number): void {
    const { trace } = scene.output;
    let applied = appliedBefore;
    for (const one of trace) {
      if (one.type === 'applied') {
        checkApplied(scene, applied, one.first, one.last);
        applied = one.last;
      } else if (one.type === 'snapshotInstalled') {
        checkInstalled(scene, applied, one.index);
        applied = one.index;
      } else this.#lookAt(scene, one);
    }
  }

  #lookAt(scene: Scene, trace: NodeTrace): void {
    const { member } = scene;
    switch (trace.type) {
      case 'started':
        member.compared = trace.snapshot;
        member.commit = trace.commit;
        checkCommitted(scene, trace.commit);
        return this.#learnDisk(scene);
      case 'becameFollower':
        return stepDown(scene, 'StateFollower');
      case 'becamePreCandidate':
        stepDown(scene, 'StatePreCandidate');
        return checkCampaign(scene, 'StatePreCandidate');
      case 'becameCandidate':
        stepDown(scene, 'StateCandidate');
        return checkCampaign(scene, 'StateCandidate');
      case 'becameLeader':
        changeRole(scene, 'StateLeader');
        checkElected(scene, trace.term);
        checkCampaign(scene, 'StateLeader');
        return checkOverlap(scene);
      case 'voteGranted':
        return checkGranted(scene, trace);
      case 'voteCounted':
        return countVote(scene, trace);
      case 'entriesAppended':
        return checkLeaderAppends(scene, trace.first, trace.last);
      case 'logTruncated':
        return checkTruncated(scene, trace.from);
      case 'committed':
        return checkDecision(scene, trace);
      case 'snapshotRestored':
        return checkRestored(scene, trace.index, trace.term);
      case 'configSwitched':
        return changeConf(scene, trace.confState, isWholeConf(scene));
      case 'readServed':
        return checkServed(scene, trace);
      case 'readConfirmed':
        return checkConfirmed(scene, trace);
      case 'readIndexAsked':
        return checkAsked(scene, trace);
      default:
        return;
    }
  }

  /** A life begins with what its disk has: that is less than was written only if the disk has lost it. */
  #learnDisk(scene: Scene): void {
    const { node, member } = scene;
    const had = this.#hasNewest(node);
    this.#durability.started(node, logNow(this.#memory, member));
    if (had && !this.#hasNewest(node)) this.#checkLoss(scene);
  }

  /** Whether a node's disk has the newest entry that is committed. */
  #hasNewest(node: NodeId): boolean {
    const { committed } = this.#memory;
    const entry = committed.at(committed.length - 1);
    return entry !== undefined && this.#durability.hasCommitted(node, committed.length, entry.hash);
  }

  #finishWrite(event: WorldEvent, write: number, report: Report): void {
    const { node, output } = event;
    const had = this.#hasNewest(node);
    this.#durability.written(node, write);
    const member = this.#members.get(node);
    if (!had || member === undefined || output === undefined || this.#hasNewest(node)) return;
    this.#checkLoss(this.#sceneOf(event, output, member, false, report));
  }

  #checkLoss(scene: Scene): void {
    const { confInForce } = this.#memory;
    if (confInForce !== undefined) checkStillDurable(scene, confInForce.confState);
  }

  /** Of whoever has applied most: that configuration is in force. */
  #takeConf(scene: Scene, { confState }: MemberChanges): void {
    const { member, event } = scene;
    const { applied } = member;
    member.confState = confState ?? member.confState;
    const memory = this.#memory;
    if (member.pendingSnapshot !== 0 || member.confState.voters.length === 0) return;
    if (scene.isBoot) {
      if (memory.confInForce === undefined)
        memory.confInForce = { applied, confState: member.confState, event: event.number };
      return;
    }
    if (applied >= (memory.confInForce?.applied ?? 0)) {
      memory.confInForce = { applied, confState: member.confState, event: event.number };
      checkStillDurable(scene, member.confState);
    }
    checkOverlap(scene);
  }

  #lookAtCommand(command: Command, report: Report): void {
    if (command.type === 'loseDisk' || command.type === 'loadDisk') {
      this.#memory.tamper(command.node);
      this.#wiped.add(command.node);
    }
    const isStart = command.type === 'restart' || command.type === 'forceNewCluster';
    if (isStart && this.#wiped.delete(command.node)) this.#durability.forget(command.node);
    if (command.type === 'addMachine') {
      this.#memory.beginAnew(command.node);
      this.#durability.forget(command.node);
    }
    if (command.type !== 'crashed') return;
    const { node, reason } = command;
    // Who falls by its disk does what etcd does.
    if (this.#memory.isTampered(node) || this.#disks.has(node)) return;
    report({
      property: 'MemberSoundness',
      nodes: [node],
      detail: `node ${node} has fallen by itself: ${reason}`,
      because: { type: 'fellByItself', reason },
    });
  }
}

/** Answers that are still to leave are of the last few terms. */
const REMOVALS_MAX = 8;
/** The parts of a record in which terms and indexes are. */
const TERMS = touches.term | touches.stable;
const INDEXES = touches.commit | touches.applied | touches.log | touches.stable;

/** A record that tells of no switch tells how it was when the decisions were made. */
function foldConf(member: KnownMember, { confState }: MemberChanges, trace: readonly NodeTrace[]): void {
  if (confState === undefined || trace.some(({ type }) => type === 'configSwitched')) return;
  member.confState = confState;
}

/** A record without a decision, in which nothing has changed that is judged, and nothing goes out: a follower's tick, say. */
function isQuiet(touched: number, { trace, sends, writes }: NodeOutput): boolean {
  return touched === 0 && trace.length === 0 && sends.length === 0 && writes.length === 0;
}

function noteInput(member: KnownMember, input: NodeInput): void {
  if (input.type === 'tick') member.ticks++;
  else if (input.type === 'message' && member.leads !== undefined && isResponse(input.message))
    noteHeard(member, input.message.from);
}

/**
 * New entries come with their hashes; what is compacted is only what was committed, or a log begins anew after a snapshot.
 * Returns the first new entry, if a change of members is among the new ones.
 */
function foldLog(scene: Scene, changes: MemberChanges): LogIndex | undefined {
  const { member } = scene;
  const { truncatedFrom, first, appended } = changes;
  if (truncatedFrom !== undefined) {
    member.log.truncate(truncatedFrom);
    member.removals = [...member.removals.slice(-REMOVALS_MAX), { from: truncatedFrom, term: member.term }];
    if (member.confIndexes.length > 0)
      member.confIndexes = member.confIndexes.filter((index) => index < truncatedFrom);
  }
  if (first !== undefined) {
    member.log.forgetTo(first - 1);
    if (member.confIndexes.length > 0)
      member.confIndexes = member.confIndexes.filter((index) => index >= first);
  }
  if (appended === undefined) return undefined;
  const conf = member.confIndexes.length;
  checkEntries(scene, appended, changes.hashes ?? []);
  return member.confIndexes.length > conf ? appended[0]?.index : undefined;
}

function stepDown(scene: Scene, to: 'StateFollower' | 'StatePreCandidate' | 'StateCandidate'): void {
  const { member } = scene;
  changeRole(scene, to);
  member.leads = undefined;
  member.ledTo = undefined;
  if (member.granters.length > 0) member.granters = [];
}

/** A configuration that comes with a snapshot, or that a life begins with, is no step from the one before. */
function isWholeConf({ isBoot, output }: Scene): boolean {
  return isBoot || output.trace.some(({ type }) => type === 'snapshotRestored');
}

function checkSent(scene: Scene, message: Message): void {
  checkSentTerm(scene, message);
  checkSentIndexes(scene, message);
  if (message.type === 'MsgSnap') checkSentSnapshot(scene, message);
}
