import { describe, expect, it } from 'vitest';
import { present } from '../../../src/base/assert.ts';
import type { MsgStorageAppendResp } from '../../../src/raft/message.ts';
import { AsyncPeer } from '../core/async-peer.ts';
import { confStateOf, entry, logOf, ofType } from '../core/harness.ts';
import { textBytes } from '../core/text.ts';

const start = { index: 0, term: 0 };
const snapshot = { index: 5, term: 1, confState: confStateOf([1, 2, 3]), data: textBytes('state') };

/** The disk does what it was asked for first; the node has not heard of it yet. */
function write(peer: AsyncPeer): MsgStorageAppendResp {
  return present(ofType(peer.write(), 'MsgStorageAppendResp')[0], 'somebody waits for the write');
}

function staleOf({ node }: AsyncPeer) {
  return node.takeTrace().filter(({ type }) => type === 'staleAppendResponse');
}

describe('the answer to a write', () => {
  it('counts in the term it was asked in, without a word', () => {
    const peer = new AsyncPeer();
    peer.append(1, start, logOf('1 1'));
    peer.ready();
    peer.hear(write(peer));
    expect(peer.node.status().stableIndex).toBe(2);
    expect(staleOf(peer)).toEqual([]);
  });

  it('of a term before says nothing about the entries, even if they look the same', () => {
    const peer = new AsyncPeer();
    peer.append(1, start, logOf('1 1'));
    peer.ready();
    const first = write(peer);
    peer.append(2, { index: 2, term: 1 }, []);
    peer.ready();
    peer.hear(first);
    expect(peer.node.status().stableIndex).toBe(0);
    expect(staleOf(peer)).toEqual([{ type: 'staleAppendResponse', messageTerm: 1, term: 2 }]);
    peer.hear(write(peer));
    expect(peer.node.status().stableIndex).toBe(2);
    expect(staleOf(peer)).toEqual([]);
  });

  it('without a term is a local one and counts', () => {
    const peer = new AsyncPeer();
    peer.append(1, start, logOf('1 1'));
    peer.ready();
    peer.hear({ ...write(peer), term: 0 });
    expect(peer.node.status().stableIndex).toBe(2);
    expect(staleOf(peer)).toEqual([]);
  });

  it('about a snapshot alone counts in every term, without a word', () => {
    const peer = new AsyncPeer();
    peer.node.step({ type: 'MsgSnap', to: 1, from: 2, term: 1, snapshot });
    peer.ready();
    const response = write(peer);
    expect([response.index, response.logTerm]).toEqual([0, 0]);
    peer.node.step({ type: 'MsgHeartbeat', to: 1, from: 3, term: 2, commit: 0, context: undefined });
    peer.hear(response);
    expect(peer.node.status()).toMatchObject({ applied: 5, pendingSnapshotIndex: 0 });
    expect(staleOf(peer)).toEqual([]);
  });

  it('about a snapshot does not say that the entries after it are written', () => {
    const peer = new AsyncPeer();
    peer.node.step({ type: 'MsgSnap', to: 1, from: 2, term: 1, snapshot });
    peer.ready();
    const response = write(peer);
    peer.append(1, { index: 5, term: 1 }, [entry(1, 6)]);
    peer.hear(response);
    expect(peer.node.status()).toMatchObject({ stableIndex: 5, lastIndex: 6 });
  });
});
