import type { MessageType } from '../../raft/message.ts';
import type { BusMessageType } from '../../sim/world/bus-message.ts';

/**
 * What a message is about. Told by the shape of its token: elections have pointed ends, snapshots square ones, all
 * others round ones. Local ones never travel: a member gives them to itself, or to its two storage threads.
 */
export type MessageFamily =
  'election' | 'replication' | 'heartbeat' | 'snapshot' | 'proposal' | 'read' | 'transfer' | 'local';

export interface MessageLook {
  /** Where there is no room for the name; an answer shares it with its question, and has a sign. */
  readonly initial: string;
  readonly family: MessageFamily;
  /** It accepts or refuses: + or −. */
  readonly signed: boolean;
}

function look(initial: string, family: MessageFamily, signed = false): MessageLook {
  return { initial, family, signed };
}

export const messageLook: Readonly<Record<BusMessageType, MessageLook>> = {
  MsgHup: look('Hup', 'local'),
  MsgBeat: look('Beat', 'local'),
  MsgProp: look('P', 'proposal'),
  MsgApp: look('A', 'replication'),
  MsgAppResp: look('A', 'replication', true),
  MsgVote: look('V', 'election'),
  MsgVoteResp: look('V', 'election', true),
  MsgSnap: look('S', 'snapshot'),
  MsgHeartbeat: look('H', 'heartbeat'),
  MsgHeartbeatResp: look('H', 'heartbeat'),
  MsgUnreachable: look('U', 'local'),
  MsgSnapStatus: look('SS', 'local', true),
  MsgCheckQuorum: look('CQ', 'local'),
  MsgTransferLeader: look('TL', 'transfer'),
  MsgTimeoutNow: look('TN', 'transfer'),
  MsgReadIndex: look('RI', 'read'),
  MsgReadIndexResp: look('RI', 'read'),
  MsgPreVote: look('PV', 'election'),
  MsgPreVoteResp: look('PV', 'election', true),
  MsgStorageAppend: look('SA', 'local'),
  MsgStorageAppendResp: look('SA', 'local'),
  MsgStorageApply: look('SY', 'local'),
  MsgStorageApplyResp: look('SY', 'local'),
  MsgForgetLeader: look('FL', 'local'),
  PeerRequest: look('Q', 'proposal'),
  PeerResponse: look('Q', 'proposal'),
  PeerRemoved: look('RM', 'proposal'),
};

/** Before the name of a message that somebody has changed on its way: it is not what was sent. */
export const FORGED_MARK = '≠';

/** A type's name without what all of its kind begin with: `App`, `Request`. */
export function shortType(type: BusMessageType): string {
  return type.replace(/^(Msg|Peer)/, '');
}

/** All of raft's types, by their number (raft/message.ts, whose table of the wire the page does not need). */
export const messageTypes = (Object.keys(messageLook) as readonly BusMessageType[]).filter(isRafts);

function isRafts(type: BusMessageType): type is MessageType {
  return type.startsWith('Msg');
}

/** Those that travel from member to member. */
export const travellingTypes: readonly BusMessageType[] = [
  ...messageTypes.filter((type) => messageLook[type].family !== 'local'),
  'PeerRequest',
  'PeerResponse',
  'PeerRemoved',
];
