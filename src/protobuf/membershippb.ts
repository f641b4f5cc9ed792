import { many, messageTable, nested, scalar } from './table.ts';

// What etcd 3.5 and later write about members and versions through the log; 3.4 writes it into the v2 tree.

export const attributes = messageTable('membershippb.Attributes', [
  scalar(1, 'name', 'string'),
  many(scalar(2, 'client_urls', 'string')),
]);

export const clusterVersionSetRequest = messageTable('membershippb.ClusterVersionSetRequest', [
  scalar(1, 'ver', 'string'),
]);

export const clusterMemberAttrSetRequest = messageTable('membershippb.ClusterMemberAttrSetRequest', [
  scalar(1, 'member_ID', 'uint64'),
  nested(2, 'member_attributes', () => attributes),
]);

export const downgradeInfoSetRequest = messageTable('membershippb.DowngradeInfoSetRequest', [
  scalar(1, 'enabled', 'bool'),
  scalar(2, 'ver', 'string'),
]);
