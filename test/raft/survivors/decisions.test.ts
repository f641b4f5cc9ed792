import { describe, expect, it } from 'vitest';
import type { ConfChangeV2, Snapshot } from '../../../src/raft/entry.ts';
import type { Message } from '../../../src/raft/message.ts';
import type { RaftTrace } from '../../../src/raft/trace.ts';
import {
  confStateOf,
  configFor,
  entry,
  logOf,
  Network,
  Peer,
  storageWith,
  type Options,
} from '../core/harness.ts';
import { textBytes } from '../core/text.ts';

type TraceType = RaftTrace['type'];

const three = confStateOf([1, 2, 3]);

/** Node 1 of three with this log, which has told nothing yet. */
function quiet(terms = '1', options: Options = {}, term = 1): Peer {
  const peer = new Peer(configFor(1, storageWith(three, logOf(terms), { term }), options));
  peer.node.takeTrace();
  return peer;
}

/** Node 1, followed by the others; nothing told yet. */
function leading(options: Options = {}, size = 3): { network: Network; leader: Peer } {
  const network = Network.of(size, options);
  network.elect(1);
  const leader = network.peer(1);
  leader.node.takeTrace();
  return { network, leader };
}

function told(peer: Peer, ...types: TraceType[]): RaftTrace[] {
  return peer.node.takeTrace().filter(({ type }) => types.includes(type));
}

function heartbeat(from: number, term: number): Message {
  return { type: 'MsgHeartbeat', to: 1, from, term, commit: 0, context: undefined };
}

function append(index: number, logTerm: number, terms: string, term = 1): Message {
  const entries = logOf(terms).map(({ term }, i) => entry(term, index + 1 + i));
  return { type: 'MsgApp', to: 1, from: 2, term, index, logTerm, entries, commit: 0 };
}

function snapshotOf(index: number, term: number, confState = three): Snapshot {
  return { index, term, confState, data: textBytes('state') };
}

function changeOf(nodeId: number, type: 'ConfChangeAddNode' | 'ConfChangeRemoveNode'): ConfChangeV2 {
  const changes = [{ type, nodeId }];
  return { version: 2, transition: 'ConfChangeTransitionAuto', changes, context: undefined };
}

/** Node 3 lacks what node 1 no longer has, and node 1 has just found that out. */
function behind(): { network: Network; leader: Peer } {
  const { network, leader } = leading();
  network.isolate(3);
  for (const text of ['a', 'b', 'c']) {
    leader.propose(text);
    network.run();
  }
  leader.compact();
  leader.node.reportUnreachable(3);
  leader.node.takeTrace();
  return { network, leader };
}

function about3(peer: Peer): RaftTrace[] {
  return told(peer, 'progressChanged', 'snapshotSent', 'snapshotNotSent').filter(
    (trace) => !('peer' in trace) || trace.peer === 3,
  );
}

describe('a node that is asked for its vote says', () => {
  const vote: Message = {
    type: 'MsgVote',
    to: 1,
    from: 3,
    term: 1,
    index: 5,
    logTerm: 1,
    context: undefined,
  };
  const common = { type: 'voteRejected', candidate: 3, term: 1, own: { term: 1, index: 1 } } as const;
  const theirs = { term: 1, index: 5 };

  it('that it has voted for another', () => {
    const peer = quiet();
    peer.node.step({ ...vote, from: 2 });
    peer.node.step(vote);
    expect(told(peer, 'voteRejected')).toEqual([
      { ...common, rule: 'maySupport', pre: false, reason: 'votedForAnother', vote: 2, lead: 0, theirs },
    ]);
  });

  it('that it knows a leader; a pre-vote about no newer term than its own is no exception', () => {
    const peer = quiet();
    peer.node.step(heartbeat(2, 1));
    peer.node.step(vote);
    peer.node.step({ ...vote, type: 'MsgPreVote' });
    expect(told(peer, 'voteRejected')).toEqual([
      { ...common, rule: 'maySupport', pre: false, reason: 'leaderKnown', vote: 0, lead: 2, theirs },
      { ...common, rule: 'maySupport', pre: true, reason: 'leaderKnown', vote: 0, lead: 2, theirs },
    ]);
  });

  it('that a pre-candidate is of an older term', () => {
    const peer = quiet('1', { preVote: true }, 4);
    peer.node.step({ ...vote, type: 'MsgPreVote' });
    expect(told(peer, 'voteRejected')).toEqual([
      { ...common, rule: 'answersOldPreCandidate', pre: true, reason: 'lowerTerm', vote: 0, lead: 0, theirs },
    ]);
  });

  it('that it is in the lease of a leader, of a vote or a pre-vote', () => {
    const peer = quiet('1', { checkQuorum: true });
    peer.node.step(heartbeat(2, 1));
    peer.tick(3);
    peer.node.step({ ...vote, term: 2 });
    peer.node.step({ ...vote, type: 'MsgPreVote', term: 2 });
    const ignored = {
      type: 'voteIgnored',
      rule: 'transferOverridesLease',
      candidate: 3,
      term: 2,
      reason: 'inLease',
      lead: 2,
    } as const;
    expect(told(peer, 'voteIgnored')).toEqual([
      { ...ignored, pre: false, remainingTicks: 7 },
      { ...ignored, pre: true, remainingTicks: 7 },
    ]);
  });
});

