import { microsToMs } from '../../base/flavor.ts';
import { decodeUtf8 } from '../../base/utf8.ts';
import type { Flight } from '../../net/flight.ts';
import type { NodeInput } from '../../node/io.ts';
import type { Message, MessageType } from '../../raft/message.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import type { BusMessage, BusMessageType } from '../../sim/world/bus-message.ts';
import { stepMessageType } from '../needs.ts';
import type { Value } from '../value.ts';
import { BOOLEAN, listOf, NODE, NUMBER, TEXT, thing, wordOf, type ValueType } from '../value-type.ts';
import { tableOf, type Field, type Fields } from './field.ts';
import { nodeOrNone } from './node-fields.ts';

/** A message: of a step, sent in it, or on its way. */
export interface MessageThing {
  /** Its number; 0: it never was on a link. */
  readonly id: number;
  readonly type: BusMessageType;
  readonly from: number;
  readonly to: number;
  /** Undefined: what a member's own storage says, or what it gives itself, of which no more is known. */
  readonly message: BusMessage | undefined;
  /** Undefined: it has arrived. */
  readonly flight: Flight<BusMessage> | undefined;
}

/** The message that a step is about (needs.ts, stepMessageType). */
export function messageOfStep(event: WorldEvent | undefined): MessageThing | undefined {
  const type = event && stepMessageType(event);
  if (event?.input === undefined || type === undefined) return undefined;
  const { input, node } = event;
  const message =
    input.type === 'message' || input.type === 'peer' ? input.message : localMessage(input, node);
  return { id: event.message, type, message, from: message?.from ?? 0, to: node, flight: undefined };
}

/** What a member is told by its own transport or by an operator, as raft takes it. */
function localMessage(input: NodeInput, to: number): Message | undefined {
  switch (input.type) {
    case 'snapshotStatus':
      return { type: 'MsgSnapStatus', from: input.peer, to, term: 0, reject: !input.ok };
    case 'unreachable':
      return { type: 'MsgUnreachable', from: input.peer, to, term: 0 };
    case 'transferLeader':
      return { type: 'MsgTransferLeader', from: input.to, to, term: 0 };
    default:
      return undefined;
  }
}

export function messageOfFlight(flight: Flight<BusMessage>): MessageThing {
  const { id, payload, from, to } = flight;
  return { id, type: payload.type, from, to, message: payload, flight };
}

/** A field that these types have, and others have not: of those it is none. */
function of(
  types: readonly MessageType[],
  type: ValueType,
  read: (message: BusMessage) => Value,
): Field<MessageThing> {
  return { type, only: types, read: ({ message }) => message && read(message) };
}

/** What only a message that is on its way has. */
function onTheWay(type: ValueType, read: (flight: Flight<BusMessage>) => Value): Field<MessageThing> {
  return { type, read: ({ flight }) => flight && read(flight) };
}

const withEntries: readonly MessageType[] = ['MsgProp', 'MsgApp', 'MsgReadIndex', 'MsgReadIndexResp'];
const withContext: readonly MessageType[] = ['MsgVote', 'MsgPreVote', 'MsgHeartbeat', 'MsgHeartbeatResp'];
const withLogTerm: readonly MessageType[] = ['MsgApp', 'MsgAppResp', 'MsgVote', 'MsgPreVote'];
const withReject: readonly MessageType[] = ['MsgAppResp', 'MsgVoteResp', 'MsgPreVoteResp', 'MsgSnapStatus'];

export const messageFields = {
  type: { type: wordOf('messageType'), sure: true, isKind: true, read: ({ type }) => type },
  from: { type: NODE, read: ({ from }) => nodeOrNone(from) },
  to: { type: NODE, read: ({ to }) => nodeOrNone(to) },
  term: { type: NUMBER, read: ({ message }) => message?.term },
  index: of([...withLogTerm, 'MsgReadIndexResp'], NUMBER, (m) => ('index' in m ? m.index : undefined)),
  logTerm: of(withLogTerm, NUMBER, (m) => ('logTerm' in m ? m.logTerm : undefined)),
  commit: of(['MsgApp', 'MsgHeartbeat'], NUMBER, (m) => ('commit' in m ? m.commit : undefined)),
  reject: of(withReject, BOOLEAN, (m) => ('reject' in m ? m.reject : undefined)),
  hint: of(['MsgAppResp'], NUMBER, (m) => ('rejectHint' in m ? m.rejectHint : undefined)),
  // As they are (EntryThing): a list of entries of which nothing is known is still one that can be counted.
  entries: of(withEntries, listOf(thing('entry')), (m) => ('entries' in m ? m.entries : undefined)),
  snapshot: of(['MsgSnap'], thing('snapshot'), (m) => ('snapshot' in m ? m.snapshot : undefined)),
  context: of(withContext, TEXT, (m) => ('context' in m ? m.context && decodeUtf8(m.context) : undefined)),
  id: { type: NUMBER, read: ({ id }) => nodeOrNone(id) },
  fate: onTheWay(wordOf('fate'), ({ fate }) => fate),
  sentAt: onTheWay(NUMBER, ({ sentAt }) => microsToMs(sentAt)),
  dueAt: onTheWay(NUMBER, ({ dueAt }) => microsToMs(dueAt)),
  copyOf: onTheWay(NUMBER, ({ copyOf }) => copyOf),
} satisfies Fields<MessageThing>;

export const messageTable = tableOf<MessageThing>('message', messageFields, ({ id }) => String(id));
