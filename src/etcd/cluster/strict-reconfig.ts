import { unreachable } from '../../base/assert.ts';
import type { ClusterMember, EtcdErrorCode } from '../request.ts';
import type { ClusterStore } from './cluster-store.ts';
import type { MemberChange } from './member-change.ts';

/**
 * What the member that is asked refuses to propose, because the voters that have ever started would be fewer than the
 * new quorum (etcd: --strict-reconfig-check, on by default; server.go mayAddMember, mayRemoveMember,
 * mayPromoteMember). What depends on who is connected right now is for the member to see to: `unhealthy`.
 */
export function strictReconfigRefusal(
  cluster: ClusterStore,
  change: MemberChange,
): EtcdErrorCode | undefined {
  return isSafe(cluster, change) ? undefined : 'memberNotEnoughStarted';
}

function isSafe(cluster: ClusterStore, change: MemberChange): boolean {
  const voters = cluster.votingMembers();
  const started = voters.filter(isStarted).length;
  switch (change.type) {
    case 'add':
      // One started member may always have a second: so a cluster grows from a restored one.
      if (change.member.isLearner || (started === 1 && voters.length === 1)) return true;
      return started >= quorumOf(voters.length + 1);
    case 'promote':
      // The learner counts as started already.
      return started + 1 >= quorumOf(voters.length + 1);
    case 'remove': {
      if (cluster.member(change.id)?.isLearner === true) return true;
      const others = voters.filter(({ id }) => id !== change.id);
      return others.filter(isStarted).length >= quorumOf(others.length);
    }
    case 'update':
      return true;
    default:
      return unreachable(change);
  }
}

/** It has told its name: in the list of the bootstrap, or when it came up. */
export function isStarted(member: ClusterMember): boolean {
  return member.name !== '';
}

function quorumOf(members: number): number {
  return Math.floor(members / 2) + 1;
}
