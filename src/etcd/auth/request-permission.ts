import { unreachable } from '../../base/assert.ts';
import type { LeaseId, PermissionType, PutRequest, TxnOperation, TxnRequest } from '../request.ts';
import type { GuardedOperation } from './auth-operation.ts';

/** A question etcd asks before it does something; the first that is answered with no is the answer. */
export type Demand =
  | {
      readonly type: 'keys';
      readonly access: Exclude<PermissionType, 'READWRITE'>;
      readonly key: Uint8Array;
      readonly rangeEnd?: Uint8Array | undefined;
    }
  /** The role root; or, to look at it, to be that user or to have that role. */
  | { readonly type: 'admin'; readonly orUser?: string; readonly orRole?: string }
  /** The role root, refused in the words of the auth package itself, which etcd forgets to translate. */
  | { readonly type: 'maintenance' };

/** The keys attached to a lease, in their order; none if there is no such lease. */
export type LeaseKeys = (lease: LeaseId) => readonly Uint8Array[];

const admin: readonly Demand[] = [{ type: 'admin' }];
const maintenance: readonly Demand[] = [{ type: 'maintenance' }];
const nothing: readonly Demand[] = [];

/**
 * What etcd demands of whom an operation comes from, in its order (etcdserver/apply_auth.go, server.go
 * checkMembershipOperationPermission, api/v3rpc/maintenance.go). As there, nothing is demanded for a compaction, for
 * granting a lease, for alarms, or for what a nested transaction does.
 */
export function demandsOf(operation: GuardedOperation, leaseKeys: LeaseKeys): readonly Demand[] {
  switch (operation.type) {
    case 'range':
      return [read(operation)];
    case 'put':
      return demandsOfPut(operation, leaseKeys);
    case 'deleteRange':
      return operation.prevKv === true ? [write(operation), read(operation)] : [write(operation)];
    case 'txn':
      return demandsOfTxn(operation);
    case 'leaseRevoke':
      return leaseKeys(operation.id).map((key) => write({ key }));
    case 'authUserGet':
      return [{ type: 'admin', orUser: operation.name }];
    case 'authRoleGet':
      return [{ type: 'admin', orRole: operation.role }];
    case 'authEnable':
    case 'authDisable':
    case 'authUserList':
    case 'authRoleList':
    case 'authUserAdd':
    case 'authUserDelete':
    case 'authUserChangePassword':
    case 'authUserGrantRole':
    case 'authUserRevokeRole':
    case 'authRoleAdd':
    case 'authRoleDelete':
    case 'authRoleGrantPermission':
    case 'authRoleRevokePermission':
    case 'memberAdd':
    case 'memberRemove':
    case 'memberUpdate':
    case 'memberPromote':
      return admin;
    case 'defragment':
    case 'hash':
    case 'hashKv':
    case 'snapshot':
      return maintenance;
    case 'compact':
    case 'leaseGrant':
    case 'leaseKeepAlive':
    case 'leaseTimeToLive':
    case 'leaseLeases':
    case 'leaseCheckpoint':
    case 'memberList':
    case 'alarm':
    case 'status':
    case 'moveLeader':
    case 'authenticate':
    case 'authenticateInternal':
    case 'keyServerPut':
    case 'v2':
    case 'authStatus':
    case 'clusterVersionSet':
    case 'clusterMemberAttrSet':
    case 'downgradeInfoSet':
      return nothing;
    default:
      return unreachable(operation);
  }
}

/** Who may not write what is attached to a lease could not revoke it either, so may not attach more to it. */
function demandsOfPut(put: PutRequest, leaseKeys: LeaseKeys): readonly Demand[] {
  const attached = put.lease === undefined ? [] : leaseKeys(put.lease);
  const demands = [write({ key: put.key }), ...attached.map((key) => write({ key }))];
  return put.prevKv === true ? [...demands, read({ key: put.key })] : demands;
}

/** Both branches, whichever will be taken; of a put neither its lease nor prevKv is asked about. */
function demandsOfTxn(txn: TxnRequest): readonly Demand[] {
  return [
    ...txn.compare.map((compare) => read(compare)),
    ...txn.success.flatMap(demandsOfTxnOperation),
    ...txn.failure.flatMap(demandsOfTxnOperation),
  ];
}

function demandsOfTxnOperation(operation: TxnOperation): readonly Demand[] {
  switch (operation.type) {
    case 'range':
      return [read(operation)];
    case 'put':
      return [write({ key: operation.key })];
    case 'deleteRange':
      return operation.prevKv === true ? [read(operation), write(operation)] : [write(operation)];
    case 'txn':
    case 'empty':
      return nothing;
    default:
      return unreachable(operation);
  }
}

interface Keys {
  readonly key: Uint8Array;
  readonly rangeEnd?: Uint8Array;
}

function read({ key, rangeEnd }: Keys): Demand {
  return { type: 'keys', access: 'READ', key, rangeEnd };
}

function write({ key, rangeEnd }: Keys): Demand {
  return { type: 'keys', access: 'WRITE', key, rangeEnd };
}
