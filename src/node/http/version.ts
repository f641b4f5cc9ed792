import { CLUSTER_VERSION_UNKNOWN, SERVER_VERSION } from '../../etcd/cluster/version.ts';
import type { HttpReply } from '../../etcd/gateway/http.ts';
import type { MemberState } from '../core/member-state.ts';
import { JSON_TYPE, notAllowed, page } from './respond.ts';
import type { DoorRequest } from './router.ts';

/** /version: which etcd this is, and what the cluster has agreed on. */
export function versionPage({ etcd }: MemberState, _: number, { method }: DoorRequest): HttpReply {
  if (method !== 'GET') return notAllowed('GET');
  const version = etcd.cluster.version ?? CLUSTER_VERSION_UNKNOWN;
  return page(
    200,
    { 'Content-Type': JSON_TYPE },
    `{"etcdserver":"${SERVER_VERSION}","etcdcluster":"${version}"}`,
  );
}
