import { messageTable, nested, scalar } from '../table.ts';

/** Of every answer: who gave it, and at which revision and term. */
export const responseHeader = messageTable('etcdserverpb.ResponseHeader', [
  scalar(1, 'cluster_id', 'uint64'),
  scalar(2, 'member_id', 'uint64'),
  scalar(3, 'revision', 'int64'),
  scalar(4, 'raft_term', 'uint64'),
]);

/** The field that every answer begins with. */
export const headerField = nested(1, 'header', () => responseHeader);

/** Of all requests whose answer is a header and nothing else. */
export const bareResponse = messageTable('etcdserverpb.BareResponse', [headerField]);
