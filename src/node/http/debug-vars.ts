import type { HttpReply } from '../../etcd/gateway/http.ts';
import { jsonOfText } from '../../etcd/rpc/json-write.ts';
import { ownMemberId } from '../core/identity.ts';
import type { MemberState } from '../core/member-state.ts';
import { notAllowed, page } from './respond.ts';
import type { DoorRequest } from './router.ts';

/** /debug/vars: what the process says of itself (Go: expvar), as far as a member that is no process has it. */
export function debugVars(state: MemberState, _: number, { method }: DoorRequest): HttpReply {
  if (method !== 'GET') return notAllowed('GET');
  const { name } = state.config.address;
  const vars = [
    `"cmdline": ["etcd","--name",${jsonOfText(name)}]`,
    '"file_descriptor_limit": 0',
    '"memstats": {}',
    `"raft.status": ${raftStatus(state)}`,
  ];
  return page(200, { 'Content-Type': 'application/json; charset=utf-8' }, `{\n${vars.join(',\n')}\n}\n`);
}

/** raft.Status as its own JSON (raft: status.go). */
function raftStatus(state: MemberState): string {
  const { raft, nodeIds } = state;
  const { hardState, softState, progress, leadTransferee } = raft.status();
  const hex = (node: number) => (node === 0 ? 0n : (nodeIds.get(node) ?? BigInt(node))).toString(16);
  const followers = raft.isLeader
    ? progress
        .map(
          ({ id, match, next, state: how }) =>
            `"${hex(id)}":{"match":${match},"next":${next},"state":"${how}"}`,
        )
        .sort()
    : [];
  return (
    `{"id":"${ownMemberId(state).toString(16)}","term":${hardState.term},"vote":"${hex(hardState.vote)}",` +
    `"commit":${hardState.commit},"lead":"${hex(raft.lead)}","raftState":"${softState.raftState}",` +
    `"applied":${state.applied},"progress":{${followers.join()}},"leadtransferee":"${hex(leadTransferee)}"}`
  );
}
