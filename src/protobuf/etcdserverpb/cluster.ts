import { headerField } from './header.ts';
import { many, messageTable, nested, scalar } from '../table.ts';

export const member = messageTable('etcdserverpb.Member', [
  scalar(1, 'ID', 'uint64'),
  scalar(2, 'name', 'string'),
  many(scalar(3, 'peerURLs', 'string')),
  many(scalar(4, 'clientURLs', 'string')),
  scalar(5, 'isLearner', 'bool'),
]);

/** Their answers end with all members there are. */
const members = many(nested(2, 'members', () => member));

export const memberAddRequest = messageTable('etcdserverpb.MemberAddRequest', [
  many(scalar(1, 'peerURLs', 'string')),
  scalar(2, 'isLearner', 'bool'),
]);
export const memberAddResponse = messageTable('etcdserverpb.MemberAddResponse', [
  headerField,
  nested(2, 'member', () => member),
  { ...members, number: 3 },
]);

export const memberRemoveRequest = messageTable('etcdserverpb.MemberRemoveRequest', [
  scalar(1, 'ID', 'uint64'),
]);
export const memberRemoveResponse = messageTable('etcdserverpb.MemberRemoveResponse', [headerField, members]);

export const memberUpdateRequest = messageTable('etcdserverpb.MemberUpdateRequest', [
  scalar(1, 'ID', 'uint64'),
  many(scalar(2, 'peerURLs', 'string')),
]);
export const memberUpdateResponse = messageTable('etcdserverpb.MemberUpdateResponse', [headerField, members]);

export const memberListRequest = messageTable('etcdserverpb.MemberListRequest', []);
export const memberListResponse = messageTable('etcdserverpb.MemberListResponse', [headerField, members]);

export const memberPromoteRequest = messageTable('etcdserverpb.MemberPromoteRequest', [
  scalar(1, 'ID', 'uint64'),
]);
export const memberPromoteResponse = messageTable('etcdserverpb.MemberPromoteResponse', [
  headerField,
  members,
]);