describe('a node that changes its role says', () => {
  it('whom it follows, in which term and why', () => {
    const started = new Peer(configFor(1, storageWith(three, logOf('1'), { term: 3 })));
    expect(told(started, 'becameFollower')).toEqual([
      { type: 'becameFollower', term: 3, lead: 0, reason: 'start' },
    ]);
    started.node.step(heartbeat(2, 4));
    started.node.campaign();
    started.node.step(heartbeat(3, 5));
    started.node.campaign();
    for (const from of [2, 3]) started.node.step({ type: 'MsgVoteResp', to: 1, from, term: 6, reject: true });
    expect(told(started, 'becameFollower', 'becameCandidate')).toEqual([
      { type: 'becameFollower', term: 4, lead: 2, reason: 'higherTerm' },
      { type: 'becameCandidate', term: 5, transfer: false },
      { type: 'becameFollower', term: 5, lead: 3, reason: 'leaderSeen' },
      { type: 'becameCandidate', term: 6, transfer: false },
      { type: 'becameFollower', term: 6, lead: 0, reason: 'lostElection' },
    ]);
  });

  it('that it asks first, then campaigns, then leads', () => {
    const network = Network.of(3, { preVote: true });
    network.elect(1);
    const all = network.peer(1).node.takeTrace();
    expect(all.filter(({ type }) => type.startsWith('became'))).toEqual([
      { type: 'becameFollower', term: 0, lead: 0, reason: 'start' },
      { type: 'becamePreCandidate', term: 0 },
      { type: 'becameCandidate', term: 1, transfer: false },
      { type: 'becameLeader', term: 1 },
    ]);
    const counted = all.flatMap((one) =>
      one.type === 'voteCounted' ? [[one.pre, one.from, one.result]] : [],
    );
    expect(counted).toEqual([
      [true, 1, 'pending'],
      [true, 2, 'won'],
      [false, 1, 'pending'],
      [false, 2, 'won'],
    ]);
  });

  it('that it campaigns because the leader has asked it to', () => {
    const { network, leader } = leading();
    network.peer(2).node.takeTrace();
    leader.node.transferLeader(2);
    network.run();
    expect(told(network.peer(2), 'becameCandidate')).toEqual([
      { type: 'becameCandidate', term: 2, transfer: true },
    ]);
    expect(told(leader, 'transferStarted', 'timeoutNowSent', 'transferAborted')).toEqual([
      { type: 'transferStarted', to: 2 },
      { type: 'timeoutNowSent', to: 2 },
      { type: 'transferAborted', to: 2, reason: 'steppedDown' },
    ]);
  });

  it('that it has not heard a quorum, and whom it has heard', () => {
    const { network, leader } = leading({ checkQuorum: true });
    network.isolate(1);
    leader.tick(20);
    expect(told(leader, 'quorumChecked', 'becameFollower', 'transferAborted')).toEqual([
      { type: 'quorumChecked', rule: 'deposesSilentLeader', active: true, activeIds: [1, 2, 3] },
      { type: 'quorumChecked', rule: 'deposesSilentLeader', active: false, activeIds: [1] },
      { type: 'becameFollower', term: 1, lead: 0, reason: 'quorumInactive' },
    ]);
  });

  it('that it has been removed', () => {
    const { network, leader } = leading({ stepDownOnRemoval: true });
    leader.node.proposeConfChange(changeOf(1, 'ConfChangeRemoveNode'));
    network.run();
    expect(told(leader, 'becameFollower', 'configSwitched')).toEqual([
      { type: 'configSwitched', confState: confStateOf([2, 3]) },
      { type: 'becameFollower', term: 1, lead: 0, reason: 'removed' },
    ]);
  });
});

