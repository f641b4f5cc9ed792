import * as v from 'valibot';
import type { NodeId } from '../../base/flavor.ts';
import { fields, id, list, node, text, word } from '../../base/schema.ts';
import { commandLabel } from '../../etcd/command-label.ts';
import { bytes, clientOperation } from '../../etcd/operation-schema.ts';
import type { ClientOperation } from '../../etcd/request.ts';
import type { AskedConfChange, NodeInput } from '../../node/io.ts';
import type { ConfChange, ConfChangeSingle, ConfChangeV2 } from '../../raft/entry.ts';
import type { CallWhat } from '../clients/client-call.ts';
import { endCall } from '../clients/end-call.ts';
import { withOne, type OpenEvent } from '../record/world-event.ts';
import { pushAtOnce, type World } from '../world/world.ts';
import { CommandError } from './command.ts';
import { entry, ofNode } from './entry.ts';
import { checkNewId, knownMachine } from './known.ts';
import { checkRoom } from './machines.ts';

const changeType = word([
  'ConfChangeAddNode',
  'ConfChangeAddLearnerNode',
  'ConfChangeRemoveNode',
  'ConfChangeUpdateNode',
]);
const nodeId = v.custom<NodeId>((value) => Number.isSafeInteger(value), 'the number of a node');
const context = v.optional(bytes);

const single = v.pipe(
  fields({ version: v.literal(1, '1 or 2'), id: v.optional(id, 0), type: changeType, nodeId, context }),
  v.transform((change): ConfChange => ({ ...change, context: change.context })),
);
const joint = v.pipe(
  fields({
    version: v.literal(2),
    transition: word([
      'ConfChangeTransitionAuto',
      'ConfChangeTransitionJointImplicit',
      'ConfChangeTransitionJointExplicit',
    ]),
    changes: list(fields({ type: changeType, nodeId }), 'a list of changes'),
    context,
  }),
  v.transform((change): ConfChangeV2 => ({ ...change, context: change.context })),
);
/** raftpb.ConfChange (version 1: one change) or ConfChangeV2 (version 2: any number of them, with their transition). */
const confChange = v.lazy((input) =>
  typeof input === 'object' && input !== null && 'version' in input && input.version === 2 ? joint : single,
) as v.GenericSchema<unknown, ConfChange | ConfChangeV2>;

/** A call from its client to the member that is asked. Its number is a new one of the requests'. */
export const callCommands = {
  request: entry('request', {
    fields: {
      request: id,
      node,
      operation: clientOperation,
      /** The program or person that asks, for pictures. */
      client: v.exactOptional(text),
      token: v.exactOptional(text),
    },
    check: (world, command) => {
      knownMachine(world, command.node);
      checkNewId('request', command.request, world.calls.lastId);
      checkOperation(command.operation);
    },
    perform: (world, command, event) => {
      const { request, operation, token, client } = command;
      const asked = token === undefined ? {} : { token };
      invoke(world, command, operation, { type: 'request', request, operation, ...asked }, event, client);
    },
    isFault: false,
    label: ({ node: asked, operation }) => ({ node: asked, object: commandLabel(operation).label }),
    doc: 'call(operation, {node?, client?, token?}): a call of etcd’s API at a member, as a client makes it. Errors: unknownNode, emptyKey, badArgument; what etcd refuses is in the outcome.',
  }),
  confChange: entry('confChange', {
    fields: {
      request: id,
      node,
      change: confChange,
      /** What ConfChangeAddNode means; absent: a learner is promoted, any other machine added. raft: without etcd's checks. */
      means: v.exactOptional(word(['add', 'promote', 'raft'])),
    },
    check: (world, command) => {
      knownMachine(world, command.node);
      checkNewId('request', command.request, world.calls.lastId);
      checkConfChange(world, command);
    },
    perform: (world, command, event) => {
      const { request, change, means } = command;
      const asked = means === undefined ? { change } : { change, means };
      invoke(
        world,
        command,
        { type: 'confChange', change },
        { type: 'confChange', request, ...asked },
        event,
      );
    },
    isFault: false,
    label: ofNode,
    doc: 'memberChange(changes, {node?, transition?}): a change of members by the numbers of their machines, several at once through a joint configuration. Errors: unknownNode, badArgument; what the members refuse is in the outcome.',
  }),
};

/** What a member would refuse all the same is left to it, but for the slip that is made most. */
function checkOperation(operation: ClientOperation): void {
  const { type } = operation;
  if (type !== 'put' && type !== 'range' && type !== 'deleteRange') return;
  if (operation.key.length > 0) return;
  throw new CommandError('emptyKey', 'the key is empty: give at least one character');
}

/** That whoever is to join is a machine of the lab, or can be one. Whether the change can be made the members say. */
function checkConfChange(world: World, { change, means }: AskedConfChange): void {
  if (means === 'promote') return;
  const singles: readonly ConfChangeSingle[] = change.version === 1 ? [change] : change.changes;
  const joining = singles.filter(({ type }) => type.startsWith('ConfChangeAdd')).map(({ nodeId }) => nodeId);
  const newcomers = new Set(joining.filter((each) => !world.machines.has(each)));
  if (newcomers.size > 0) checkRoom(world, [...newcomers]);
}

/** A killed member refuses the connection; a paused one lets its client wait. */
function invoke(
  world: World,
  { request, node: asked }: { readonly request: number; readonly node: NodeId },
  what: CallWhat,
  input: NodeInput,
  event: OpenEvent,
  client?: string,
): void {
  world.calls.begin(request, asked, what, world.now, event.number, client);
  event.calls = withOne(event.calls, { request, node: asked, status: 'invoked', isOfLoad: false });
  const machine = world.machine(asked);
  if (machine.status === 'killed') {
    return endCall(world, request, { status: 'failed', error: 'unhealthy' }, event);
  }
  world.due.push(world.now + world.durations.clientTimeout, { type: 'timeout', request });
  pushAtOnce(world, machine, input);
}
