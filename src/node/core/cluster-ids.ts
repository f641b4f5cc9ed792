import { computeClusterId, computeMemberId } from '../../etcd/cluster/member-id.ts';
import type { MemberId } from '../../etcd/request.ts';
import type { InitialMember, MemberConfig } from '../io.ts';

/** The id of a member the cluster begins with. */
export function initialMemberId(
  { clusterToken }: MemberConfig,
  { peerUrls, memberId }: InitialMember,
): MemberId {
  return memberId ?? computeMemberId(peerUrls, clusterToken);
}

export function clusterIdOf(config: MemberConfig): bigint {
  return (
    config.clusterId ??
    computeClusterId(config.initialMembers.map((member) => initialMemberId(config, member)))
  );
}