describe('a transfer of the leadership is told', () => {
  it('when it is replaced, refused, overtaken by the clock or by a removal', () => {
    const { network, leader } = leading();
    network.isolate(2, 3);
    leader.node.transferLeader(2);
    leader.node.transferLeader(2);
    leader.node.transferLeader(3);
    leader.node.transferLeader(1);
    leader.node.transferLeader(3);
    leader.tick(10);
    const types = ['transferStarted', 'transferAborted', 'transferRefused'] as const;
    expect(told(leader, ...types)).toEqual([
      { type: 'transferStarted', to: 2 },
      { type: 'transferRefused', to: 2, reason: 'inProgress' },
      { type: 'transferAborted', to: 2, reason: 'replaced' },
      { type: 'transferStarted', to: 3 },
      { type: 'transferRefused', to: 1, reason: 'self' },
      { type: 'transferAborted', to: 3, reason: 'replaced' },
      { type: 'transferStarted', to: 3 },
      { type: 'transferAborted', to: 3, reason: 'timeout' },
    ]);
    leader.node.transferLeader(2);
    leader.node.applyConfChange(changeOf(2, 'ConfChangeRemoveNode'));
    expect(told(leader, ...types)).toEqual([
      { type: 'transferStarted', to: 2 },
      { type: 'transferAborted', to: 2, reason: 'targetRemoved' },
    ]);
  });

  it('as aborted by a removal only when the removal is complete: in a joint configuration both halves count', () => {
    const { leader } = leading();
    leader.node.transferLeader(2);
    const removal = changeOf(2, 'ConfChangeRemoveNode');
    leader.node.applyConfChange({ ...removal, transition: 'ConfChangeTransitionJointExplicit' });
    expect(told(leader, 'transferAborted')).toEqual([]);
    leader.node.applyConfChange({ ...removal, changes: [] });
    expect(told(leader, 'transferAborted')).toEqual([
      { type: 'transferAborted', to: 2, reason: 'targetRemoved' },
    ]);
  });

  it('when a follower knows nobody to ask', () => {
    const peer = quiet();
    peer.node.transferLeader(3);
    expect(told(peer, 'transferRefused')).toEqual([{ type: 'transferRefused', to: 3, reason: 'noLeader' }]);
  });

  it('as aborted only by a leader that was at one', () => {
    const { network, leader } = leading();
    leader.node.proposeConfChange(changeOf(3, 'ConfChangeRemoveNode'));
    network.run();
    network.isolate(1);
    leader.node.step(heartbeat(2, 9));
    expect(told(leader, 'transferAborted', 'becameFollower')).toEqual([
      { type: 'becameFollower', term: 9, lead: 2, reason: 'higherTerm' },
    ]);
  });
});

