import { describe, expect, it } from 'vitest';
import { nextTerm, TERM_MAX } from '../../../src/raft/term.ts';
import { confStateOf, configFor, logOf, Network, Peer, storageWith } from './harness.ts';

const three = confStateOf([1, 2, 3]);

describe('terms', () => {
  it('are numbers while they are safe, bigints beyond, and wrap to 0 after 2^64-1', () => {
    expect(nextTerm(0)).toBe(1);
    expect(nextTerm(Number.MAX_SAFE_INTEGER - 1)).toBe(Number.MAX_SAFE_INTEGER);
    expect(nextTerm(Number.MAX_SAFE_INTEGER)).toBe(2n ** 53n);
    expect(nextTerm(2n ** 53n)).toBe(2n ** 53n + 1n);
    expect(nextTerm(TERM_MAX)).toBe(0);
    for (const none of [5n, 2n ** 53n - 1n, 2n ** 64n])
      expect(() => nextTerm(none), `${none}`).toThrow(/safe integers/);
  });

  it('compare across both forms', () => {
    const peer = new Peer(configFor(1, storageWith(three, logOf('1'), { term: 7 })));
    peer.node.step({ type: 'MsgHeartbeat', to: 1, from: 2, term: 2n ** 60n, commit: 0, context: undefined });
    expect(peer.state.term).toBe(2n ** 60n);
    peer.node.step({ type: 'MsgHeartbeat', to: 1, from: 3, term: 8, commit: 0, context: undefined });
    expect(peer.state.lead).toBe(2);
  });

  it('end: a node of the last term leads, and the campaign after it asks for votes of term 0, which breaks an assertion', () => {
    const last = 2n ** 64n - 2n;
    const ids = [1, 2, 3];
    const network = new Network(
      ids.map((id) => new Peer(configFor(id, storageWith(three, logOf('1'), { term: id === 1 ? last : 1 })))),
    );
    network.elect(1);
    expect(network.peers.map((peer) => peer.state.term)).toEqual([TERM_MAX, TERM_MAX, TERM_MAX]);
    network.peer(1).propose('x');
    network.run();
    expect(network.peer(3).applied).toContain('x');
    expect(() => network.peer(2).node.campaign()).toThrow(/term above 0/);
  });
});
