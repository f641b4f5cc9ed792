import type { LogIndex, NodeId } from '../../base/flavor.ts';

export type VoteResult = 'won' | 'lost' | 'pending';

/** Configurations up to this size are sorted in place, without allocating (as etcd does on its stack). */
const SMALL = 7;
const small = new Float64Array(SMALL);

/**
 * The highest index a majority of `voters` has acknowledged; a voter without an acknowledgement counts as 0.
 * No voters: Infinity, so that the empty half of a joint configuration constrains nothing.
 * `acked` must not call back into this file. Source: etcd quorum/majority.go, CommittedIndex.
 *
 * An example: five voters have acknowledged 9, 4, 7, 7 and nothing. Sorted: 0 4 7 7 9. A majority of five is three, so it is
 * the third from the right: 7. Three voters have 7 or more, only one has more than 7.
 */
export function majorityCommitted(
  voters: readonly NodeId[],
  acked: (id: NodeId) => LogIndex | undefined,
): LogIndex {
  const count = voters.length;
  if (count === 0) return Infinity;
  const sorted = count <= SMALL ? small : new Float64Array(count);
  let filled = 0;
  for (const id of voters) {
    const index = acked(id) ?? 0;
    let place = filled++;
    for (; place > 0; place--) {
      const before = sorted[place - 1] ?? 0;
      if (before <= index) break;
      sorted[place] = before;
    }
    sorted[place] = index;
  }
  // Ascending: from this position to the end there are exactly floor(n/2) + 1 voters.
  return sorted[count - (Math.floor(count / 2) + 1)] ?? 0;
}

/**
 * The highest index that majorities of both halves have acknowledged (paper 6: agreement needs separate majorities of the old
 * and the new configuration). Source: etcd quorum/joint.go.
 *
 * An example: moving from voters 1, 2, 3 to 3, 4, 5, where 1, 2 and 3 are at 8, 4 at 5 and 5 at nothing. The old half has
 * committed 8, the new one (8, 5, 0) only 5: together 5.
 */
export function jointCommitted(
  incoming: readonly NodeId[],
  outgoing: readonly NodeId[],
  acked: (id: NodeId) => LogIndex | undefined,
): LogIndex {
  return Math.min(majorityCommitted(incoming, acked), majorityCommitted(outgoing, acked));
}

/**
 * An election's state among `voters` (paper 5.2); undefined is a vote not yet seen. No voters: won, so that the empty half of
 * a joint configuration does not stand in the way. Lost as soon as a majority cannot be reached any more, so that a candidate
 * need not wait for its timeout. Source: majority.go, VoteResult.
 *
 *     of 5 voters   granted   rejected   missing   result
 *                      2          1         2      pending: 2 + 2 could still be 4
 *                      3          0         2      won
 *                      1          3         1      lost: 1 + 1 can only be 2
 */
export function voteResult(
  voters: readonly NodeId[],
  votes: (id: NodeId) => boolean | undefined,
): VoteResult {
  if (voters.length === 0) return 'won';
  let granted = 0;
  let missing = 0;
  for (const id of voters) {
    const vote = votes(id);
    if (vote === undefined) missing++;
    else if (vote) granted++;
  }
  const quorum = Math.floor(voters.length / 2) + 1;
  if (granted >= quorum) return 'won';
  return granted + missing >= quorum ? 'pending' : 'lost';
}

/** Won if both halves are won, lost if either is lost. Source: etcd quorum/joint.go, VoteResult. */
export function jointVoteResult(
  incoming: readonly NodeId[],
  outgoing: readonly NodeId[],
  votes: (id: NodeId) => boolean | undefined,
): VoteResult {
  const first = voteResult(incoming, votes);
  const second = voteResult(outgoing, votes);
  if (first === second) return first;
  return first === 'lost' || second === 'lost' ? 'lost' : 'pending';
}
