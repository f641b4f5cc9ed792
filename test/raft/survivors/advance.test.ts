import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/raft/message.ts';
import { RawNode } from '../../../src/raft/raw-node.ts';
import { confStateOf, configFor, entry, logOf, Network, Peer, storageWith } from '../core/harness.ts';

const three = confStateOf([1, 2, 3]);

function nodeWith(terms = '1'): RawNode {
  const node = new RawNode(configFor(1, storageWith(three, logOf(terms))));
  node.takeTrace();
  return node;
}

/** Persists nothing: only for Readies without entries. */
function handle(node: RawNode): void {
  while (node.hasReady()) {
    node.ready();
    node.advance();
  }
}

function typesOf(node: RawNode): string[] {
  return node.takeTrace().map(({ type }) => type);
}

describe('advance()', () => {
  it('does nothing when there was nothing to advance, nor the second time', () => {
    const node = nodeWith();
    node.step({ type: 'MsgHeartbeat', to: 1, from: 2, term: 1, commit: 1, context: undefined });
    node.takeTrace();
    handle(node);
    expect(node.takeTrace()).toEqual([]);
    node.campaign();
    node.ready();
    node.advance();
    expect(typesOf(node)).toContain('voteCounted');
    node.advance();
    expect(typesOf(node)).toEqual([]);
  });

  it('takes every answer to oneself in, in order', () => {
    const node = nodeWith();
    node.campaign();
    node.campaign();
    node.ready();
    node.takeTrace();
    node.advance();
    expect(node.takeTrace()).toMatchObject([
      { type: 'messageIgnored', messageType: 'MsgVoteResp', messageTerm: 2, term: 3, reason: 'lowerTerm' },
      { type: 'voteCounted', from: 1, grantedCount: 1 },
    ]);
  });

  it('says that the entries of the Ready are on disk, those of a snapshot included', () => {
    const network = Network.of(3);
    network.elect(1);
    network.peer(1).propose('x');
    network.run();
    for (const peer of network.peers) expect(peer.node.status().stableIndex).toBe(2);
  });

  it('can be left to a copy, or to who was saved in between', () => {
    const peer = new Peer(configFor(1, storageWith(confStateOf([1]))));
    peer.node.campaign();
    peer.settle();
    peer.propose('x');
    const ready = peer.node.ready();
    peer.storage.append(ready.entries);
    const copy = peer.node.clone(peer.storage);
    const loaded = RawNode.load(structuredClone(peer.node.save()), peer.config);
    for (const node of [peer.node, copy, loaded]) {
      node.advance();
      expect(node.status()).toMatchObject({ hardState: { commit: 2 }, stableIndex: 2 });
    }
  });
});

describe('an entry of the log', () => {
  it('is there from the first to the last, stable or not', () => {
    const peer = new Peer(configFor(1, storageWith(three, logOf('1 1 1'), { term: 1, commit: 2 })));
    peer.settle();
    peer.compact();
    const found = (): (number | undefined)[] =>
      [1, 2, 3, 4, 5, 6].map((index) => peer.node.logEntry(index)?.index);
    expect(found()).toEqual([undefined, undefined, 3, undefined, undefined, undefined]);
    const entries = [entry(1, 4), entry(1, 5)];
    peer.node.step({ type: 'MsgApp', to: 1, from: 2, term: 1, index: 3, logTerm: 1, entries, commit: 0 });
    expect(found()).toEqual([undefined, undefined, 3, 4, 5, undefined]);
  });
});

describe('a Ready', () => {
  it('has to be on disk before its messages leave when it holds a vote, an entry or a term', () => {
    const peer = new Peer(configFor(1, storageWith(three, logOf('1'))));
    const vote = { type: 'MsgVote', to: 1, term: 2, context: undefined } as const;
    const mustSync = (message: Message): boolean => {
      peer.node.step(message);
      peer.settle();
      return peer.readies.splice(0).some((ready) => ready.mustSync);
    };
    expect(mustSync({ ...vote, from: 2, index: 0, logTerm: 0 })).toBe(true);
    expect(mustSync({ ...vote, from: 2, index: 0, logTerm: 0 })).toBe(false);
    expect(mustSync({ ...vote, from: 3, index: 1, logTerm: 1 })).toBe(true);
    const append = { type: 'MsgApp', to: 1, from: 3, term: 2, index: 1, logTerm: 1 } as const;
    expect(mustSync({ ...append, entries: [entry(2, 2)], commit: 0 })).toBe(true);
    expect(mustSync({ ...append, entries: [], commit: 1 })).toBe(false);
  });

  it('has no more messages than there are, when there were more before', () => {
    const peer = new Peer(configFor(1, storageWith(three, logOf('1'))));
    const append = { type: 'MsgApp', to: 1, from: 3, term: 2, index: 1, logTerm: 1, commit: 0 } as const;
    for (let times = 0; times < 4; times++) peer.node.step({ ...append, entries: [] });
    expect(peer.settle()).toHaveLength(4);
    peer.node.campaign();
    peer.node.step({ type: 'MsgVote', to: 1, from: 2, term: 3, index: 9, logTerm: 9, context: undefined });
    expect(peer.settle().map(({ type, to }) => [type, to])).toEqual([
      ['MsgVote', 2],
      ['MsgVote', 3],
      ['MsgVoteResp', 2],
    ]);
  });
});

describe('a node', () => {
  it('says who leads, what is committed and of which term as its status does', () => {
    const network = Network.of(3);
    network.elect(2);
    network.peer(2).propose('x');
    network.run();
    network.peer(3).node.campaign();
    for (const { node } of network.peers) {
      const { softState, hardState } = node.status();
      expect([node.lead, node.isLeader, node.commit, node.term]).toEqual([
        softState.lead,
        softState.raftState === 'StateLeader',
        hardState.commit,
        hardState.term,
      ]);
    }
    expect(network.peers.map(({ node }) => node.isLeader)).toEqual([false, true, false]);
  });
});
