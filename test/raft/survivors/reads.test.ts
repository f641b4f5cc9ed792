import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/raft/message.ts';
import { confStateOf, configFor, Network, ofType, Peer, storageWith } from '../core/harness.ts';
import { textBytes } from '../core/text.ts';

// A hole in etcd, kept as it is: what people see here is what etcd would do. StepDownOnRemoval closes it.
function removedLeader(stepDownOnRemoval: boolean): Network {
  const network = Network.of(2, { stepDownOnRemoval });
  network.elect(1);
  network.peer(1).node.proposeConfChange({
    version: 1,
    id: 1,
    type: 'ConfChangeRemoveNode',
    nodeId: 1,
    context: undefined,
  });
  network.run();
  network.isolate(1);
  network.elect(2);
  network.peer(2).propose('newer');
  network.run();
  network.peer(1).node.readIndex(textBytes('stale?'));
  network.run();
  return network;
}

describe('a read at a leader that has been removed', () => {
  it('is answered at once when one voter is left, though that one leads a newer term: as in etcd', () => {
    const old = removedLeader(false).peer(1);
    expect(old.state.role).toBe('StateLeader');
    expect(old.reads.map(({ index }) => index)).toEqual([2]);
  });

  it('is not answered when leaders step down on their removal', () => {
    const old = removedLeader(true).peer(1);
    expect(old.state.role).toBe('StateFollower');
    expect(old.reads).toEqual([]);
  });
});

function acknowledge(from: number, index: number, term: number): Message {
  return { type: 'MsgAppResp', to: 1, from, term, index, reject: false, rejectHint: 0, logTerm: 0 };
}

/** Node 1 of three, elected in term 2 with an entry of term 1 in its log, nothing committed, and one read asked. */
function earlyRead(brokenRules: readonly string[] = []): Peer {
  const network = Network.withLogs(['1', '1', '1'], { brokenRules });
  network.dropType('MsgApp');
  network.peer(1).node.campaign();
  network.run();
  const leader = network.peer(1);
  leader.node.readIndex(textBytes('early'));
  leader.settle();
  return leader;
}

describe('a read that came before the first commit of the term', () => {
  it('is asked once, and not again with every later commit', () => {
    const leader = earlyRead();
    leader.node.step(acknowledge(2, 2, 2));
    leader.propose('x');
    leader.settle();
    leader.node.step(acknowledge(2, 3, 2));
    expect(leader.state.commit).toBe(3);
    const asked = leader.node.takeTrace().filter(({ type }) => type === 'readIndexAsked');
    expect(asked).toEqual([
      { type: 'readIndexAsked', rule: 'confirmsReads', from: 0, mode: 'safe', index: 2 },
    ]);
  });

  it('is not released by a commit of an older term, where that rule is broken', () => {
    const leader = earlyRead(['commitOldTerms']);
    leader.node.step(acknowledge(2, 1, 2));
    expect(leader.state.commit).toBe(1);
    const asked = (): number =>
      leader.node.takeTrace().filter(({ type }) => type === 'readIndexAsked').length;
    expect(asked()).toBe(0);
    leader.node.step(acknowledge(2, 2, 2));
    expect([leader.state.commit, asked()]).toEqual([2, 1]);
  });
});

describe('the answer to a read', () => {
  it('stays here when the request has gone round and come back to its sender', () => {
    const network = Network.of(1);
    network.elect(1);
    const leader = network.peer(1);
    const entries = [{ type: 'EntryNormal', term: 0, index: 0, data: textBytes('r') } as const];
    leader.node.step({ type: 'MsgReadIndex', to: 1, from: 1, term: 0, entries });
    expect(leader.settle()).toEqual([]);
    expect(leader.reads).toEqual([{ index: 1, context: 'r' }]);
  });

  it('has an empty context when the request had none', () => {
    const network = Network.of(1);
    network.elect(1);
    const leader = network.peer(1);
    leader.node.step({ type: 'MsgReadIndex', to: 1, from: 0, term: 0, entries: [] });
    leader.settle();
    expect(leader.reads).toEqual([{ index: 1, context: '' }]);
  });

  it('that names no request is nobody’s', () => {
    const peer = new Peer(configFor(1, storageWith(confStateOf([1, 2]))));
    peer.node.step({ type: 'MsgReadIndexResp', to: 1, from: 2, term: 1, index: 4, entries: [] });
    peer.settle();
    expect(peer.reads).toEqual([]);
  });

  it('waits for both halves of a joint configuration, though one of them is a single voter', () => {
    const joint = { ...confStateOf([1]), votersOutgoing: [1, 2, 3] };
    const leader = new Peer(configFor(1, storageWith(joint)));
    leader.node.campaign();
    leader.settle();
    leader.node.step({ type: 'MsgVoteResp', to: 1, from: 2, term: 1, reject: false });
    leader.settle();
    leader.node.step(acknowledge(2, 1, 1));
    leader.settle();
    leader.node.readIndex(textBytes('r'));
    const [beat] = ofType(leader.settle(), 'MsgHeartbeat');
    expect(leader.reads).toEqual([]);
    leader.node.step({ type: 'MsgHeartbeatResp', to: 1, from: 2, term: 1, context: beat?.context });
    leader.settle();
    expect(leader.reads).toEqual([{ index: 1, context: 'r' }]);
  });

  it('comes only with an answer that confirms something, also when a smaller quorum has it already', () => {
    const network = Network.of(4);
    network.elect(1);
    const leader = network.peer(1);
    leader.node.readIndex(textBytes('r'));
    const [beat] = ofType(leader.settle(), 'MsgHeartbeat');
    const answer = (from: number, context: Uint8Array | undefined): void => {
      leader.node.step({ type: 'MsgHeartbeatResp', to: 1, from, term: 1, context });
      leader.settle();
    };
    answer(2, beat?.context);
    const changes = [{ type: 'ConfChangeRemoveNode', nodeId: 4 }] as const;
    const transition = 'ConfChangeTransitionAuto';
    leader.node.applyConfChange({ version: 2, transition, changes, context: undefined });
    answer(3, undefined);
    answer(3, new Uint8Array(0));
    expect(leader.reads).toEqual([]);
    answer(3, beat?.context);
    expect(leader.reads).toEqual([{ index: 1, context: 'r' }]);
  });
});
