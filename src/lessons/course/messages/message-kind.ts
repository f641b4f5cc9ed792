import type { MessageType } from '../../../raft/message.ts';

/**
 * How a type travels.
 *
 *     wire           from node to node, at once
 *     afterPersist   from node to node, once what it promises is on the sender's disk
 *     forwarded      from a client or an operator to a node, which sends it on to its leader
 *     local          within a node: to itself, to or from its storage threads, from its transport
 */
export type MessageKind = 'wire' | 'afterPersist' | 'forwarded' | 'local';

export const messageKind: Readonly<Record<MessageType, MessageKind>> = {
  MsgHup: 'local',
  MsgBeat: 'local',
  MsgProp: 'forwarded',
  MsgApp: 'wire',
  MsgAppResp: 'afterPersist',
  MsgVote: 'wire',
  MsgVoteResp: 'afterPersist',
  MsgSnap: 'wire',
  MsgHeartbeat: 'wire',
  MsgHeartbeatResp: 'wire',
  MsgUnreachable: 'local',
  MsgSnapStatus: 'local',
  MsgCheckQuorum: 'local',
  MsgTransferLeader: 'forwarded',
  MsgTimeoutNow: 'wire',
  MsgReadIndex: 'forwarded',
  MsgReadIndexResp: 'wire',
  MsgPreVote: 'wire',
  MsgPreVoteResp: 'afterPersist',
  MsgStorageAppend: 'local',
  MsgStorageAppendResp: 'local',
  MsgStorageApply: 'local',
  MsgStorageApplyResp: 'local',
  MsgForgetLeader: 'local',
};
