import type { NodeId, Revision } from '../../base/flavor.ts';
import type { ClientOperation } from '../../etcd/request.ts';
import type { AskedConfChange } from '../../node/io.ts';
import type { ConfChangeTransition, ConfChangeType, ConfChangeV2 } from '../../raft/entry.ts';
import { CommandError } from '../../sim/command/command.ts';
import type { World } from '../../sim/world/world.ts';
import type { ClientCall, MemberChange, Transition } from '../lab-port.ts';
import { encodeUtf8 } from '../../base/utf8.ts';

/** What a call asks of its member: something of the store, or a change of members. */
export type ClientRequest =
  | { readonly type: 'operation'; readonly operation: ClientOperation }
  | ({
      readonly type: 'confChange';
      /** Who joins: a machine that is not there yet is started. */
      readonly joining: readonly NodeId[];
    } & AskedConfChange);

/** From text to bytes. Throws a CommandError for what no member would be asked. */
export function requestOf(call: ClientCall): ClientRequest {
  switch (call.type) {
    case 'put':
      return operation({ type: 'put', key: keyOf(call), value: encodeUtf8(text('value', call.value)) });
    case 'get':
      return operation({
        type: 'range',
        ...rangeOf(call),
        revision: revisionOf(call.rev ?? 0),
        consistency: call.consistency ?? 'linearizable',
      });
    case 'del':
      return operation({ type: 'deleteRange', ...rangeOf(call) });
    case 'compact':
      return operation({ type: 'compact', revision: revisionOf(call.rev) });
    case 'memberAdd':
      return change('ConfChangeAddNode', call.member, [call.member], 'add');
    case 'memberPromote':
      return change('ConfChangeAddNode', call.member, [], 'promote');
    case 'memberAddLearner':
      return change('ConfChangeAddLearnerNode', call.member, [call.member], 'add');
    case 'memberRemove':
      return change('ConfChangeRemoveNode', call.member, []);
    case 'memberChange':
      return changes(call.changes, call.transition ?? 'auto');
    case 'leaveJoint':
      return { type: 'confChange', joining: [], change: jointChange('ConfChangeTransitionAuto', []) };
    default:
      throw new CommandError('badArgument', `there is no call ${JSON.stringify(call)}`);
  }
}

/** The member a call goes to when it names none: the leader, or the first that runs. */
export function defaultNode(world: World): NodeId {
  const running = [...world.machines.values()].filter((machine) => machine.status === 'up');
  const leaders = running.filter((machine) => machine.state === 'StateLeader');
  leaders.sort((a, b) => (a.term === b.term ? 0 : a.term > b.term ? -1 : 1));
  return leaders[0]?.id ?? running[0]?.id ?? [...world.machines.keys()][0] ?? 1;
}

function operation(operation: ClientOperation): ClientRequest {
  return { type: 'operation', operation };
}

function change(
  type: ConfChangeType,
  nodeId: NodeId,
  joining: readonly NodeId[],
  means?: 'add' | 'promote',
): ClientRequest {
  checkMember(nodeId);
  const change = { version: 1, id: 0, type, nodeId, context: undefined } as const;
  return { type: 'confChange', joining, change, ...(means === undefined ? {} : { means }) };
}

const changeTypes: Readonly<Record<MemberChange['type'], ConfChangeType>> = {
  voter: 'ConfChangeAddNode',
  learner: 'ConfChangeAddLearnerNode',
  remove: 'ConfChangeRemoveNode',
};
const transitions: Readonly<Record<Transition, ConfChangeTransition>> = {
  auto: 'ConfChangeTransitionAuto',
  implicit: 'ConfChangeTransitionJointImplicit',
  explicit: 'ConfChangeTransitionJointExplicit',
};

function changes(asked: readonly MemberChange[], transition: Transition): ClientRequest {
  if (!Array.isArray(asked) || asked.length === 0) {
    throw new CommandError(
      'badArgument',
      'changes is empty: name at least one, or leave the joint configuration',
    );
  }
  if (!Object.hasOwn(transitions, transition)) {
    throw new CommandError(
      'badArgument',
      `transition is ${JSON.stringify(transition)}, but must be auto, implicit or explicit`,
    );
  }
  for (const { type, member } of asked) {
    checkMember(member);
    if (!Object.hasOwn(changeTypes, type)) {
      throw new CommandError(
        'badArgument',
        `a change is ${JSON.stringify(type)}, but must be voter, learner or remove`,
      );
    }
  }
  return {
    type: 'confChange',
    joining: asked.filter(({ type }) => type !== 'remove').map(({ member }) => member),
    change: jointChange(transitions[transition], asked),
  };
}

function jointChange(transition: ConfChangeTransition, asked: readonly MemberChange[]): ConfChangeV2 {
  return {
    version: 2,
    transition,
    changes: asked.map(({ type, member }) => ({ type: changeTypes[type], nodeId: member })),
    context: undefined,
  };
}

function checkMember(nodeId: NodeId): void {
  if (Number.isSafeInteger(nodeId) && nodeId >= 1) return;
  throw new CommandError('badArgument', `member is ${String(nodeId)}, but must be a number of a machine`);
}

function keyOf(call: { readonly key: string }): Uint8Array {
  const key = encodeUtf8(text('key', call.key));
  if (key.length === 0) throw new CommandError('emptyKey', 'the key is empty: give at least one character');
  return key;
}

/** A prefix is the range up to the next key that does not begin so; an empty prefix is every key there is. */
function rangeOf(call: { readonly key: string; readonly rangeEnd?: string; readonly prefix?: boolean }): {
  key: Uint8Array;
  rangeEnd?: Uint8Array;
} {
  if (call.prefix === true) {
    if (call.key === '') return { key: Uint8Array.of(0), rangeEnd: Uint8Array.of(0) };
    const key = keyOf(call);
    return { key, rangeEnd: prefixEnd(key) };
  }
  const key = keyOf(call);
  return call.rangeEnd === undefined
    ? { key }
    : { key, rangeEnd: encodeUtf8(text('rangeEnd', call.rangeEnd)) };
}

function prefixEnd(prefix: Uint8Array): Uint8Array {
  for (let i = prefix.length - 1; i >= 0; i--) {
    const byte = prefix[i] ?? 0;
    if (byte < 0xff) return Uint8Array.from([...prefix.subarray(0, i), byte + 1]);
  }
  return Uint8Array.of(0);
}

function revisionOf(rev: number): Revision {
  if (Number.isSafeInteger(rev) && rev >= 0) return rev;
  throw new CommandError('badArgument', `rev is ${String(rev)}, but must be a whole number from 0`);
}

function text(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  throw new CommandError('badArgument', `${name} is ${JSON.stringify(value)}, but must be text`);
}
