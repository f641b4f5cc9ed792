import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/raft/message.ts';
import { entry, Network, Peer } from '../core/harness.ts';

/** A leader of two, everything acknowledged, and its copy on a storage of its own. */
function leaderAndCopy(): { leader: Peer; copy: Peer } {
  const network = Network.of(2);
  network.elect(1);
  const leader = network.peer(1);
  const storage = leader.storage.clone();
  const copy = new Peer({ ...leader.config, storage }, leader.node.clone(storage));
  return { leader, copy };
}

function proposeAtOnce(peer: Peer, count: number): void {
  const entries = Array.from({ length: count }, () => ({ ...entry(0, 0, 'x'), index: 0 }));
  peer.node.step({ type: 'MsgProp', to: 1, from: 1, term: 0, entries });
  peer.settle();
}

function acknowledge(peer: Peer, index: number): void {
  const ack: Message = {
    type: 'MsgAppResp',
    to: 1,
    from: 2,
    term: 1,
    index,
    reject: false,
    rejectHint: 0,
    logTerm: 0,
  };
  peer.node.step(ack);
  peer.settle();
}

describe('a copy of a leader', () => {
  it('has a window of its own: what the other sends is not awaited here', () => {
    const { leader, copy } = leaderAndCopy();
    const last = leader.lastIndex;
    proposeAtOnce(copy, 1);
    proposeAtOnce(leader, 3);
    expect([leader.progressOf(2).inflight, copy.progressOf(2).inflight]).toEqual([1, 1]);
    acknowledge(copy, last + 1);
    expect(copy.progressOf(2).inflight).toBe(0);
    acknowledge(leader, last + 1);
    expect(leader.progressOf(2).inflight).toBe(1);
  });

  it('has a log of its own, also where it is not written yet', () => {
    const { leader } = leaderAndCopy();
    leader.propose('one');
    leader.propose('two');
    leader.propose('three');
    const storage = leader.storage.clone();
    const copy = new Peer({ ...leader.config, storage }, leader.node.clone(storage));
    const { lastIndex } = copy;
    leader.propose('four');
    expect([copy.lastIndex, leader.lastIndex]).toEqual([lastIndex, lastIndex + 1]);
    copy.propose('other');
    leader.propose('five');
    expect([copy.lastIndex, leader.lastIndex]).toEqual([lastIndex + 1, lastIndex + 2]);
  });
});