describe('a follower says about its log', () => {
  it('that an append is older than what is committed', () => {
    const peer = quiet('1 1 1', {}, 1);
    peer.node.step({ ...append(3, 1, ''), commit: 2 } as Message);
    peer.node.takeTrace();
    peer.node.step(append(1, 1, '1'));
    expect(told(peer, 'appendStale', 'appendAccepted', 'appendRejected')).toEqual([
      { type: 'appendStale', from: 2, prev: { index: 1, term: 1 }, commit: 2 },
    ]);
  });

  it('what it accepts, and nothing of truncation where nothing stood', () => {
    const peer = quiet('1 1');
    peer.node.step(append(2, 1, '1 1'));
    peer.node.step(append(2, 1, '1'));
    expect(told(peer, 'appendAccepted', 'logTruncated', 'committed')).toEqual([
      { type: 'appendAccepted', rule: 'previousMatches', from: 2, prev: { index: 2, term: 1 }, last: 4 },
      { type: 'appendAccepted', rule: 'previousMatches', from: 2, prev: { index: 2, term: 1 }, last: 3 },
    ]);
  });

  it('which entry of an append is the first that does not fit', () => {
    const peer = quiet('1 1 1 1');
    peer.node.step(append(1, 1, '1 2 2', 2));
    expect(told(peer, 'logTruncated')).toEqual([
      { type: 'logTruncated', rule: 'conflictIndex', from: 3, oldTerm: 1, newTerm: 2 },
    ]);
  });

  it('that a heartbeat has told it of commits, once', () => {
    const peer = quiet('1 1');
    for (const commit of [1, 1, 2]) peer.node.step({ ...heartbeat(2, 1), commit } as Message);
    expect(told(peer, 'committed')).toEqual([
      { type: 'committed', rule: 'heartbeatCommit', from: 0, to: 1, by: 'heartbeat' },
      { type: 'committed', rule: 'heartbeatCommit', from: 1, to: 2, by: 'heartbeat' },
    ]);
  });

  it('what a snapshot brought, or why it was no use', () => {
    const peer = quiet('1 1 1');
    for (const snapshot of [
      snapshotOf(2, 1),
      snapshotOf(2, 1),
      snapshotOf(1, 1),
      snapshotOf(8, 1, confStateOf([2, 3])),
      snapshotOf(9, 1),
    ])
      peer.node.step({ type: 'MsgSnap', to: 1, from: 2, term: 1, snapshot });
    const ignored = { type: 'snapshotIgnored', from: 2 } as const;
    expect(told(peer, 'snapshotIgnored', 'snapshotRestored', 'committed', 'configSwitched')).toEqual([
      { ...ignored, index: 2, reason: 'fastForwarded', commit: 0 },
      { type: 'committed', from: 0, to: 2, by: 'snapshot' },
      { ...ignored, index: 2, reason: 'old', commit: 2 },
      { ...ignored, index: 1, reason: 'old', commit: 2 },
      { ...ignored, index: 8, reason: 'notMember', commit: 2 },
      { type: 'configSwitched', confState: three },
      { type: 'snapshotRestored', from: 2, index: 9, term: 1 },
      { type: 'committed', from: 2, to: 9, by: 'snapshot' },
    ]);
  });
});

describe('a message that comes to nothing is told', () => {
  it('with its type, sender and terms, and why', () => {
    const peer = quiet('1', {}, 4);
    const ignored = { type: 'messageIgnored', from: 2, term: 4 } as const;
    peer.node.step(heartbeat(2, 3));
    peer.node.step({ type: 'MsgHeartbeatResp', to: 1, from: 2, term: 4, context: undefined });
    peer.node.step({ type: 'MsgTimeoutNow', to: 1, from: 2, term: 2 });
    peer.node.campaign();
    peer.node.step({ type: 'MsgPreVoteResp', to: 1, from: 2, term: 5, reject: false });
    peer.node.step({ type: 'MsgTransferLeader', to: 1, from: 3, term: 5 });
    expect(told(peer, 'messageIgnored')).toEqual([
      { ...ignored, messageType: 'MsgHeartbeat', messageTerm: 3, reason: 'lowerTerm' },
      { ...ignored, messageType: 'MsgHeartbeatResp', messageTerm: 4, reason: 'wrongRole' },
      { ...ignored, messageType: 'MsgTimeoutNow', messageTerm: 2, reason: 'lowerTerm' },
      { ...ignored, term: 5, messageType: 'MsgPreVoteResp', messageTerm: 5, reason: 'wrongRole' },
      { ...ignored, term: 5, from: 3, messageType: 'MsgTransferLeader', messageTerm: 5, reason: 'wrongRole' },
    ]);
  });

  it('by a leader of somebody it does not track, and of what only others take', () => {
    const { leader } = leading();
    leader.node.transferLeader(9);
    leader.node.step({ type: 'MsgTimeoutNow', to: 1, from: 2, term: 1 });
    const ignored = { type: 'messageIgnored', term: 1 } as const;
    expect(told(leader, 'messageIgnored')).toEqual([
      { ...ignored, messageType: 'MsgTransferLeader', from: 9, messageTerm: 0, reason: 'noProgress' },
      { ...ignored, messageType: 'MsgTimeoutNow', from: 2, messageTerm: 1, reason: 'wrongRole' },
    ]);
  });

  it('or answered, where an old leader has to learn the term', () => {
    const peer = quiet('1', { checkQuorum: true }, 4);
    peer.node.step(heartbeat(2, 3));
    peer.node.step(append(1, 1, '1', 2));
    expect(told(peer, 'staleLeaderAnswered', 'messageIgnored')).toEqual([
      { type: 'staleLeaderAnswered', rule: 'answersOldLeader', from: 2, messageTerm: 3, term: 4 },
      { type: 'staleLeaderAnswered', rule: 'answersOldLeader', from: 2, messageTerm: 2, term: 4 },
    ]);
  });
});

