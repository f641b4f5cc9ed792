import type { Message } from '../../protobuf/message.ts';
import { flagOf, idOf, messageOf, textOf, textsOf } from '../../protobuf/message.ts';
import type { V2Request } from '../command.ts';
import type { MemberId } from '../request.ts';
import { v2Operation } from '../v2/request.ts';
import { attributesPath, CLUSTER_VERSION_PATH } from './cluster-store.ts';
import { encodeAttributes } from './member-change.ts';

/**
 * What members write about themselves and the cluster since etcd 3.5. Members here write it into the v2 tree, as 3.4 does; logs of
 * later ones have these.
 */
export type ClusterOperation =
  | { readonly type: 'clusterVersionSet'; readonly version: string }
  | {
      readonly type: 'clusterMemberAttrSet';
      readonly member: MemberId;
      readonly name: string;
      readonly clientUrls: readonly string[];
    }
  | { readonly type: 'downgradeInfoSet'; readonly enabled: boolean; readonly version: string }
  /** A question that etcd puts through the log. */
  | { readonly type: 'authStatus' };

export function messageOfClusterOperation(op: ClusterOperation): Message {
  switch (op.type) {
    case 'clusterVersionSet':
      return { ver: op.version };
    case 'clusterMemberAttrSet':
      return { member_ID: op.member, member_attributes: { name: op.name, client_urls: op.clientUrls } };
    case 'downgradeInfoSet':
      return { enabled: op.enabled, ver: op.version };
    default:
      return {};
  }
}

export function clusterOperationOf(type: ClusterOperation['type'], message: Message): ClusterOperation {
  switch (type) {
    case 'clusterVersionSet':
      return { type, version: textOf(message, 'ver') };
    case 'clusterMemberAttrSet': {
      const attributes = messageOf(message, 'member_attributes') ?? {};
      return {
        type,
        member: idOf(message, 'member_ID'),
        name: textOf(attributes, 'name'),
        clientUrls: textsOf(attributes, 'client_urls'),
      };
    }
    case 'downgradeInfoSet':
      return { type, enabled: flagOf(message, 'enabled'), version: textOf(message, 'ver') };
    default:
      return { type };
  }
}

/** The write to the v2 tree that says the same; undefined where there is none: a downgrade under way changes nothing here. */
export function v2WriteOf(op: ClusterOperation): V2Request | undefined {
  switch (op.type) {
    case 'clusterVersionSet':
      return v2Operation('PUT', CLUSTER_VERSION_PATH, op.version);
    case 'clusterMemberAttrSet':
      return v2Operation('PUT', attributesPath(op.member), encodeAttributes(op));
    default:
      return undefined;
  }
}
