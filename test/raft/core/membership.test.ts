import { describe, expect, it } from 'vitest';
import type { ConfChangeType, ConfChangeV2, Entry } from '../../../src/raft/entry.ts';
import { encodeConfChange } from '../../../src/raft/raftpb/conf-change.ts';
import {
  confStateOf,
  configFor,
  entry,
  logOf,
  Network,
  ofType,
  Peer,
  storageWith,
  type Options,
} from './harness.ts';

const three = confStateOf([1, 2, 3]);

function change(
  changes: readonly [ConfChangeType, number][],
  transition: ConfChangeV2['transition'] = 'ConfChangeTransitionAuto',
): ConfChangeV2 {
  return {
    version: 2,
    transition,
    changes: changes.map(([type, nodeId]) => ({ type, nodeId })),
    context: undefined,
  };
}

function confEntry(index: number, term: number, one: ConfChangeV2): Entry {
  return { ...encodeConfChange(one), term, index };
}

/** Members 1..voters, and one more peer that knows of them and waits outside. */
function withSpare(voters: number, options: Options = {}): Network {
  const ids = Array.from({ length: voters }, (_, i) => i + 1);
  const conf = confStateOf(ids);
  return new Network([...ids, voters + 1].map((id) => new Peer(configFor(id, storageWith(conf), options))));
}

const add = (id: number): ConfChangeV2 => change([['ConfChangeAddNode', id]]);
const learn = (id: number): ConfChangeV2 => change([['ConfChangeAddLearnerNode', id]]);
const remove = (id: number): ConfChangeV2 => change([['ConfChangeRemoveNode', id]]);