describe('a leader says about its members', () => {
  it('that one is unreachable and probed again, once', () => {
    const { leader } = leading();
    leader.node.reportUnreachable(3);
    leader.node.reportUnreachable(3);
    expect(about3(leader)).toEqual([
      {
        type: 'progressChanged',
        peer: 3,
        before: 'StateReplicate',
        after: 'StateProbe',
        match: 1,
        next: 2,
        reason: 'unreachable',
      },
    ]);
  });

  it('that it sends one a snapshot, and what became of it', () => {
    const { leader } = behind();
    const beat: Message = { type: 'MsgHeartbeatResp', to: 1, from: 3, term: 1, context: undefined };
    const changed = { type: 'progressChanged', peer: 3, match: 1 } as const;
    const sent = { before: 'StateProbe', after: 'StateSnapshot', next: 5, reason: 'snapshotSent' } as const;
    const done = { before: 'StateSnapshot', after: 'StateProbe' } as const;
    leader.node.step(beat);
    leader.node.reportSnapshot(3, 'failure');
    leader.node.step(beat);
    leader.node.reportSnapshot(3, 'finish');
    leader.node.reportSnapshot(3, 'finish');
    expect(about3(leader)).toEqual([
      { type: 'snapshotSent', to: 3, index: 4, term: 1 },
      { ...changed, ...sent },
      { ...changed, ...done, next: 2, reason: 'snapshotFailed' },
      { type: 'snapshotSent', to: 3, index: 4, term: 1 },
      { ...changed, ...sent },
      { ...changed, ...done, next: 5, reason: 'snapshotDone' },
    ]);
  });

  it('that one rejects, is found and caught up', () => {
    const { leader } = behind();
    leader.node.step({ type: 'MsgHeartbeatResp', to: 1, from: 3, term: 1, context: undefined });
    leader.node.takeTrace();
    const answer = { type: 'MsgAppResp', to: 1, from: 3, term: 1, rejectHint: 0, logTerm: 0 } as const;
    leader.node.step({ ...answer, index: 4, reject: false });
    expect(about3(leader)).toEqual([
      {
        type: 'progressChanged',
        peer: 3,
        before: 'StateSnapshot',
        after: 'StateReplicate',
        match: 4,
        next: 5,
        reason: 'caughtUp',
      },
    ]);
  });
});

describe('reads are told', () => {
  it('by the leader: asked, confirmed for whom; by a follower: forwarded', () => {
    const { network, leader } = leading();
    network.peer(2).node.takeTrace();
    leader.node.readIndex(textBytes('own'));
    network.run();
    network.peer(2).node.readIndex(textBytes('theirs'));
    network.run();
    expect(told(leader, 'readIndexAsked', 'readIndexConfirmed', 'readIndexPostponed')).toEqual([
      { type: 'readIndexAsked', rule: 'confirmsReads', from: 0, mode: 'safe', index: 1 },
      { type: 'readIndexConfirmed', to: 0, index: 1 },
      { type: 'readIndexAsked', rule: 'confirmsReads', from: 2, mode: 'safe', index: 1 },
      { type: 'readIndexConfirmed', to: 2, index: 1 },
    ]);
    expect(told(network.peer(2), 'readIndexForwarded', 'readIndexDropped')).toEqual([
      { type: 'readIndexForwarded', lead: 1 },
    ]);
  });

  it('by the only voter: answered at once', () => {
    const { leader } = leading({}, 1);
    leader.node.readIndex(textBytes('r'));
    expect(told(leader, 'readIndexAsked', 'readIndexConfirmed')).toEqual([
      { type: 'readIndexAsked', from: 0, mode: 'singleton', index: 1 },
      { type: 'readIndexConfirmed', to: 0, index: 1 },
    ]);
  });

  it('as postponed until the term has a commit', () => {
    const network = Network.of(3);
    network.dropType('MsgAppResp');
    network.peer(1).node.campaign();
    network.run();
    const leader = network.peer(1);
    leader.node.takeTrace();
    leader.node.readIndex(textBytes('early'));
    expect(told(leader, 'readIndexPostponed', 'readIndexAsked')).toEqual([
      { type: 'readIndexPostponed', rule: 'readsAfterOwnCommit', from: 0, commit: 0, term: 1 },
    ]);
  });
});

