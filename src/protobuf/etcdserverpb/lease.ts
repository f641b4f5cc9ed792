import { headerField } from './header.ts';
import { many, messageTable, nested, scalar } from '../table.ts';

export const leaseGrantRequest = messageTable('etcdserverpb.LeaseGrantRequest', [
  scalar(1, 'TTL', 'int64'),
  scalar(2, 'ID', 'int64'),
]);

export const leaseGrantResponse = messageTable('etcdserverpb.LeaseGrantResponse', [
  headerField,
  scalar(2, 'ID', 'int64'),
  scalar(3, 'TTL', 'int64'),
  scalar(4, 'error', 'string'),
]);

export const leaseRevokeRequest = messageTable('etcdserverpb.LeaseRevokeRequest', [scalar(1, 'ID', 'int64')]);
export const leaseRevokeResponse = messageTable('etcdserverpb.LeaseRevokeResponse', [headerField]);

export const leaseCheckpoint = messageTable('etcdserverpb.LeaseCheckpoint', [
  scalar(1, 'ID', 'int64'),
  scalar(2, 'remaining_TTL', 'int64'),
]);

export const leaseCheckpointRequest = messageTable('etcdserverpb.LeaseCheckpointRequest', [
  many(nested(1, 'checkpoints', () => leaseCheckpoint)),
]);

export const leaseKeepAliveRequest = messageTable('etcdserverpb.LeaseKeepAliveRequest', [
  scalar(1, 'ID', 'int64'),
]);

export const leaseKeepAliveResponse = messageTable('etcdserverpb.LeaseKeepAliveResponse', [
  headerField,
  scalar(2, 'ID', 'int64'),
  scalar(3, 'TTL', 'int64'),
]);

export const leaseTimeToLiveRequest = messageTable('etcdserverpb.LeaseTimeToLiveRequest', [
  scalar(1, 'ID', 'int64'),
  scalar(2, 'keys', 'bool'),
]);

export const leaseTimeToLiveResponse = messageTable('etcdserverpb.LeaseTimeToLiveResponse', [
  headerField,
  scalar(2, 'ID', 'int64'),
  scalar(3, 'TTL', 'int64'),
  scalar(4, 'grantedTTL', 'int64'),
  many(scalar(5, 'keys', 'bytes')),
]);

export const leaseLeasesRequest = messageTable('etcdserverpb.LeaseLeasesRequest', []);

export const leaseStatus = messageTable('etcdserverpb.LeaseStatus', [scalar(1, 'ID', 'int64')]);

export const leaseLeasesResponse = messageTable('etcdserverpb.LeaseLeasesResponse', [
  headerField,
  many(nested(2, 'leases', () => leaseStatus)),
]);
