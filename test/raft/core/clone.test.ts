import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { makeDice } from '../../../src/base/random.ts';
import { MemoryStorage } from '../../../src/raft/memory-storage.ts';
import type { Message } from '../../../src/raft/message.ts';
import { RawNode } from '../../../src/raft/raw-node.ts';
import { confStateOf, configFor, Network, Peer, storageWith } from './harness.ts';
import { act, acts, SIZE } from './random-acts.ts';
import { SEEDED } from './seeded.ts';

const three = confStateOf([1, 2, 3]);

function pictureOf(peers: readonly Peer[]): unknown {
  return peers.map((peer) => [peer.node.status(), peer.terms, peer.node.takeTrace()]);
}

function copyOf(peer: Peer, how: 'clone' | 'load'): Peer {
  const storage =
    how === 'clone' ? peer.storage.clone() : MemoryStorage.load(structuredClone(peer.storage.save()));
  const config = { ...peer.config, storage };
  const node =
    how === 'clone'
      ? peer.node.clone(storage)
      : RawNode.load(structuredClone(peer.node.save()), { ...config, dice: makeDice(99, 'ignored') });
  const copy = new Peer(config, node);
  copy.appliedIndex = peer.appliedIndex;
  return copy;
}

describe('clone, save and load', () => {
  for (const how of ['clone', 'load'] as const) {
    test.prop([fc.boolean(), acts, acts], SEEDED)(
      `a ${how === 'clone' ? 'clone' : 'loaded node'} goes on exactly as the one it was made from`,
      (strict, past, future) => {
        const options = { preVote: strict, checkQuorum: strict, maxInflightMsgs: 3, brokenRules: [] };
        const peers = Network.of(SIZE, options).peers;
        const queue: Message[] = [];
        for (const one of past) act(peers, queue, one);
        const copies = peers.map((peer) => copyOf(peer, how));
        const queueCopy = [...queue];
        for (const one of future) {
          act(peers, queue, one);
          const expected = pictureOf(peers);
          act(copies, queueCopy, one);
          expect(pictureOf(copies)).toEqual(expected);
          expect(queueCopy).toEqual(queue);
        }
      },
    );
  }

  it('in the middle of a Ready, what is to be advanced is copied too', () => {
    const storage = storageWith(confStateOf([1]));
    const node = new RawNode(configFor(1, storage));
    node.campaign();
    const ready = node.ready();
    if (ready.hardState !== undefined) storage.setHardState(ready.hardState);
    const clone = node.clone(storage.clone());
    clone.advance();
    expect([node.status().softState.raftState, clone.status().softState.raftState]).toEqual([
      'StateCandidate',
      'StateLeader',
    ]);
  });

  it('a saved node of another version is refused', () => {
    const config = configFor(1, storageWith(three));
    expect(() => RawNode.load({ version: 0 }, config)).toThrow(/version 0/);
  });

  it('without tracing there is nothing to take', () => {
    const peer = new Peer(configFor(1, storageWith(three), { trace: false }));
    peer.node.campaign();
    expect(peer.node.takeTrace()).toEqual([]);
  });

  it('a restart begins where the disk left off', () => {
    const network = Network.of(3);
    network.elect(1);
    network.peer(1).propose('x');
    network.run();
    const again = new Peer(configFor(1, network.peer(1).storage, { applied: 1 }));
    expect(again.state).toEqual({ role: 'StateFollower', lead: 0, term: 1, vote: 1, commit: 2 });
    again.settle();
    expect(again.applied).toEqual(['x']);
  });
});
