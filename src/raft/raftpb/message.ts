import { messageTypeNumber } from '../message.ts';
import type { Message, MessageType } from '../message.ts';
import type { LogIndex, NodeId, Term } from '../../base/flavor.ts';
import type { Entry, Snapshot } from '../entry.ts';
import { WireError, decodeWith, encodeWith, makeCodec } from './codec.ts';
import type { Codec } from './codec.ts';
import { entryCodec, snapshotCodec } from './entry.ts';
import { bool, bytes, named, nested, nodeId, optional, repeated, term, uint64 } from './fields.ts';

/** raftpb.Message as it is on the wire: one record with the fields of all types. */
interface WireMessage {
  type: MessageType;
  to: NodeId;
  from: NodeId;
  term: Term;
  logTerm: Term;
  index: LogIndex;
  entries: readonly Entry[];
  commit: LogIndex;
  snapshot: Snapshot | undefined;
  reject: boolean;
  rejectHint: LogIndex;
  context: Uint8Array | undefined;
  vote: NodeId;
  responses: readonly WireMessage[];
}

const wireMessageCodec: Codec<WireMessage> = makeCodec<WireMessage>('Message', {
  type: named(1, messageTypeNumber),
  to: nodeId(2),
  from: nodeId(3),
  term: term(4),
  logTerm: term(5),
  index: uint64(6),
  entries: repeated(7, () => entryCodec),
  commit: uint64(8),
  snapshot: optional(nested(9, snapshotCodec)),
  reject: bool(10),
  rejectHint: uint64(11),
  context: bytes(12),
  vote: nodeId(13),
  responses: repeated(14, () => wireMessageCodec),
});

type Body = keyof Omit<WireMessage, 'type' | 'to' | 'from' | 'term'>;
type MessageOf<T extends MessageType, M = Message> = M extends { type: infer U }
  ? T extends U
    ? M
    : never
  : never;

/** Which fields, besides the envelope, a message of each type has: exactly those of its interface in message.ts. */
const bodies = {
  MsgHup: [],
  MsgBeat: [],
  MsgProp: ['entries'],
  MsgApp: ['logTerm', 'index', 'entries', 'commit'],
  MsgAppResp: ['index', 'reject', 'rejectHint', 'logTerm'],
  MsgVote: ['logTerm', 'index', 'context'],
  MsgVoteResp: ['reject'],
  MsgSnap: ['snapshot'],
  MsgHeartbeat: ['commit', 'context'],
  MsgHeartbeatResp: ['context'],
  MsgUnreachable: [],
  MsgSnapStatus: ['reject'],
  MsgCheckQuorum: [],
  MsgTransferLeader: [],
  MsgTimeoutNow: [],
  MsgReadIndex: ['entries'],
  MsgReadIndexResp: ['index', 'entries'],
  MsgPreVote: ['logTerm', 'index', 'context'],
  MsgPreVoteResp: ['reject'],
  MsgStorageAppend: ['vote', 'commit', 'entries', 'snapshot', 'responses'],
  MsgStorageAppendResp: ['index', 'logTerm', 'snapshot'],
  MsgStorageApply: ['entries', 'responses'],
  MsgStorageApplyResp: ['entries'],
  MsgForgetLeader: [],
} as const satisfies { readonly [T in MessageType]: readonly (Body & keyof MessageOf<T>)[] };

export function encodeMessage(message: Message): Uint8Array {
  return encodeWith(wireMessageCodec, toWire(message));
}

/** Throws WireError. Fields that the message's type does not have are dropped. */
export function decodeMessage(encoded: Uint8Array): Message {
  return fromWire(decodeWith(wireMessageCodec, encoded));
}

function toWire(message: Message): WireMessage {
  const responses = 'responses' in message ? message.responses.map(toWire) : [];
  return { ...wireMessageCodec.absent, ...message, responses };
}

function fromWire(wire: WireMessage): Message {
  if (wire.type === 'MsgSnap' && wire.snapshot === undefined) {
    throw new WireError('Message.snapshot', 0, 'a MsgSnap has none');
  }
  const message: Record<string, unknown> = { type: wire.type, to: wire.to, from: wire.from, term: wire.term };
  for (const field of bodies[wire.type]) {
    if (field === 'responses') message[field] = wire.responses.map(fromWire);
    else if (field === 'snapshot')
      message[field] = wire.type === 'MsgSnap' ? wire.snapshot : presentSnapshot(wire);
    else message[field] = wire[field];
  }
  return message as unknown as Message;
}

/** Older members send an empty snapshot where there is none. */
function presentSnapshot({ snapshot }: WireMessage): Snapshot | undefined {
  return snapshot === undefined || snapshot.index === 0 ? undefined : snapshot;
}