describe('a proposal that is not taken here is told', () => {
  it('by a follower: forwarded, or why not', () => {
    const peer = quiet();
    peer.propose('nobody');
    peer.node.step(heartbeat(2, 1));
    peer.propose('theirs');
    const alone = quiet('1', { disableProposalForwarding: true });
    alone.node.step(heartbeat(2, 1));
    alone.propose('not forwarded');
    expect(told(peer, 'proposalDropped', 'proposalForwarded')).toEqual([
      { type: 'proposalDropped', reason: 'noLeader' },
      { type: 'proposalForwarded', lead: 2 },
    ]);
    expect(told(alone, 'proposalDropped', 'proposalForwarded')).toEqual([
      { type: 'proposalDropped', reason: 'forwardingDisabled' },
    ]);
  });

  it('by a candidate, and by a leader that is at something else', () => {
    const candidate = quiet();
    candidate.node.campaign();
    candidate.propose('x');
    expect(told(candidate, 'proposalDropped')).toEqual([{ type: 'proposalDropped', reason: 'candidate' }]);
    const { network, leader } = leading({ maxUncommittedEntriesSize: 4 });
    network.isolate(1);
    leader.propose('full');
    leader.propose('more');
    leader.node.transferLeader(2);
    leader.propose('x');
    leader.node.applyConfChange(changeOf(1, 'ConfChangeRemoveNode'));
    leader.propose('x');
    expect(told(leader, 'proposalDropped')).toEqual([
      { type: 'proposalDropped', reason: 'uncommittedLimit' },
      { type: 'proposalDropped', reason: 'transferring' },
      { type: 'proposalDropped', reason: 'notMember' },
    ]);
  });
});

