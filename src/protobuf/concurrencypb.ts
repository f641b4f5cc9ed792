import { headerField } from './etcdserverpb/header.ts';
import { keyValue } from './mvccpb.ts';
import { messageTable, nested, scalar } from './table.ts';

const name = scalar(1, 'name', 'bytes');

export const lockRequest = messageTable('v3lockpb.LockRequest', [name, scalar(2, 'lease', 'int64')]);
export const lockResponse = messageTable('v3lockpb.LockResponse', [headerField, scalar(2, 'key', 'bytes')]);
export const unlockRequest = messageTable('v3lockpb.UnlockRequest', [scalar(1, 'key', 'bytes')]);
export const unlockResponse = messageTable('v3lockpb.UnlockResponse', [headerField]);

export const leaderKey = messageTable('v3electionpb.LeaderKey', [
  name,
  scalar(2, 'key', 'bytes'),
  scalar(3, 'rev', 'int64'),
  scalar(4, 'lease', 'int64'),
]);

export const campaignRequest = messageTable('v3electionpb.CampaignRequest', [
  name,
  scalar(2, 'lease', 'int64'),
  scalar(3, 'value', 'bytes'),
]);
export const campaignResponse = messageTable('v3electionpb.CampaignResponse', [
  headerField,
  nested(2, 'leader', () => leaderKey),
]);
/** Of Leader and Observe. */
export const leaderRequest = messageTable('v3electionpb.LeaderRequest', [name]);
export const leaderResponse = messageTable('v3electionpb.LeaderResponse', [
  headerField,
  nested(2, 'kv', () => keyValue),
]);
export const resignRequest = messageTable('v3electionpb.ResignRequest', [
  nested(1, 'leader', () => leaderKey),
]);
export const resignResponse = messageTable('v3electionpb.ResignResponse', [headerField]);
export const proclaimRequest = messageTable('v3electionpb.ProclaimRequest', [
  nested(1, 'leader', () => leaderKey),
  scalar(2, 'value', 'bytes'),
]);
export const proclaimResponse = messageTable('v3electionpb.ProclaimResponse', [headerField]);
