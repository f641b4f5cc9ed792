import { describe, expect, it } from 'vitest';
import { makeDice } from '../../../src/base/random.ts';
import { RawNode } from '../../../src/raft/raw-node.ts';
import { confStateOf, configFor, logOf, Network, ofType, Peer, storageWith } from '../core/harness.ts';
import { textBytes } from '../core/text.ts';

const three = confStateOf([1, 2, 3]);

/** The peer's copy, on a storage of its own. */
function copyOf({ node, config, storage }: Peer): Peer {
  const copied = storage.clone();
  return new Peer({ ...config, storage: copied }, node.clone(copied));
}

describe('a node that starts', () => {
  it('has applied what its snapshot holds, when nobody says how far it was', () => {
    const storage = storageWith(three);
    storage.applySnapshot({ index: 7, term: 2, confState: three, data: undefined });
    const node = new RawNode(configFor(1, storage));
    expect(node.status()).toMatchObject({ applied: 7, hardState: { commit: 7 }, lastIndex: 7 });
  });

  it('goes on after what the application says it has applied', () => {
    const storage = storageWith(three, logOf('1 1 1'), { commit: 3 });
    const node = new RawNode(configFor(1, storage, { applied: 2 }));
    expect(node.ready().committedEntries.map(({ index }) => index)).toEqual([3]);
  });

  it('takes its hard state over as soon as any of it is set', () => {
    for (const hardState of [
      { term: 3, vote: 0, commit: 0 },
      { term: 0, vote: 2, commit: 0 },
      { term: 0, vote: 0, commit: 1 },
    ]) {
      const storage = storageWith(three, logOf('1'));
      storage.setHardState(hardState);
      expect(new RawNode(configFor(1, storage)).status().hardState).toEqual(hardState);
    }
  });

  it('takes 0 as no limit of the bytes in flight', () => {
    const network = Network.of(2, { maxInflightBytes: 0, maxSizePerMsg: 1 });
    network.elect(1);
    const leader = network.peer(1);
    for (let i = 0; i < 5; i++) leader.propose('x'.repeat(100));
    expect(leader.progressOf(2)).toMatchObject({ inflight: 5, inflightFull: false });
  });

  it('takes no bytes in flight that hold less than a message', () => {
    for (const bytes of [1, 9])
      expect(() => Network.of(1, { maxInflightBytes: bytes, maxSizePerMsg: 10 })).toThrow(/one message/);
    expect(() => Network.of(1, { maxInflightBytes: 10, maxSizePerMsg: 10 })).not.toThrow();
  });
});

describe('a copy of a node has a list of its own', () => {
  it('of the votes it was given', () => {
    const network = Network.of(3);
    const candidate = network.peer(1);
    candidate.node.campaign();
    candidate.settle();
    const copy = copyOf(candidate);
    copy.node.step({ type: 'MsgVoteResp', to: 1, from: 3, term: 1, reject: true });
    expect(copy.node.status().votes[2]?.vote).toBe('rejected');
    expect(candidate.node.status().votes[2]?.vote).toBe('missing');
  });

  it('of the reads it has postponed, and of those it has answered', () => {
    const network = Network.of(3);
    network.dropType('MsgAppResp');
    network.peer(1).node.campaign();
    network.run();
    const leader = network.peer(1);
    const copy = copyOf(leader);
    copy.node.readIndex(textBytes('of the copy'));
    network.heal();
    network.tickAll(2);
    expect(leader.state.commit).toBe(1);
    expect(leader.reads).toEqual([]);
    const alone = Network.of(1);
    alone.elect(1);
    const only = alone.peer(1);
    const twin = copyOf(only);
    twin.node.readIndex(textBytes('of the twin'));
    only.settle();
    twin.settle();
    expect([only.reads, twin.reads.map(({ context }) => context)]).toEqual([[], ['of the twin']]);
  });

  it('of the decisions it tells', () => {
    const network = Network.of(3);
    const peer = network.peer(1);
    const copy = copyOf(peer);
    copy.node.campaign();
    expect(peer.node.takeTrace().map(({ type }) => type)).not.toContain('becameCandidate');
    expect(copy.node.takeTrace().map(({ type }) => type)).toContain('becameCandidate');
  });

  it('also when it was saved and loaded twice', () => {
    const network = Network.of(3);
    const candidate = network.peer(1);
    candidate.node.campaign();
    candidate.settle();
    const saved = candidate.node.save();
    const load = (): RawNode =>
      RawNode.load(saved, { ...candidate.config, storage: candidate.storage.clone(), dice: makeDice(1) });
    const first = load();
    first.step({ type: 'MsgVoteResp', to: 1, from: 3, term: 1, reject: false });
    expect(first.status().softState.raftState).toBe('StateLeader');
    expect(load().status().votes[2]?.vote).toBe('missing');
    expect(ofType(first.ready().messages, 'MsgApp')).toHaveLength(2);
  });
});
