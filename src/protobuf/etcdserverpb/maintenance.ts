import { headerField } from './header.ts';
import { choice, enumTable, many, messageTable, nested, scalar } from '../table.ts';

export const alarmType = enumTable('etcdserverpb.AlarmType', ['NONE', 'NOSPACE', 'CORRUPT']);
export const alarmAction = enumTable('etcdserverpb.AlarmRequest_AlarmAction', [
  'GET',
  'ACTIVATE',
  'DEACTIVATE',
]);

export const alarmRequest = messageTable('etcdserverpb.AlarmRequest', [
  choice(1, 'action', alarmAction),
  scalar(2, 'memberID', 'uint64'),
  choice(3, 'alarm', alarmType),
]);
export const alarmMember = messageTable('etcdserverpb.AlarmMember', [
  scalar(1, 'memberID', 'uint64'),
  choice(2, 'alarm', alarmType),
]);
export const alarmResponse = messageTable('etcdserverpb.AlarmResponse', [
  headerField,
  many(nested(2, 'alarms', () => alarmMember)),
]);

export const statusRequest = messageTable('etcdserverpb.StatusRequest', []);
export const statusResponse = messageTable('etcdserverpb.StatusResponse', [
  headerField,
  scalar(2, 'version', 'string'),
  scalar(3, 'dbSize', 'int64'),
  scalar(4, 'leader', 'uint64'),
  scalar(5, 'raftIndex', 'uint64'),
  scalar(6, 'raftTerm', 'uint64'),
  scalar(7, 'raftAppliedIndex', 'uint64'),
  many(scalar(8, 'errors', 'string')),
  scalar(9, 'dbSizeInUse', 'int64'),
  scalar(10, 'isLearner', 'bool'),
]);

export const defragmentRequest = messageTable('etcdserverpb.DefragmentRequest', []);
export const defragmentResponse = messageTable('etcdserverpb.DefragmentResponse', [headerField]);

export const hashRequest = messageTable('etcdserverpb.HashRequest', []);
export const hashResponse = messageTable('etcdserverpb.HashResponse', [
  headerField,
  scalar(2, 'hash', 'uint32'),
]);

export const hashKvRequest = messageTable('etcdserverpb.HashKVRequest', [scalar(1, 'revision', 'int64')]);
export const hashKvResponse = messageTable('etcdserverpb.HashKVResponse', [
  headerField,
  scalar(2, 'hash', 'uint32'),
  scalar(3, 'compact_revision', 'int64'),
]);

export const snapshotRequest = messageTable('etcdserverpb.SnapshotRequest', []);
export const snapshotResponse = messageTable('etcdserverpb.SnapshotResponse', [
  headerField,
  scalar(2, 'remaining_bytes', 'uint64'),
  scalar(3, 'blob', 'bytes'),
]);

export const moveLeaderRequest = messageTable('etcdserverpb.MoveLeaderRequest', [
  scalar(1, 'targetID', 'uint64'),
]);
export const moveLeaderResponse = messageTable('etcdserverpb.MoveLeaderResponse', [headerField]);
