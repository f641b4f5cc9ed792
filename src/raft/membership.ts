import { assert } from '../base/assert.ts';
import {
  enterJoint,
  enterJointKind,
  isLeaveJoint,
  leaveJoint,
  restoreConfState,
  simple,
  toConfState,
  type ConfChangeOutcome,
  type ConfChangeResult,
} from './confchange/changer.ts';
import type { ConfChangeV2, ConfState } from './entry.ts';
import { maybeCommit } from './leader-log.ts';
import { hasPendingSnapshot, lastIndex } from './raft-log.ts';
import { broadcastAppend } from './replication.ts';
import { becomeFollower } from './role.ts';
import type { Raft } from './state.ts';
import { traceState } from './state-trace.ts';
import { findProgress, isVoter, switchMembers } from './tracker.ts';
import { abortTransfer } from './transfer.ts';

/** May this node campaign? A voter may, unless it waits for a snapshot that will tell it what it does not know. */
export function isPromotable(raft: Raft): boolean {
  const own = findProgress(raft.tracker, raft.id);
  return own !== undefined && !own.learner && !hasPendingSnapshot(raft.log);
}

/**
 * The application applies a configuration change: from now on it counts. In the paper a server uses a configuration as soon
 * as it is in its log (6); etcd uses it when it is applied. So that old and new majorities still meet, etcd takes the next
 * change only when the one before has been applied on the leader (pendingConfIndex), and nobody campaigns over a committed
 * change that it has not applied. Throws an AssertionError if the change cannot be made: what is committed must be possible.
 */
export function applyConfChange(raft: Raft, change: ConfChangeV2): ConfState {
  const outcome = changed(raft, change);
  assert(
    !('error' in outcome),
    `the configuration change cannot be applied: ${'error' in outcome ? outcome.error : ''}`,
  );
  return switchToConfig(raft, outcome);
}

function changed(raft: Raft, change: ConfChangeV2): ConfChangeOutcome {
  const { config, progress } = raft.tracker;
  if (isLeaveJoint(change)) return leaveJoint(config, progress);
  if (raft.rules.mayChangeManyVoters()) return simple(config, progress, change.changes, { arbitrary: true });
  const kind = enterJointKind(change);
  if (kind.joint) return enterJoint(config, progress, kind.autoLeave, change.changes);
  return simple(config, progress, change.changes);
}

/** The configuration is the one that storage or a snapshot says. */
export function restoreConfiguration(raft: Raft, confState: ConfState): void {
  switchToConfig(raft, restoreConfState(confState));
}

function switchToConfig(raft: Raft, result: ConfChangeResult): ConfState {
  traceState(raft, 'ApplyConfChange', { voters: result.config.incoming });
  switchMembers(raft.tracker, result.config, result.members, Math.max(1, lastIndex(raft.log)));
  const confState = toConfState(result.config);
  if (raft.tracing) raft.traces.push({ type: 'configSwitched', confState });
  if (raft.role !== 'StateLeader') return confState;
  const own = findProgress(raft.tracker, raft.id);
  if (own === undefined || own.learner) {
    // A leader that is no voter any more goes on leading, unless it has been told to step down.
    if (raft.rules.stepsDownWhenRemoved(raft.config.stepDownOnRemoval))
      becomeFollower(raft, raft.term, 0, 'removed');
    return confState;
  }
  leadNewConfig(raft);
  return confState;
}

/**
 * A smaller quorum may have everything already: of four voters 1 and 2 have entry 9, one too few; when the removal of 4, entry
 * 8, is applied, two of three are a quorum, and 9 is committed without a message. New members are told at once that there is
 * a leader.
 */
function leadNewConfig(raft: Raft): void {
  const committed = maybeCommit(raft);
  broadcastAppend(raft, committed);
  if (raft.leadTransferee !== 0 && !isVoter(raft.tracker.config, raft.leadTransferee))
    abortTransfer(raft, 'targetRemoved');
}
