import * as raftpb from '../../protobuf/raftpb.ts';
import { wholeTable } from '../../protobuf/table.ts';
import { all, always, flag, maybeBytes, maybeWithin, whole } from '../../protobuf/whole-fields.ts';
import { decode } from '../../protobuf/wire-read.ts';
import { encode } from '../../protobuf/wire-write.ts';
import type { ConfChange, ConfChangeV2, ConfState } from '../../raft/entry.ts';
import { pair, type Pair } from './node-ids.ts';

/**
 * What travels in the context of a change of members. In a log that begins as etcd's does it is etcd's JSON and nothing
 * else. A plain log does not say who stands at its beginning: there every change carries, in a message of ours,
 *
 *     1 id          by which the member that proposed it knows its client's call again
 *     2 confState   the configuration it was asked in: a machine that begins with no configuration and replays the
 *                   log from its beginning finds here the one that holds at index 0
 *     3 member      etcd's JSON, when it was asked for by etcd's API
 *     4 machines    the machines of the members that confState and the change name
 *     5 isRaftsOwn  it was asked for in raft's own terms: etcd's rules about members do not hold it up
 */
export interface ConfChangeContext {
  readonly id: number;
  readonly confState: ConfState<raftpb.RaftId> | undefined;
  readonly member: Uint8Array | undefined;
  readonly machines: readonly Pair[];
  readonly isRaftsOwn: boolean;
}

/** The change with its context; the V1 form carries the id in its own field, too, as etcd does. */
export function withContext(
  change: ConfChange<raftpb.RaftId> | ConfChangeV2<raftpb.RaftId>,
  { id, confState, member, machines, isRaftsOwn }: ConfChangeContext,
): ConfChange<raftpb.RaftId> | ConfChangeV2<raftpb.RaftId> {
  const context =
    confState === undefined ? member : encode(contextTable, { id, confState, member, machines, isRaftsOwn });
  return change.version === 1 ? { ...change, id, context } : { ...change, context };
}

const contextTable = wholeTable<ConfChangeContext>('quorumscope.ConfChangeContext', {
  id: always(whole(1)),
  confState: maybeWithin(2, () => raftpb.confState),
  member: maybeBytes(3),
  machines: all(4, () => pair),
  isRaftsOwn: flag(5),
});

/** `{`: the context is etcd's JSON. No message of ours begins like this. */
const JSON_BEGINS = 0x7b;

/** undefined for a change that nobody asked for: leaving a joint configuration by itself. */
export function contextOf(
  change: ConfChange<raftpb.RaftId> | ConfChangeV2<raftpb.RaftId>,
): ConfChangeContext | undefined {
  const { context } = change;
  // An id beyond what numbers hold is none of the calls here.
  const own = change.version === 1 && typeof change.id === 'number' ? change.id : 0;
  if (context === undefined || context.length === 0) {
    return own === 0 ? undefined : etcds(own, undefined);
  }
  if (context[0] === JSON_BEGINS) return etcds(own, context);
  return decode(contextTable, context);
}

function etcds(id: number, member: Uint8Array | undefined): ConfChangeContext {
  return { id, confState: undefined, member, machines: [], isRaftsOwn: false };
}
