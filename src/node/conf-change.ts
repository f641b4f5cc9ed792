import { unreachable } from '../base/assert.ts';
import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { EtcdErrorCode } from '../etcd/request.ts';
import type { ConfChange, ConfChangeSingle, ConfChangeV2, ConfState } from '../raft/entry.ts';
import {
  enterJoint,
  enterJointKind,
  isLeaveJoint,
  leaveJoint,
  restoreConfState,
  simple,
  type ConfChangeOutcome,
} from '../raft/confchange/changer.ts';
import { asV2 } from '../raft/raftpb/conf-change.ts';
import { decodeConfState, encodeConfState } from '../raft/raftpb/entry.ts';
import type { RawNode } from '../raft/raw-node.ts';

/** What travels in the context of every change of members that a client asks for. */
export interface ConfChangeContext {
  /** By which the member that proposed it knows its client's call again. */
  readonly id: number;
  /**
   * The configuration it was asked in. A machine that begins with no configuration and replays the log from its
   * beginning finds here the one that holds at index 0: the first change of all was asked in it.
   */
  readonly confState: ConfState;
}

/** The change with its context; the V1 form carries the id in its own field, too, as etcd does. */
export function withContext(
  change: ConfChange | ConfChangeV2,
  { id, confState }: ConfChangeContext,
): ConfChange | ConfChangeV2 {
  const writer = new BinaryWriter();
  writer.tag(1, WireType.Varint).uint64(id);
  writer.tag(2, WireType.LengthDelimited).bytes(encodeConfState(confState));
  const context = writer.finish();
  return change.version === 1 ? { ...change, id, context } : { ...change, context };
}

/** undefined for a change that no client asked for: leaving a joint configuration by itself. */
export function contextOf(change: ConfChange | ConfChangeV2): ConfChangeContext | undefined {
  if (change.context === undefined || change.context.length === 0) return undefined;
  const reader = new BinaryReader(change.context);
  let id = 0;
  let confState: ConfState = decodeConfState(new Uint8Array(0));
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (field === 1) id = Number(reader.uint64());
    else if (field === 2) confState = decodeConfState(reader.bytes());
    else reader.skip(wireType);
  }
  return { id, confState };
}

/**
 * Why the change cannot be made in this configuration; undefined if it can. Asked when a client comes, and again, with
 * the same answer on every member, when the entry is applied: in between another change may have been made.
 */
export function refusalOf(
  confState: ConfState,
  change: ConfChange | ConfChangeV2,
  brokenRules: readonly string[],
): EtcdErrorCode | undefined {
  const v2 = asV2(change);
  for (const single of v2.changes) {
    const refusal = singleRefusal(confState, single, change.version);
    if (refusal !== undefined) return refusal;
  }
  return 'error' in outcomeOf(confState, v2, brokenRules.includes('arbitrary')) ? 'unhealthy' : undefined;
}

/** A node that knows no configuration takes over that one, member by member. */
export function adopt(raft: RawNode, confState: ConfState): void {
  const join = (type: ConfChangeSingle['type'], nodeId: number): void => {
    raft.applyConfChange({ version: 1, id: 0, type, nodeId, context: undefined });
  };
  for (const id of confState.voters) join('ConfChangeAddNode', id);
  for (const id of confState.learners) join('ConfChangeAddLearnerNode', id);
}

function singleRefusal(
  confState: ConfState,
  { type, nodeId }: ConfChangeSingle,
  version: 1 | 2,
): EtcdErrorCode | undefined {
  const isVoter = confState.voters.includes(nodeId);
  const isLearner = confState.learners.includes(nodeId) || confState.learnersNext.includes(nodeId);
  switch (type) {
    case 'ConfChangeAddNode':
      return isVoter ? 'memberExists' : undefined;
    case 'ConfChangeAddLearnerNode': // of a voter: only as a demotion, which is a V2 change
      return isLearner || (isVoter && version === 1) ? 'memberExists' : undefined;
    case 'ConfChangeRemoveNode':
    case 'ConfChangeUpdateNode':
      return isVoter || isLearner ? undefined : 'memberNotFound';
    default:
      return unreachable(type);
  }
}

function outcomeOf(confState: ConfState, change: ConfChangeV2, arbitrary: boolean): ConfChangeOutcome {
  const { config, members } = restoreConfState(confState);
  if (isLeaveJoint(change)) return leaveJoint(config, members);
  const kind = enterJointKind(change);
  if (kind.joint && !(arbitrary && config.outgoing.length === 0)) {
    return enterJoint(config, members, kind.autoLeave, change.changes);
  }
  return simple(config, members, change.changes, { arbitrary });
}
