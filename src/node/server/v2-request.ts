import { attributesPath, CLUSTER_VERSION_PATH } from '../../etcd/cluster/cluster-store.ts';
import { encodeAttributes } from '../../etcd/cluster/member-change.ts';
import { v2Operation } from '../../etcd/v2/request.ts';
import { addCall } from '../core/calls.ts';
import { activeSinceMs } from '../core/contacts.ts';
import { ownMemberId } from '../core/identity.ts';
import { CLUSTER_VERSION } from '../../etcd/cluster/version.ts';
import type { MemberState } from '../core/member-state.ts';
import { nodeOf } from '../core/node-ids.ts';
import type { OutputBuilder } from '../core/output-builder.ts';
import { propose } from './proposing.ts';

/** What the leader says while it cannot ask all members (etcd: version.MinClusterVersion). */
const CLUSTER_VERSION_MIN = '3.0.0';

/** Tells everybody through the log how this member is called and reached, once in each life (etcd: publish). */
export function maybePublish(state: MemberState, out: OutputBuilder): void {
  const { config, raft } = state;
  if (config.bootstrap !== 'etcd' || state.published || raft.lead === 0) return;
  const id = ownMemberId(state);
  if (id === 0n || isAsked(state, attributesPath(id))) return;
  write(state, attributesPath(id), encodeAttributes(config.address), out);
}

/**
 * The leader sets the cluster's version to what all members have, or to the least there is when it cannot ask all of
 * them (etcd: monitorVersions).
 */
export function maybeSetVersion(state: MemberState, out: OutputBuilder): void {
  const { config, raft, etcd } = state;
  if (config.bootstrap !== 'etcd' || !raft.isLeader || isAsked(state, CLUSTER_VERSION_PATH)) return;
  const { version } = etcd.cluster;
  if (version === CLUSTER_VERSION) return;
  const knowsAll = etcd.cluster.members().every(({ id }) => {
    const node = nodeOf(state.nodeIds, id);
    return node === config.id || (node !== undefined && activeSinceMs(state, node) !== undefined);
  });
  const decided = knowsAll ? CLUSTER_VERSION : CLUSTER_VERSION_MIN;
  if (version === undefined || (knowsAll && version !== decided)) {
    write(state, CLUSTER_VERSION_PATH, decided, out);
  }
}

function write(state: MemberState, path: string, value: string, out: OutputBuilder): void {
  const operation = v2Operation('PUT', path, value);
  propose(state, addCall(state, { type: 'own' }, operation, undefined), operation, out);
}

function isAsked({ calls }: MemberState, path: string): boolean {
  for (const { asker, operation } of calls.values()) {
    if (asker.type === 'own' && operation.type === 'v2' && operation.path === path) return true;
  }
  return false;
}