describe('paper 6, thesis 4: membership changes', () => {
  it('[R-6] a new server receives the log and counts once the change is applied', () => {
    const network = withSpare(3);
    network.elect(1);
    network.peer(1).node.proposeConfChange(add(4));
    network.run();
    network.tickAll(2);
    expect(network.peers.map((peer) => peer.confState.voters)).toEqual([1, 2, 3, 4].map(() => [1, 2, 3, 4]));
    expect(network.peer(4).terms).toBe(network.peer(1).terms);
  });

  it('[R-6] a learner receives entries but counts for nothing', () => {
    const network = withSpare(3);
    network.elect(1);
    network.peer(1).node.proposeConfChange(learn(4));
    network.run();
    network.isolate(2, 3);
    const before = network.peer(1).state.commit;
    network.peer(1).propose('x');
    network.run();
    expect(network.peer(4).lastIndex).toBe(network.peer(1).lastIndex);
    expect(network.peer(1).state.commit).toBe(before);
    expect(network.peer(1).progressOf(4).learner).toBe(true);
  });

  it('[R-6] a learner that does not know yet that it is a voter still votes', () => {
    const learner = new Peer(configFor(4, storageWith(confStateOf([1, 2, 3], [4]))));
    learner.node.step({ type: 'MsgVote', to: 4, from: 1, term: 1, index: 0, logTerm: 0, context: undefined });
    expect(ofType(learner.settle(), 'MsgVoteResp').map(({ reject }) => reject)).toEqual([false]);
  });

  it('[R-6] in a joint configuration decisions need majorities of both', () => {
    const ids = [1, 2, 3, 4, 5];
    const joint = {
      voters: [1, 4, 5],
      votersOutgoing: [1, 2, 3],
      learners: [],
      learnersNext: [],
      autoLeave: false,
    };
    const election = (granters: number[]): string => {
      const peer = new Peer(configFor(1, storageWith(joint)));
      peer.node.campaign();
      peer.settle();
      for (const from of granters)
        peer.node.step({ type: 'MsgVoteResp', to: 1, from, term: 1, reject: false });
      return peer.state.role;
    };
    expect(election([4])).toBe('StateCandidate');
    expect(election([4, 5])).toBe('StateCandidate');
    expect(election([2, 3])).toBe('StateCandidate');
    expect(election([2, 4])).toBe('StateLeader');
    const network = new Network(ids.map((id) => new Peer(configFor(id, storageWith(joint)))));
    network.elect(1);
    network.isolate(2, 3);
    network.peer(1).propose('x');
    network.run();
    expect(network.peer(1).state.commit).toBe(1);
    network.heal();
    network.tickAll(2);
    expect(network.peer(1).state.commit).toBe(2);
  });

  it('[R-6] several changes go through a joint configuration that is left by itself', () => {
    const network = withSpare(3);
    network.elect(1);
    network.peer(1).node.proposeConfChange(
      change([
        ['ConfChangeAddNode', 4],
        ['ConfChangeRemoveNode', 3],
      ]),
    );
    network.run();
    network.tickAll(3);
    expect(network.peer(1).confState).toEqual(confStateOf([1, 2, 4]));
    const kinds = network.peer(1).readies.flatMap((ready) => ready.committedEntries.map(({ type }) => type));
    expect(kinds.filter((type) => type === 'EntryConfChangeV2')).toHaveLength(2);
  });

  it('[R-6] an explicit joint configuration stays until it is left by an empty change', () => {
    const network = Network.of(3);
    network.elect(1);
    const leader = network.peer(1);
    leader.node.proposeConfChange(change([['ConfChangeRemoveNode', 3]], 'ConfChangeTransitionJointExplicit'));
    network.run();
    expect(leader.confState.votersOutgoing).toEqual([1, 2, 3]);
    leader.node.proposeConfChange(change([]));
    network.run();
    expect(leader.confState).toEqual(confStateOf([1, 2]));
  });

  it('[R-6] a change takes effect when it is applied, not when it is appended', () => {
    const network = withSpare(3);
    network.elect(1);
    network.dropType('MsgAppResp');
    network.peer(1).node.proposeConfChange(add(4));
    network.run();
    expect(network.peer(1).node.status().confState.voters).toEqual([1, 2, 3]);
    network.heal();
    network.tickAll(2);
    expect(network.peer(1).node.status().confState.voters).toEqual([1, 2, 3, 4]);
  });

  it('[R-6] a leader that removes itself leads until told to step down on removal', () => {
    for (const stepDownOnRemoval of [false, true]) {
      const network = Network.of(3, { stepDownOnRemoval });
      network.elect(1);
      const leader = network.peer(1);
      leader.node.proposeConfChange(remove(1));
      network.run();
      expect(leader.state.role).toBe(stepDownOnRemoval ? 'StateFollower' : 'StateLeader');
      expect(leader.propose('x')).toBe('proposalDropped');
    }
  });

  it('[R-6] a smaller quorum commits at once what it has', () => {
    const network = Network.of(4);
    network.elect(1);
    network.peer(1).node.proposeConfChange(remove(4));
    network.run();
    network.isolate(3);
    network.peer(1).node.proposeConfChange(remove(3));
    network.peer(1).propose('x');
    network.run();
    expect(network.peer(1).applied).toEqual(['x']);
    expect(network.peer(2).applied).toEqual(['x']);
  });

  it('[R-thesis-4.1] one change at a time: a second before the first is applied becomes an empty entry', () => {
    const network = withSpare(3);
    network.elect(1);
    const leader = network.peer(1);
    leader.node.proposeConfChange(add(4));
    leader.node.proposeConfChange(remove(2));
    expect(leader.node.takeTrace()).toContainEqual({
      type: 'confChangeRefused',
      reason: 'pending',
      pendingIndex: 2,
      applied: 1,
    });
    expect(leader.node.logEntry(3)).toEqual({ type: 'EntryNormal', term: 1, index: 3, data: undefined });
    network.run();
    expect(leader.confState.voters).toEqual([1, 2, 3, 4]);
  });

  it('[R-thesis-4.1] a change of more than one voter in one plain step breaks an assertion', () => {
    const peer = new Peer(configFor(1, storageWith(three)));
    const v1 = { version: 1, id: 0, context: undefined, type: 'ConfChangeRemoveNode' } as const;
    peer.node.applyConfChange({ ...v1, nodeId: 2 });
    expect(() => {
      peer.node.applyConfChange({ ...v1, nodeId: 3 });
      peer.node.applyConfChange({ ...v1, nodeId: 1 });
    }).toThrow(/cannot be applied/);
  });

  it('[R-6] pendingConfIndex is the end of the log a new leader finds, and then each change it takes', () => {
    const network = Network.withLogs(['1 1 1', '', '']);
    network.elect(1);
    const leader = network.peer(1);
    expect(leader.node.status().pendingConfIndex).toBe(3);
    leader.propose('x');
    leader.node.proposeConfChange(remove(3));
    expect(leader.node.status().pendingConfIndex).toBe(6);
    network.run();
    expect(leader.confState.voters).toEqual([1, 2]);
    leader.node.step({ type: 'MsgHeartbeat', to: 1, from: 2, term: 9, commit: 0, context: undefined });
    expect(leader.node.status().pendingConfIndex).toBe(0);
  });

  it('[R-6] changes in the middle of a message of several proposals are tracked at their own index', () => {
    const network = Network.of(3);
    network.elect(1);
    const leader = network.peer(1);
    const entries = [
      entry(0, 0, 'a'),
      confEntry(0, 0, remove(3)),
      confEntry(0, 0, remove(2)),
      entry(0, 0, 'b'),
    ];
    leader.node.step({ type: 'MsgProp', to: 1, from: 1, term: 0, entries });
    expect(leader.node.status().pendingConfIndex).toBe(3);
    network.run();
    expect([2, 3, 4, 5].map((index) => leader.node.logEntry(index)?.type)).toEqual([
      'EntryNormal',
      'EntryConfChangeV2',
      'EntryNormal',
      'EntryNormal',
    ]);
    expect(leader.applied).toEqual(['a', 'b']);
  });

  it('[R-6] without validation everything is taken, and the joint state is the application’s care', () => {
    const network = Network.of(3, { disableConfChangeValidation: true });
    network.elect(1);
    const leader = network.peer(1);
    leader.node.proposeConfChange(remove(3));
    leader.node.proposeConfChange(remove(2));
    expect([2, 3].map((index) => leader.node.logEntry(index)?.type)).toEqual([
      'EntryConfChangeV2',
      'EntryConfChangeV2',
    ]);
    expect(leader.node.status().pendingConfIndex).toBe(3);
  });

  it('[R-6] leaving what is not joint, or changing what is, is refused', () => {
    const network = Network.of(3);
    network.elect(1);
    const leader = network.peer(1);
    leader.node.proposeConfChange(change([]));
    leader.node.proposeConfChange(change([['ConfChangeRemoveNode', 3]], 'ConfChangeTransitionJointExplicit'));
    network.run();
    leader.node.proposeConfChange(remove(2));
    const reasons = leader.node
      .takeTrace()
      .flatMap((one) => (one.type === 'confChangeRefused' ? [one.reason] : []));
    expect(reasons).toEqual(['notJoint', 'mustLeaveJoint']);
  });

  it('[R-6] the automatic end of a joint configuration waits for a transfer and is tried again later', () => {
    const network = Network.of(3);
    network.elect(1);
    const leader = network.peer(1);
    leader.node.proposeConfChange(change([['ConfChangeRemoveNode', 3]], 'ConfChangeTransitionJointImplicit'));
    network.dropType('MsgTimeoutNow');
    while (leader.node.status().confState.votersOutgoing.length === 0) {
      const messages = leader.process();
      leader.node.transferLeader(2);
      for (const message of messages.filter(({ type }) => type !== 'MsgTimeoutNow')) {
        const to = network.peers.find((peer) => peer.config.id === message.to);
        to?.node.step(message);
        for (const answer of to?.settle() ?? []) leader.node.step(answer);
      }
    }
    network.run();
    expect(leader.node.status().leadTransferee).toBe(2);
    expect(leader.confState.votersOutgoing).toEqual([1, 2, 3]);
    leader.tick(10);
    network.run();
    expect(leader.node.status().leadTransferee).toBe(0);
    leader.propose('x');
    network.run();
    expect(leader.confState).toEqual(confStateOf([1, 2]));
  });

  it('[R-6] nobody campaigns while it knows of committed changes that it has not applied', () => {
    const entries = [entry(1, 1), entry(1, 2), confEntry(3, 1, add(4)), entry(1, 4)];
    const refusal = {
      type: 'campaignRefused',
      rule: 'confChangesApplied',
      reason: 'unappliedConfChange',
      index: 4,
    };
    for (const maxCommittedSizePerReady of [1, Infinity]) {
      const peer = new Peer(
        configFor(1, storageWith(three, entries, { term: 1, commit: 4 }), { maxCommittedSizePerReady }),
      );
      peer.node.campaign();
      expect(peer.node.takeTrace()).toContainEqual(refusal);
      expect(peer.state.role).toBe('StateFollower');
      peer.settle();
      peer.node.campaign();
      expect(peer.state.role).toBe('StateCandidate');
    }
  });

  it('[R-6] an uncommitted change does not hinder a campaign', () => {
    const peer = new Peer(configFor(1, storageWith(three, [confEntry(1, 1, add(4))])));
    peer.node.campaign();
    expect(peer.state.role).toBe('StateCandidate');
  });

  it('[R-6] a member that is removed and added again starts afresh', () => {
    const network = Network.of(3);
    network.elect(1);
    network.peer(1).node.proposeConfChange(remove(3));
    network.run();
    network.isolate(3);
    network.peer(1).node.proposeConfChange(add(3));
    network.run();
    expect(network.peer(1).progressOf(3)).toMatchObject({
      match: 0,
      state: 'StateProbe',
      recentActive: true,
    });
  });

  it('[R-6] who stays a member keeps its progress through a change', () => {
    const network = withSpare(3);
    network.elect(1);
    network.peer(1).node.proposeConfChange(learn(4));
    network.run();
    expect(network.peer(1).progressOf(2)).toMatchObject({ state: 'StateReplicate' });
    expect(network.peer(1).progressOf(2).match).toBeGreaterThan(1);
  });

  it('[R-6] answers of servers that are no members are errors', () => {
    const peer = new Peer(configFor(1, storageWith(three, logOf('1'))));
    const answer = { type: 'MsgHeartbeatResp', to: 1, from: 9, term: 1, context: undefined } as const;
    expect(peer.node.step(answer)).toBe('stepPeerNotFound');
    expect(peer.state.term).toBe(1);
  });
});