describe('what is not committed, forgotten or campaigned for is told', () => {
  it('that a quorum has an entry, but of an older term', () => {
    const network = Network.withLogs(['1 1', '1 1', '1 1']);
    network.dropType('MsgApp');
    network.peer(1).node.campaign();
    network.run();
    const leader = network.peer(1);
    leader.node.takeTrace();
    leader.node.step({
      type: 'MsgAppResp',
      to: 1,
      from: 2,
      term: 2,
      index: 2,
      reject: false,
      rejectHint: 0,
      logTerm: 0,
    });
    expect(told(leader, 'notCommitted', 'committed')).toEqual([
      {
        type: 'notCommitted',
        rule: 'commitsByCounting',
        index: 2,
        commit: 0,
        reason: 'olderTerm',
        entryTerm: 1,
        term: 2,
      },
    ]);
  });

  it('that no quorum has the next entry yet, as long as there is one', () => {
    const { network, leader } = leading({}, 5);
    network.isolate(1);
    leader.propose('a');
    leader.propose('b');
    leader.settle();
    leader.node.takeTrace();
    const ack = { type: 'MsgAppResp', to: 1, term: 1, reject: false, rejectHint: 0, logTerm: 0 } as const;
    leader.node.step({ ...ack, from: 2, index: 3 });
    leader.node.step({ ...ack, from: 3, index: 2 });
    leader.node.step({ ...ack, from: 4, index: 3 });
    leader.node.step({ ...ack, from: 5, index: 3 });
    const next = {
      type: 'notCommitted',
      rule: 'committedIndex',
      reason: 'noQuorum',
      entryTerm: 1,
      term: 1,
    } as const;
    expect(told(leader, 'notCommitted', 'committed')).toEqual([
      { ...next, index: 2, commit: 1 },
      {
        type: 'committed',
        rule: 'committedIndex',
        from: 1,
        to: 2,
        by: 'quorum',
        counted: [{ have: [1, 2, 3], voters: 5 }],
      },
      {
        type: 'committed',
        rule: 'committedIndex',
        from: 2,
        to: 3,
        by: 'quorum',
        counted: [{ have: [1, 2, 4], voters: 5 }],
      },
    ]);
  });

  it('who is forgotten as a leader, and why nobody is', () => {
    const peer = quiet();
    peer.node.step(heartbeat(2, 1));
    peer.node.forgetLeader();
    peer.node.forgetLeader();
    expect(told(peer, 'leaderForgotten', 'forgetRefused')).toEqual([{ type: 'leaderForgotten', lead: 2 }]);
    const leased = quiet('1', { checkQuorum: true, readOnlyOption: 'leaseBased' });
    leased.node.step(heartbeat(2, 1));
    leased.node.forgetLeader();
    expect(told(leased, 'leaderForgotten', 'forgetRefused')).toEqual([
      { type: 'forgetRefused', reason: 'leaseBasedReads' },
    ]);
    const { leader } = leading();
    leader.node.forgetLeader();
    expect(told(leader, 'leaderForgotten', 'forgetRefused')).toEqual([
      { type: 'forgetRefused', reason: 'leader' },
    ]);
  });

  it('why there is no campaign', () => {
    const { leader } = leading();
    leader.node.campaign();
    expect(told(leader, 'campaignRefused')).toEqual([
      { type: 'campaignRefused', reason: 'alreadyLeader', index: 1 },
    ]);
    const outside = new Peer(configFor(7, storageWith(three, logOf('1'))));
    outside.node.campaign();
    expect(told(outside, 'campaignRefused')).toEqual([
      { type: 'campaignRefused', reason: 'notPromotable', index: 0 },
    ]);
  });
});

describe('a node that is not to record its decisions tells none', () => {
  it('of messages that it ignores or answers with its term, and of commands that it refuses', () => {
    const peer = quiet('1', { checkQuorum: true, trace: false }, 4);
    peer.node.step(heartbeat(2, 3));
    peer.node.step({ ...heartbeat(2, 4), commit: 1 } as Message);
    peer.node.step(append(0, 0, '', 4));
    const vote = { to: 1, from: 3, index: 9, logTerm: 9, context: undefined } as const;
    peer.node.step({ ...vote, type: 'MsgVote', term: 5 });
    peer.node.step({ ...vote, type: 'MsgPreVote', term: 3 });
    peer.node.step({ ...vote, type: 'MsgVote', term: 4 });
    peer.node.step({ type: 'MsgTimeoutNow', to: 1, from: 2, term: 2 });
    peer.node.forgetLeader();
    peer.node.transferLeader(3);
    peer.node.readIndex(textBytes('r'));
    peer.propose('x');
    expect(peer.node.takeTrace()).toEqual([]);
  });

  it('of what a leader does not commit or take', () => {
    const network = Network.withLogs(['1 1', '1 1', '1 1'], { trace: false });
    network.dropType('MsgApp');
    network.peer(1).node.campaign();
    network.run();
    const leader = network.peer(1);
    const ack = { type: 'MsgAppResp', to: 1, from: 2, term: 2, reject: false } as const;
    leader.node.step({ ...ack, index: 1, rejectHint: 0, logTerm: 0 });
    leader.node.step({ ...ack, index: 2, rejectHint: 0, logTerm: 0 });
    for (const id of [3, 2]) leader.node.proposeConfChange(changeOf(id, 'ConfChangeRemoveNode'));
    expect(leader.state.commit).toBe(0);
    expect(leader.node.takeTrace()).toEqual([]);
  });

  it('of reads, wherever they are answered', () => {
    const network = Network.of(1, { trace: false });
    network.elect(1);
    network.peer(1).node.readIndex(textBytes('r'));
    network.run();
    expect(network.peer(1).reads).toHaveLength(1);
    expect(network.peer(1).node.takeTrace()).toEqual([]);
  });
});
