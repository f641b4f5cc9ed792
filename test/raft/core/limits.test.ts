import { describe, expect, it } from 'vitest';
import { entrySize } from '../../../src/raft/entry-size.ts';
import type { Message } from '../../../src/raft/message.ts';
import { entry, Network, ofType, Peer, confStateOf, configFor, storageWith } from './harness.ts';

function isAppend(message: Message): boolean {
  return message.type === 'MsgApp' && message.to === 2;
}

describe('limits', () => {
  it('[R-etcd] MaxSizePerMsg bounds each message, but one entry always goes', () => {
    const size = entrySize(entry(1, 2, 'aaaa'));
    for (const [maxSizePerMsg, expected] of [
      [0, [1, 1, 1, 1]],
      [2 * size, [2, 2]],
      [3 * size, [3, 1]],
      [Infinity, [4]],
    ] as const) {
      const network = Network.of(2, { maxSizePerMsg });
      network.elect(1);
      network.dropType('MsgAppResp');
      const leader = network.peer(1);
      leader.node.reportUnreachable(2);
      leader.propose('aaaa');
      for (let i = 0; i < 3; i++) leader.propose('aaaa');
      leader.settle();
      const sent: number[] = [];
      network.heal();
      network.tickAll(0);
      leader.node.step({
        type: 'MsgAppResp',
        to: 1,
        from: 2,
        term: 1,
        index: 1,
        reject: false,
        rejectHint: 0,
        logTerm: 0,
      });
      for (const message of ofType(leader.settle(), 'MsgApp'))
        if (message.entries.length > 0) sent.push(message.entries.length);
      expect(sent).toEqual(expected);
    }
  });

  it('[R-etcd] MaxInflightMsgs stops the flow; acknowledgements let it go on', () => {
    const network = Network.of(2, { maxInflightMsgs: 3 });
    network.elect(1);
    const leader = network.peer(1);
    for (let i = 0; i < 5; i++) leader.propose('x');
    const sent = ofType(leader.settle().filter(isAppend), 'MsgApp');
    expect(sent.map(({ entries }) => entries.length)).toEqual([1, 1, 1]);
    expect(leader.progressOf(2)).toMatchObject({ inflight: 3, inflightFull: true, paused: true });
    leader.node.step({
      type: 'MsgAppResp',
      to: 1,
      from: 2,
      term: 1,
      index: 2,
      reject: false,
      rejectHint: 0,
      logTerm: 0,
    });
    expect(
      ofType(leader.settle().filter(isAppend), 'MsgApp').flatMap(({ entries }) =>
        entries.map(({ index }) => index),
      ),
    ).toEqual([5, 6]);
  });

  it('[R-etcd] MaxInflightBytes stops the flow by payload bytes', () => {
    const network = Network.of(2, { maxInflightBytes: 10, maxSizePerMsg: 10 });
    network.elect(1);
    const leader = network.peer(1);
    for (let i = 0; i < 4; i++) leader.propose('xxxxxx');
    expect(leader.settle().filter(isAppend)).toHaveLength(2);
    expect(leader.progressOf(2)).toMatchObject({ inflight: 2, inflightFull: true });
  });

  it('[R-etcd] a full window lets one empty message through after each heartbeat, which finds out what was lost', () => {
    const network = Network.of(2, { maxInflightMsgs: 2 });
    network.elect(1);
    const leader = network.peer(1);
    network.delivers = ({ type }) => type !== 'MsgApp';
    for (let i = 0; i < 4; i++) leader.propose('x');
    network.run();
    expect(leader.progressOf(2).inflightFull).toBe(true);
    leader.node.step({ type: 'MsgHeartbeatResp', to: 1, from: 2, term: 1, context: undefined });
    const [probe, ...others] = ofType(leader.settle().filter(isAppend), 'MsgApp');
    expect([probe?.entries, probe?.index, others]).toEqual([[], 3, []]);
    network.heal();
    network.tickAll(3);
    expect(network.peer(2).applied).toHaveLength(4);
  });

  it('[R-etcd] MaxUncommittedEntriesSize drops proposals by payload bytes, never the first nor an empty one', () => {
    const network = Network.of(3, { maxUncommittedEntriesSize: 10 });
    network.elect(1);
    network.isolate(2, 3);
    const leader = network.peer(1);
    expect(leader.propose('x'.repeat(100))).toBeUndefined();
    expect(leader.node.status().uncommittedSize).toBe(100);
    expect(leader.propose('y')).toBe('proposalDropped');
    expect(leader.propose('')).toBeUndefined();
    network.heal();
    network.tickAll(2);
    expect(leader.node.status().uncommittedSize).toBe(0);
    expect(leader.propose('aaaaa')).toBeUndefined();
    expect(leader.propose('bbbbb')).toBeUndefined();
    expect(leader.propose('c')).toBe('proposalDropped');
    expect(leader.node.status().uncommittedSize).toBe(10);
    expect(leader.node.takeTrace()).toContainEqual({ type: 'proposalDropped', reason: 'uncommittedLimit' });
  });

  it('[R-etcd] the uncommitted size starts at 0 with every leadership, and never falls below', () => {
    const network = Network.withLogs(['1 1 1', '', '']);
    network.elect(1);
    expect(network.peer(1).node.status().uncommittedSize).toBe(0);
    network.isolate(1);
    network.peer(1).propose('xyz');
    expect(network.peer(1).node.status().uncommittedSize).toBe(3);
    network.run();
    network.heal();
    network.elect(2);
    expect(network.peer(1).node.status().uncommittedSize).toBe(0);
  });

  it('[R-etcd] MaxCommittedSizePerReady splits what is applied; 0 takes the limit of messages', () => {
    for (const options of [
      { maxCommittedSizePerReady: 1 },
      { maxCommittedSizePerReady: 0, maxSizePerMsg: 1 },
    ]) {
      const storage = storageWith(confStateOf([1, 2, 3]), [entry(1, 1), entry(1, 2), entry(1, 3)], {
        term: 1,
        commit: 3,
      });
      const peer = new Peer(configFor(1, storage, options));
      peer.settle();
      expect(peer.readies.map(({ committedEntries }) => committedEntries.length)).toEqual([1, 1, 1]);
    }
  });

  it('[R-etcd] in a quiet cluster a proposal takes 8 messages with three nodes, 16 with five', () => {
    for (const [size, messages] of [
      [3, 8],
      [5, 16],
    ] as const) {
      const network = Network.of(size);
      network.elect(1);
      const before = network.delivered.length;
      network.peer(1).propose('x');
      network.run();
      expect(network.delivered.length - before).toBe(messages);
    }
  });

  it('[R-etcd] proposals are forwarded to the leader, unless that is disabled or there is none', () => {
    const network = Network.of(3);
    expect(network.peer(2).propose('early')).toBe('proposalDropped');
    network.elect(1);
    expect(network.peer(2).propose('x')).toBeUndefined();
    network.run();
    expect(network.peer(3).applied).toEqual(['x']);
    const closed = Network.of(3, { disableProposalForwarding: true });
    closed.elect(1);
    expect(closed.peer(2).propose('x')).toBe('proposalDropped');
    closed.peer(2).node.campaign();
    expect(closed.peer(2).propose('x')).toBe('proposalDropped');
  });

  it('[R-etcd] who passes a proposal on again leaves its first sender on it', () => {
    const peer = new Peer(configFor(1, storageWith(confStateOf([1, 2, 3]))));
    peer.node.step({ type: 'MsgHeartbeat', to: 1, from: 2, term: 1, commit: 0, context: undefined });
    peer.node.step({ type: 'MsgProp', to: 1, from: 3, term: 0, entries: [entry(0, 0, 'x')] });
    expect(ofType(peer.settle(), 'MsgProp')).toMatchObject([{ to: 2, from: 3, term: 0 }]);
  });

  it('[R-etcd] a configuration change is forwarded like any proposal, in the name of who asked', () => {
    const network = Network.of(3);
    network.elect(1);
    network.peer(2).node.proposeConfChange({
      version: 1,
      id: 1,
      type: 'ConfChangeRemoveNode',
      nodeId: 3,
      context: undefined,
    });
    const forwarded = network.peer(2).settle();
    expect(forwarded).toMatchObject([{ type: 'MsgProp', to: 1, from: 2, term: 0 }]);
    network.queue.push(...forwarded);
    network.run();
    expect(network.peer(1).confState.voters).toEqual([1, 2]);
  });

  it('[R-etcd] a read that was forwarded keeps the name of who asked, wherever it is passed on', () => {
    const peer = new Peer(configFor(1, storageWith(confStateOf([1, 2, 3]))));
    peer.node.step({ type: 'MsgHeartbeat', to: 1, from: 2, term: 1, commit: 0, context: undefined });
    peer.node.step({ type: 'MsgReadIndex', to: 1, from: 3, term: 0, entries: [entry(0, 0, 'r')] });
    expect(ofType(peer.settle(), 'MsgReadIndex')).toMatchObject([{ to: 2, from: 3, term: 0 }]);
  });

  it('[R-etcd] acknowledgements to others leave with a Ready, those to oneself come back with advance()', () => {
    const network = Network.of(3, { checkQuorum: true });
    network.elect(2);
    network.tickAll(0);
    network.peer(2).node.transferLeader(1);
    network.run();
    const leader = network.peer(1);
    leader.propose('x');
    leader.node.step({ type: 'MsgHeartbeat', to: 1, from: 3, term: 1, commit: 0, context: undefined });
    const messages = leader.process();
    expect(ofType(messages, 'MsgAppResp')).toMatchObject([{ to: 3, index: 0 }]);
    expect(leader.progressOf(1).match).toBe(leader.lastIndex);
  });

  it('[R-etcd] a Ready, and a trace that was taken, are values: what happens later does not show in them', () => {
    const network = Network.of(1);
    network.elect(1);
    const { node } = network.peer(1);
    node.takeTrace();
    const trace = node.takeTrace();
    network.peer(1).propose('x');
    network.peer(1).process();
    const ready = network.peer(1).readies.at(-1);
    const before = structuredClone(ready);
    for (let i = 0; i < 3; i++) network.peer(1).propose('y');
    node.readIndex(new Uint8Array(1));
    network.run();
    expect(ready).toEqual(before);
    expect(trace).toEqual([]);
    expect(network.peer(1).reads).toHaveLength(1);
  });
});
