import type { ResponseIdentity } from '../etcd/request.ts';
import type { MemberState } from './member-state.ts';

/** Who answers, as response headers say it. */
export function identityOf({ config, appliedTerm }: MemberState): ResponseIdentity {
  return { clusterId: 0n, memberId: BigInt(config.id), raftTerm: appliedTerm };
}
