import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/raft/message.ts';
import { makeRaft } from '../../../src/raft/raft.ts';
import { becomeCandidate, becomeFollower, becomeLeader, becomePreCandidate } from '../../../src/raft/role.ts';
import { handleSnapshot } from '../../../src/raft/snapshot-receiving.ts';
import type { Raft } from '../../../src/raft/state.ts';
import { TERM_MAX } from '../../../src/raft/term.ts';
import { AsyncPeer } from '../core/async-peer.ts';
import { confStateOf, configFor, logOf, Network, Peer, storageWith, type Options } from '../core/harness.ts';

const three = confStateOf([1, 2, 3]);

function raftOf(options: Options = {}): Raft {
  return makeRaft(configFor(1, storageWith(three, logOf('1 1')), options));
}

function peerOf(id: number, term: number | bigint, options: Options = {}): Peer {
  return new Peer(configFor(id, storageWith(three, logOf('1'), { term }), options));
}

describe('a change of the role', () => {
  it('is never one that etcd would not make either', () => {
    const follower = raftOf();
    expect(() => becomeLeader(follower)).toThrow(/without an election/);
    const leader = raftOf();
    becomeCandidate(leader, false);
    becomeLeader(leader);
    expect(() => becomeCandidate(leader, false)).toThrow(/never becomes a candidate/);
    expect(() => becomePreCandidate(leader)).toThrow(/never becomes a pre-candidate/);
  });

  it('begins without votes, in every role', () => {
    const raft = raftOf();
    for (const become of [
      () => becomePreCandidate(raft),
      () => becomeCandidate(raft, false),
      () => becomeLeader(raft),
      () => becomeFollower(raft, 9, 0, 'higherTerm'),
    ]) {
      raft.tracker.votes.push({ from: 2, granted: true });
      become();
      expect(raft.tracker.votes).toEqual([]);
    }
  });

  it('keeps the vote within a term and forgets it with the term', () => {
    const raft = raftOf();
    becomeCandidate(raft, false);
    expect([raft.term, raft.vote]).toEqual([2, 1]);
    becomeFollower(raft, 2, 3, 'leaderSeen');
    expect(raft.vote).toBe(1);
    becomeFollower(raft, 3, 0, 'higherTerm');
    expect(raft.vote).toBe(0);
  });

  it('to the leader counts the own log as known and nobody else as heard', () => {
    const peer = new AsyncPeer(three, logOf('1 1'));
    peer.node.campaign();
    peer.ready();
    peer.finishWrite();
    peer.node.step({ type: 'MsgVoteResp', to: 1, from: 2, term: 2, reject: false });
    expect(peer.node.status().progress).toMatchObject([
      { id: 1, match: 2, next: 3, recentActive: true },
      { id: 2, match: 0, next: 3, recentActive: false },
      { id: 3, match: 0, next: 3, recentActive: false },
    ]);
  });

  it('has a reason for a snapshot that reaches a leader: a new term, and nothing is restored', () => {
    const raft = raftOf();
    becomeCandidate(raft, false);
    becomeLeader(raft);
    raft.traces = [];
    const snapshot = { index: 9, term: 2, confState: three, data: undefined };
    handleSnapshot(raft, { type: 'MsgSnap', to: 1, from: 2, term: 2, snapshot });
    expect([raft.role, raft.term, raft.lead, raft.log.committed]).toEqual(['StateFollower', 3, 0, 0]);
    expect(raft.traces).toEqual([
      { type: 'becameFollower', term: 3, lead: 0, reason: 'snapshotWhileLeading' },
      { type: 'snapshotIgnored', from: 2, index: 9, reason: 'notFollower', commit: 0 },
    ]);
  });
});

describe('a message of a higher term', () => {
  it('is also followed where the term is all that is new: a transfer that was asked for there begins', () => {
    const peer = peerOf(1, 1);
    peer.node.step({ type: 'MsgTimeoutNow', to: 1, from: 2, term: 4 });
    expect(peer.state).toMatchObject({ role: 'StateCandidate', term: 5 });
  });

  it('names the leader when only a leader can have sent it', () => {
    const snapshot = { index: 9, term: 2, confState: three, data: undefined };
    const messages: Message[] = [
      { type: 'MsgSnap', to: 1, from: 2, term: 4, snapshot },
      { type: 'MsgHeartbeat', to: 1, from: 2, term: 4, commit: 0, context: undefined },
      { type: 'MsgApp', to: 1, from: 2, term: 4, index: 0, logTerm: 0, entries: [], commit: 0 },
    ];
    for (const message of messages) {
      const peer = peerOf(1, 1);
      peer.node.takeTrace();
      peer.node.step(message);
      expect(peer.node.takeTrace()[0]).toEqual({
        type: 'becameFollower',
        term: 4,
        lead: 2,
        reason: 'higherTerm',
      });
    }
  });

  it('names no leader when anybody may have sent it', () => {
    const peer = peerOf(1, 1);
    peer.node.step({ type: 'MsgHeartbeatResp', to: 1, from: 2, term: 4, context: undefined });
    expect(peer.state).toMatchObject({ term: 4, lead: 0, role: 'StateFollower' });
  });
});

describe('after the last term there is', () => {
  it('nobody can ask for votes, nor vote for itself', () => {
    expect(() => peerOf(1, TERM_MAX).node.campaign()).toThrow(/a vote is given in a term above 0/);
    expect(() => peerOf(2, TERM_MAX).node.campaign()).toThrow(/a vote is asked for in a term above 0/);
  });
});

describe('the clock of a leader', () => {
  it('ends no transfer where there is none', () => {
    const network = Network.of(3, { checkQuorum: true });
    network.elect(1);
    network.tickAll(25);
    const told = network.peer(1).node.takeTrace();
    expect(told.filter(({ type }) => type === 'transferAborted')).toEqual([]);
    expect(told.filter(({ type }) => type === 'quorumChecked')).toHaveLength(2);
  });

  it('beats every heartbeat tick, and checks every election tick', () => {
    const network = Network.of(3, { heartbeatTick: 3, electionTick: 7, checkQuorum: true });
    network.elect(1);
    const leader = network.peer(1);
    leader.node.takeTrace();
    const beats: number[] = [];
    const checks: number[] = [];
    for (let tick = 1; tick <= 14; tick++) {
      leader.tick();
      if (leader.settle().some(({ type }) => type === 'MsgHeartbeat')) beats.push(tick);
      if (leader.node.takeTrace().some(({ type }) => type === 'quorumChecked')) checks.push(tick);
      for (const from of [2, 3])
        leader.node.step({ type: 'MsgHeartbeatResp', to: 1, from, term: 1, context: undefined });
    }
    expect(beats).toEqual([3, 6, 9, 12]);
    expect(checks).toEqual([7, 14]);
  });
});

describe('proposals', () => {
  it('propose something, or break an assertion', () => {
    const network = Network.of(1);
    network.elect(1);
    const empty: Message = { type: 'MsgProp', to: 1, from: 1, term: 0, entries: [] };
    expect(() => network.peer(1).node.step(empty)).toThrow(/a proposal proposes something/);
  });
});
