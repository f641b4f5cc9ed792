import type { ResponseIdentity } from '../../../etcd/request.ts';

export function field(name: string, value: string | number | bigint | boolean): string {
  return `"${name}" : ${value}`;
}

export function headerFields(
  revision: number,
  { clusterId, memberId, raftTerm }: ResponseIdentity,
): string[] {
  return [
    field('ClusterID', clusterId),
    field('MemberID', memberId),
    field('Revision', revision),
    field('RaftTerm', raftTerm),
  ];
}
