import type { NodeId } from '../../base/flavor.ts';
import type { ConfState } from '../../raft/entry.ts';
import { halvesOf } from './durability.ts';

/** More than half of the voters are among these. */
export function includesQuorum(nodes: readonly NodeId[], voters: readonly NodeId[]): boolean {
  let count = 0;
  for (const id of voters) if (nodes.includes(id)) count++;
  return count * 2 > voters.length;
}

/** The same in both halves of a joint configuration; of a configuration of nobody, never. */
export function isQuorumOf(nodes: readonly NodeId[], confState: ConfState): boolean {
  return confState.voters.length > 0 && halvesOf(confState).every((voters) => includesQuorum(nodes, voters));
}

/** Two quorums, one of each configuration, that have nobody in common; undefined: there are none. */
export function disjointQuorums(
  a: ConfState,
  b: ConfState,
): readonly [readonly NodeId[], readonly NodeId[]] | undefined {
  const all = [...new Set([...a.voters, ...a.votersOutgoing, ...b.voters, ...b.votersOutgoing])];
  for (let chosen = 0; chosen < 1 << all.length; chosen++) {
    const ours = all.filter((_, i) => (chosen >> i) % 2 === 1);
    if (!isQuorumOf(ours, a)) continue;
    const theirs = all.filter((_, i) => (chosen >> i) % 2 === 0);
    if (isQuorumOf(theirs, b)) return [ours, theirs];
  }
  return undefined;
}
