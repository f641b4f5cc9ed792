import { attributesPath, memberPath, removedMemberPath } from '../cluster/cluster-store.ts';
import { encodeAttributes, encodeRaftAttributes, type MemberChange } from '../cluster/member-change.ts';
import type { ClusterMember, MemberId } from '../request.ts';
import { v2Operation } from './request.ts';
import type { V2Store } from './store.ts';

/** A change of members that was made, as etcd writes it into its v2 store (etcd: membership/store.go). `after`: the member since. */
export function writeChange(store: V2Store, change: MemberChange, after: ClusterMember | undefined): void {
  if (change.type === 'remove') return writeRemoval(store, change.id);
  if (after !== undefined) writeMember(store, after, change.type !== 'add');
}

/** `isThere`: it was a member before. */
export function writeMember(store: V2Store, member: ClusterMember, isThere: boolean): void {
  const path = `${memberPath(member.id)}/raftAttributes`;
  put(store, path, encodeRaftAttributes(member), isThere);
}

export function writeAttributes(store: V2Store, member: ClusterMember): void {
  put(store, attributesPath(member.id), encodeAttributes(member), undefined);
}

export function writeRemoval(store: V2Store, id: MemberId): void {
  const recursive = { dir: true, recursive: true };
  store.apply(v2Operation('DELETE', memberPath(id), '', recursive), NO_TIME);
  put(store, removedMemberPath(id), '', false);
}

/** Nothing here ends by itself. */
const NO_TIME = 0n;

function put(store: V2Store, path: string, value: string, prevExist: boolean | undefined): void {
  store.apply(v2Operation('PUT', path, value, { prevExist }), NO_TIME);
}
