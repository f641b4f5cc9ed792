import { messageTable, scalar } from './table.ts';

/** A lease as etcd keeps it in its database. */
export const lease = messageTable('leasepb.Lease', [
  scalar(1, 'ID', 'int64'),
  scalar(2, 'TTL', 'int64'),
  scalar(3, 'RemainingTTL', 'int64'),
]);
