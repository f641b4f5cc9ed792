import type { PeerMessage } from '../../node/core/peer-message.ts';
import { messageTypeNumber, type Message } from '../../raft/message.ts';

/** What travels on links: raft's messages, and what members ask each other beside raft. */
export type BusMessage = Message | PeerMessage;
export type BusMessageType = BusMessage['type'];

/** Raft's types have raftpb's numbers; the others are numbered here only. */
export const busMessageNumber: Readonly<Record<BusMessageType, number>> = {
  ...messageTypeNumber,
  PeerRequest: 64,
  PeerResponse: 65,
  PeerRemoved: 66,
};

export function isPeerMessage(message: BusMessage): message is PeerMessage {
  return busMessageNumber[message.type] >= busMessageNumber.PeerRequest;
}
