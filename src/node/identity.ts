import { computeClusterId, computeMemberId } from '../etcd/cluster/member-id.ts';
import type { MemberId, ResponseIdentity } from '../etcd/request.ts';
import type { InitialMember, MemberConfig } from './io.ts';
import type { MemberState } from './member-state.ts';

/** Who answers, as response headers say it. */
export function identityOf(state: MemberState): ResponseIdentity {
  return {
    clusterId: state.etcd.options.clusterId,
    memberId: ownMemberId(state),
    raftTerm: state.appliedTerm,
  };
}

/** 0n for a machine that is not in any configuration it knows. */
export function ownMemberId({ nodeIds, config }: MemberState): MemberId {
  return nodeIds.get(config.id) ?? 0n;
}

/** The id of a member the cluster begins with. */
export function initialMemberId({ clusterToken }: MemberConfig, { peerUrls }: InitialMember): MemberId {
  return computeMemberId(peerUrls, clusterToken);
}

export function clusterIdOf(config: MemberConfig): bigint {
  return computeClusterId(config.initialMembers.map((member) => initialMemberId(config, member)));
}

export function isLearner(state: MemberState): boolean {
  return state.etcd.cluster.member(ownMemberId(state))?.isLearner === true;
}
