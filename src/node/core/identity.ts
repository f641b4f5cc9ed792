import type { MemberId, ResponseIdentity } from '../../etcd/request.ts';
import type { MemberState } from './member-state.ts';

/** Who answers, as response headers say it. */
export function identityOf(state: MemberState): ResponseIdentity {
  return {
    clusterId: state.etcd.options.clusterId,
    memberId: ownMemberId(state),
    raftTerm: state.appliedTerm,
  };
}

/** 0n for a machine that has not been in any configuration it knows. One that was removed goes on saying who it was. */
export function ownMemberId({ nodeIds, config, removal }: MemberState): MemberId {
  return nodeIds.get(config.id) ?? removal?.id ?? 0n;
}

export function isLearner(state: MemberState): boolean {
  return state.etcd.cluster.member(ownMemberId(state))?.isLearner === true;
}
