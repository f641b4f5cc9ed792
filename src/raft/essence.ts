import type { NodeId } from '../base/flavor.ts';
import type { MsgReadIndex } from './message.ts';
import { firstIndex, lastIndex } from './raft-log.ts';
import { ackedPosition } from './read-only.ts';
import type { StateType } from './ready.ts';
import type { Raft } from './state.ts';
import { assertNumber } from './term.ts';
import { findProgress, voteOf } from './tracker.ts';

/**
 * What decides all that a node will ever do, as numbers: two nodes with equal essences and equal entries in their logs answer every
 * message alike. Left out is what cannot be told from outside any more (a follower's votes, the progress of somebody who does not lead), and
 * the timers: whoever compares essences lets nodes campaign and beat when it likes. Ids stand apart, so that nodes can be renamed.
 */
export interface Essence {
  /** Terms, indexes, roles, marks: nothing that names a node. */
  readonly facts: readonly number[];
  /** Values of a fixed order that name a node, or nobody (0). */
  readonly ids: readonly NodeId[];
  /** What is known of each member, ascending by id. */
  readonly peers: readonly PeerEssence[];
}

export interface PeerEssence {
  readonly id: NodeId;
  readonly facts: readonly number[];
}

const roleNumber: Readonly<Record<StateType, number>> = {
  StateFollower: 0,
  StatePreCandidate: 1,
  StateCandidate: 2,
  StateLeader: 3,
};

const stateNumber = { StateProbe: 0, StateReplicate: 1, StateSnapshot: 2 } as const;

/** Of a node all of whose Readys have been taken: nothing waits in its queues. Throws on terms beyond the safe integers. */
export function essenceOf(raft: Raft): Essence {
  const { log, config, readOnly } = raft;
  const isLeader = raft.role === 'StateLeader';
  const { unstable } = log;
  const facts: number[] = [
    assertNumber(raft.term),
    roleNumber[raft.role],
    firstIndex(log),
    lastIndex(log),
    log.committed,
    log.applying,
    log.applied,
    unstable.offset,
    unstable.offsetInProgress,
    unstable.snapshot?.index ?? 0,
    unstable.snapshotInProgress ? 1 : 0,
    raft.tracker.config.autoLeave ? 1 : 0,
    // The lease of a voter: while it lasts it does not listen to candidates.
    config.checkQuorum && raft.lead !== 0 && raft.electionElapsed < config.electionTick ? 1 : 0,
  ];
  const ids: NodeId[] = [raft.vote, raft.lead];
  if (isLeader) {
    facts.push(
      raft.pendingConfIndex,
      readOnly.confirmed,
      readOnly.unconfirmed.length,
      raft.postponedReads.length,
    );
    ids.push(raft.leadTransferee);
    for (const { request, index } of readOnly.unconfirmed) {
      facts.push(index);
      addRead(facts, ids, request);
    }
    for (const request of raft.postponedReads) addRead(facts, ids, request);
  }
  return { facts, ids, peers: peersOf(raft) };
}

function peersOf(raft: Raft): PeerEssence[] {
  const { tracker } = raft;
  const { incoming, outgoing, learners, learnersNext } = tracker.config;
  const isCandidate = raft.role === 'StateCandidate' || raft.role === 'StatePreCandidate';
  return tracker.progress.map(({ id }) => {
    const has = [incoming, outgoing, learners, learnersNext].map((half) => half.includes(id));
    const facts = [has.reduce((bits, yes, i) => bits | (yes ? 1 << i : 0), 0)];
    if (isCandidate) {
      const vote = voteOf(tracker, id);
      facts.push(vote === undefined ? 0 : vote ? 1 : 2);
    }
    if (raft.role === 'StateLeader') addProgress(facts, raft, id);
    return { id, facts };
  });
}

function addProgress(facts: number[], raft: Raft, id: NodeId): void {
  const progress = findProgress(raft.tracker, id);
  if (progress === undefined) return;
  const { inflights } = progress;
  facts.push(
    progress.match,
    progress.next,
    progress.sentCommit,
    stateNumber[progress.state],
    progress.pendingSnapshot,
    (progress.flowPaused ? 1 : 0) | (raft.config.checkQuorum && progress.recentActive ? 2 : 0),
    ackedPosition(raft.readOnly, id) ?? -1,
    inflights.count,
  );
  for (let i = 0; i < inflights.count; i++) {
    const at = (inflights.start + i) % inflights.indexes.length;
    facts.push(inflights.indexes[at] ?? 0, inflights.sizes[at] ?? 0);
  }
}

function addRead(facts: number[], ids: NodeId[], request: MsgReadIndex): void {
  ids.push(request.from);
  const context = request.entries[0]?.data;
  facts.push(context === undefined ? -1 : context.length);
  if (context !== undefined) for (const byte of context) facts.push(byte);
}
