import { microsToMs } from '../../base/flavor.ts';
import { decodeUtf8 } from '../../base/utf8.ts';
import type { ClientCall } from '../../sim/clients/client-call.ts';
import type { ClientRun } from '../../sim/clients/client-run.ts';
import type { World } from '../../sim/world/world.ts';
import type { Value } from '../value.ts';
import { BOOLEAN, NODE, NUMBER, TEXT, thing, wordOf, type ValueType } from '../value-type.ts';
import { tableOf, type Field, type Fields } from './field.ts';

/** A client by its name: a program that runs, or whoever gives that name with its calls. */
export interface ClientThing {
  readonly name: string;
  readonly run: ClientRun | undefined;
}

/** Undefined: nobody of this name has done anything. */
export function clientOf(world: World, name: string): ClientThing | undefined {
  const run = world.clients.get(name);
  const isKnown = run !== undefined || world.calls.lastOf(name) !== undefined || pendingOf(world, name) > 0;
  return isKnown ? { name, run } : undefined;
}

function pendingOf({ calls }: World, name: string): number {
  let count = 0;
  for (const { client } of calls.pending()) if (client === name) count++;
  return count;
}

export const clientFields = {
  name: { type: TEXT, sure: true, read: ({ name }) => name },
  last: {
    type: thing('call'),
    happens: [{ type: 'call' }],
    read: ({ name }, { world }) => world.calls.lastOf(name),
  },
  pending: {
    type: NUMBER,
    happens: [{ type: 'call' }],
    sure: true,
    read: ({ name }, { world }) => pendingOf(world, name),
  },
  status: { type: wordOf('clientStatus'), happens: [{ type: 'client' }], read: ({ run }) => run?.status },
  recipe: { type: TEXT, read: ({ run }) => run?.client.program.recipe },
} satisfies Fields<ClientThing>;

export const clientTable = tableOf<ClientThing>('client', clientFields, ({ name }) => name);

/** What only an answer that was no error has. */
type Answered = Extract<NonNullable<ClientCall['result']>, { status: 'ok' }>['result'];

function ofAnswer(type: ValueType, read: (answer: Answered) => Value): Field<ClientCall> {
  return { type, read: ({ result }) => (result?.status === 'ok' ? read(result.result) : undefined) };
}

export const callFields = {
  id: { type: NUMBER, sure: true, read: ({ id }) => id },
  status: { type: wordOf('callStatus'), sure: true, read: ({ result }) => result?.status ?? 'pending' },
  kind: { type: wordOf('operation'), sure: true, read: ({ what }) => what.type },
  node: { type: NODE, sure: true, read: ({ node }) => node },
  client: { type: TEXT, read: ({ client }) => client },
  key: { type: TEXT, read: ({ what }) => ('key' in what ? decodeUtf8(what.key) : undefined) },
  error: {
    type: TEXT,
    read: ({ result }) => (result !== undefined && 'error' in result ? result.error : undefined),
  },
  revision: ofAnswer(NUMBER, (answer) => ('revision' in answer ? answer.revision : undefined)),
  value: ofAnswer(TEXT, (answer) => {
    const kv = answer.type === 'range' ? answer.kvs[0] : undefined;
    return kv && decodeUtf8(kv.value);
  }),
  count: ofAnswer(NUMBER, (answer) => (answer.type === 'range' ? answer.count : undefined)),
  succeeded: ofAnswer(BOOLEAN, (answer) => (answer.type === 'txn' ? answer.succeeded : undefined)),
  stale: {
    type: BOOLEAN,
    read: ({ result, newestRevision }) =>
      result?.status === 'ok' && result.result.type === 'range'
        ? result.result.revision < newestRevision
        : undefined,
  },
  begunAt: { type: NUMBER, sure: true, read: ({ invokedAt }) => microsToMs(invokedAt) },
  endedAt: {
    type: NUMBER,
    read: ({ returnedAt }) => (returnedAt === undefined ? undefined : microsToMs(returnedAt)),
  },
  took: {
    type: NUMBER,
    read: ({ invokedAt, returnedAt }) =>
      returnedAt === undefined ? undefined : microsToMs(returnedAt - invokedAt),
  },
} satisfies Fields<ClientCall>;

export const callTable = tableOf<ClientCall>('call', callFields, ({ id }) => String(id));
