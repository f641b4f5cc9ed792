import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import type { Message } from '../../../src/raft/message.ts';
import { Network, type Options, type Peer } from './harness.ts';
import { act, acts, SIZE } from './random-acts.ts';
import { SEEDED } from './seeded.ts';

const reads = fc.constantFrom<Options>(
  {},
  { checkQuorum: true },
  { checkQuorum: true, readOnlyOption: 'leaseBased' },
);

const limits = fc.record({
  preVote: fc.boolean(),
  stepDownOnRemoval: fc.boolean(),
  disableProposalForwarding: fc.boolean(),
  maxInflightMsgs: fc.integer({ min: 1, max: 4 }),
  maxSizePerMsg: fc.constantFrom(0, 20, Infinity),
  maxUncommittedEntriesSize: fc.constantFrom(3, Infinity),
  seed: fc.nat(1000),
});

const options: fc.Arbitrary<Options> = fc
  .tuple(reads, limits)
  .map(([read, limit]) => Object.assign({}, read, limit));

/** What everybody has seen committed, and who has led: kept over the whole run. */
class Witness {
  private readonly committed = new Map<number, string>();
  private readonly leaders = new Map<string, number>();

  look(peers: readonly Peer[]): void {
    for (const peer of peers) {
      const { node } = peer;
      const { hardState, softState, firstIndex, applied, lastIndex } = node.status();
      expect(applied).toBeLessThanOrEqual(hardState.commit);
      expect(hardState.commit).toBeLessThanOrEqual(lastIndex);
      if (softState.raftState === 'StateLeader') this.lead(String(hardState.term), peer.config.id);
      for (let index = firstIndex; index <= hardState.commit; index++) {
        const entry = node.logEntry(index);
        this.commit(index, `${entry?.term} ${entry?.type} ${entry?.data?.join()}`);
      }
    }
  }

  private lead(term: string, id: number): void {
    expect(this.leaders.get(term) ?? id).toBe(id);
    this.leaders.set(term, id);
  }

  private commit(index: number, entry: string): void {
    expect(this.committed.get(index) ?? entry).toBe(entry);
    this.committed.set(index, entry);
  }
}

function stateOf(peers: readonly Peer[]): unknown {
  return peers.map((peer) => [peer.node.status(), peer.terms, peer.applied, peer.reads]);
}

describe('in random runs with losses, repeats, changes of members and snapshots', () => {
  test.prop([options, acts], SEEDED)(
    'a term has one leader, and what is committed stays',
    (option, sequence) => {
      const { peers } = Network.of(SIZE, option);
      const queue: Message[] = [];
      const witness = new Witness();
      for (const one of sequence) {
        act(peers, queue, one);
        witness.look(peers);
      }
    },
  );

  test.prop([options, acts], SEEDED)('recording decisions changes nothing', (option, sequence) => {
    const traced = Network.of(SIZE, { ...option, trace: true }).peers;
    const silent = Network.of(SIZE, { ...option, trace: false }).peers;
    const queue: Message[] = [];
    const silentQueue: Message[] = [];
    for (const one of sequence) {
      act(traced, queue, one);
      act(silent, silentQueue, one);
    }
    expect(silentQueue).toEqual(queue);
    expect(stateOf(silent)).toEqual(stateOf(traced));
    for (const peer of silent) expect(peer.node.takeTrace()).toEqual([]);
  });
});
