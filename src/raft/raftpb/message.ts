import * as raftpb from '../../protobuf/raftpb.ts';
import { decode } from '../../protobuf/wire-read.ts';
import { WireError } from '../../protobuf/wire-error.ts';
import { encode } from '../../protobuf/wire-write.ts';
import type { Snapshot } from '../entry.ts';
import type { Message, MessageType } from '../message.ts';
import { snapshotFromWire } from './entry.ts';
import { confStateFromWire, confStateOnWire, SAME_IDS, type IdMap } from './id-map.ts';

type Body = keyof Omit<raftpb.Message, 'type' | 'to' | 'from' | 'term'>;
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

/** Whether messages of a type have this field, besides the envelope. */
export function hasField(type: MessageType, name: string): boolean {
  const names: readonly string[] = bodies[type];
  return names.includes(name);
}

/** `ids`: members by the ids that they have on the wire. */
export function encodeMessage(message: Message, ids: IdMap = SAME_IDS): Uint8Array {
  return encode(raftpb.message, toWire(message, ids));
}

/** Throws WireError. Fields that the message's type does not have are dropped. */
export function decodeMessage(encoded: Uint8Array, ids: IdMap = SAME_IDS): Message {
  return fromWire(decode(raftpb.message, encoded), ids);
}

/** Fields that the message's type does not have are zero, which is not written. */
function toWire(message: Message, ids: IdMap): raftpb.Message {
  const vote = 'vote' in message ? ids.toWire(message.vote) : 0;
  const responses = 'responses' in message ? message.responses.map((each) => toWire(each, ids)) : [];
  const snapshot = 'snapshot' in message ? message.snapshot : undefined;
  return {
    ...NOTHING,
    ...message,
    from: ids.toWire(message.from),
    to: ids.toWire(message.to),
    vote,
    responses,
    snapshot: snapshot && snapshotToWire(snapshot, ids),
  };
}

const NOTHING: Omit<raftpb.Message, 'type' | 'to' | 'from' | 'term'> = {
  logTerm: 0,
  index: 0,
  entries: [],
  commit: 0,
  snapshot: undefined,
  reject: false,
  rejectHint: 0,
  context: undefined,
  vote: 0,
  responses: [],
};

function snapshotToWire({ data, confState, index, term }: Snapshot, ids: IdMap): raftpb.Snapshot {
  return { data, metadata: { index, term, confState: confStateOnWire(confState, ids) } };
}

function fromWire(wire: raftpb.Message, ids: IdMap): Message {
  if (wire.type === 'MsgSnap' && wire.snapshot === undefined) {
    throw new WireError('raftpb.Message.snapshot', 0, 'a MsgSnap has none');
  }
  const message: Record<string, unknown> = {
    type: wire.type,
    to: idFromWire('to', wire.to, ids),
    from: idFromWire('from', wire.from, ids),
    term: wire.term,
  };
  for (const field of bodies[wire.type]) message[field] = fieldFromWire(wire, field, ids);
  return message as unknown as Message;
}

function fieldFromWire(wire: raftpb.Message, field: Body, ids: IdMap): unknown {
  switch (field) {
    case 'responses':
      return wire.responses.map((response) => fromWire(response, ids));
    case 'snapshot':
      return presentSnapshot(wire, ids);
    case 'vote':
      return idFromWire('vote', wire.vote, ids);
    default:
      return wire[field];
  }
}

function idFromWire(field: string, id: raftpb.RaftId, ids: IdMap): number {
  try {
    return ids.fromWire(id);
  } catch (error) {
    throw new WireError(`raftpb.Message.${field}`, 0, error instanceof Error ? error.message : String(error));
  }
}

/** Older members send an empty snapshot where there is none; a MsgSnap has one, whatever is in it. */
function presentSnapshot({ type, snapshot }: raftpb.Message, ids: IdMap): Snapshot | undefined {
  if (snapshot === undefined || (type !== 'MsgSnap' && snapshot.metadata.index === 0)) return undefined;
  const { data, confState, ...mark } = snapshotFromWire(snapshot);
  return { ...mark, confState: confStateFromWire(confState, ids), data: data?.slice() };
}
