import { unreachable } from '../../base/assert.ts';
import type { EtcdErrorCode } from '../../etcd/request.ts';
import type { ConfChange, ConfChangeSingle, ConfChangeV2, ConfState } from '../../raft/entry.ts';
import {
  enterJoint,
  enterJointKind,
  isLeaveJoint,
  leaveJoint,
  restoreConfState,
  simple,
  type ConfChangeOutcome,
} from '../../raft/confchange/changer.ts';
import { asV2 } from '../../raft/raftpb/conf-change.ts';
import type { RawNode } from '../../raft/raw-node.ts';
import { rulesWith } from '../../raft/rules.ts';

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
  return impossibilityOf(confState, change, brokenRules);
}

/** Whether raft could not make the change in this configuration, whoever it is about. */
export function impossibilityOf(
  confState: ConfState,
  change: ConfChange | ConfChangeV2,
  brokenRules: readonly string[],
): EtcdErrorCode | undefined {
  const outcome = outcomeOf(confState, asV2(change), rulesWith(brokenRules).mayChangeManyVoters());
  return 'error' in outcome ? 'unhealthy' : undefined;
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
