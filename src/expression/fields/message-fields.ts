import type { Message, MessageType } from '../../raft/message.ts';
import type { WorldEvent } from '../../sim/record/world-event.ts';
import type { BusMessage, BusMessageType } from '../../sim/world/bus-message.ts';
import { stepMessageType } from '../needs.ts';
import type { Value } from '../value.ts';
import { BOOLEAN, NODE, NUMBER, wordOf, type ValueType } from '../value-type.ts';
import { tableOf, type Field, type Fields } from './field.ts';
import { nodeOrNone } from './node-fields.ts';

/** A message: of a step, or on its way. What a member's own storage says, and what it gives itself, has a type and nothing else. */
export interface MessageThing {
  /** Its number; 0: it never was on a link. */
  readonly id: number;
  readonly type: BusMessageType;
  readonly message: BusMessage | undefined;
  readonly from: number;
  readonly to: number;
}

/** The message that a step is about (needs.ts, stepMessageType). */
export function messageOfStep(event: WorldEvent | undefined): MessageThing | undefined {
  const type = event && stepMessageType(event);
  if (event === undefined || type === undefined) return undefined;
  const { input, node } = event;
  const message = input?.type === 'message' || input?.type === 'peer' ? input.message : undefined;
  return { id: event.message, type, message, from: message?.from ?? node, to: message?.to ?? node };
}

/** Names of fields that some raft messages have. */
type FieldName = Message extends infer One ? (One extends Message ? keyof One : never) : never;

/** A field that these types have, and others have not: of those it is none. */
function of(
  types: readonly MessageType[],
  name: FieldName,
  type: ValueType,
  or?: (value: unknown) => Value,
): Field<MessageThing> {
  return {
    type,
    only: types,
    read({ message }) {
      if (message === undefined || !(name in message)) return undefined;
      const value: unknown = message[name as keyof BusMessage];
      return or === undefined ? (value as Value) : or(value);
    },
  };
}

const positioned = ['MsgApp', 'MsgAppResp', 'MsgVote', 'MsgPreVote', 'MsgReadIndexResp'] as const;

const messageFields = {
  type: { type: wordOf('messageType'), sure: true, isKind: true, read: ({ type }) => type },
  from: { type: NODE, read: ({ from }) => nodeOrNone(from) },
  to: { type: NODE, read: ({ to }) => nodeOrNone(to) },
  term: { type: NUMBER, read: ({ message }) => message?.term },
  index: of(positioned, 'index', NUMBER),
  logTerm: of(['MsgApp', 'MsgAppResp', 'MsgVote', 'MsgPreVote'], 'logTerm', NUMBER),
  commit: of(['MsgApp', 'MsgHeartbeat'], 'commit', NUMBER),
  reject: of(['MsgAppResp', 'MsgVoteResp', 'MsgPreVoteResp'], 'reject', BOOLEAN),
  hint: of(['MsgAppResp'], 'rejectHint', NUMBER),
} satisfies Fields<MessageThing>;

export const messageTable = tableOf<MessageThing>('message', messageFields, ({ id }) => String(id));
