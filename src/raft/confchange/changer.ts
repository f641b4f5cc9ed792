import { assert, present } from '../../base/assert.ts';
import type { ConfChangeSingle, ConfChangeV2, ConfState } from '../entry.ts';
import { applyChanges, freezeDraft, makeDraft } from './draft.ts';
import type { ConfChangeMember, ConfChangeResult } from './draft.ts';
import type { ConfChangeErrorCode } from './errors.ts';
import { emptyTrackerConfig } from './tracker-config.ts';
import type { TrackerConfig } from './tracker-config.ts';

export type { ConfChangeMember, ConfChangeResult } from './draft.ts';
export { confChangeErrorText } from './errors.ts';
export type { ConfChangeErrorCode } from './errors.ts';
export { emptyTrackerConfig, toConfState } from './tracker-config.ts';
export type { TrackerConfig } from './tracker-config.ts';

export type ConfChangeOutcome = ConfChangeResult | { readonly error: ConfChangeErrorCode };

/** Input members: `fresh` is of the past and not looked at. */
type Members = readonly Omit<ConfChangeMember, 'fresh'>[];

/**
 * Changes the one configuration there is; safe because any majority before and any majority after meet, which holds
 * as long as at most one voter comes or goes (dissertation, section 4.1). `arbitrary` leaves that check out: the
 * broken rule of a lesson. Source: etcd confchange/confchange.go, Simple.
 */
export function simple(
  config: TrackerConfig,
  members: Members,
  changes: readonly ConfChangeSingle[],
  options: { readonly arbitrary?: boolean } = {},
): ConfChangeOutcome {
  if (isJoint(config)) return { error: 'simpleWhileJoint' };
  const draft = makeDraft(config, members);
  applyChanges(draft, changes);
  if (draft.incoming.size === 0) return { error: 'removedAllVoters' };
  const changed =
    countMissing(config.incoming, draft.incoming) + countMissing(draft.incoming, new Set(config.incoming));
  if (changed > 1 && options.arbitrary !== true) return { error: 'multipleVotersChanged' };
  return freezeDraft(draft, false);
}

/**
 * Copies the voters to the outgoing half and makes the changes in the incoming one: from here on decisions need
 * majorities of both (paper, section 6). Without changes both halves are equal, which is legal. Source: EnterJoint.
 *
 * An example: voters 1 2 3; make 4 a voter, and a learner of 3.
 *
 *     before            incoming 1 2 3
 *     enterJoint        incoming 1 2 4   outgoing 1 2 3   learnersNext 3      [1,2,4]&&[1,2,3]LN[3]
 *     leaveJoint        incoming 1 2 4   learners 3
 *
 * 3 still votes in the outgoing half, and nobody is voter and learner at once: so it waits in learnersNext.
 */
export function enterJoint(
  config: TrackerConfig,
  members: Members,
  autoLeave: boolean,
  changes: readonly ConfChangeSingle[],
): ConfChangeOutcome {
  if (isJoint(config)) return { error: 'alreadyJoint' };
  if (config.incoming.length === 0) return { error: 'zeroVoterJoint' };
  const draft = makeDraft(config, members);
  for (const id of draft.incoming) draft.outgoing.add(id);
  applyChanges(draft, changes);
  if (draft.incoming.size === 0) return { error: 'removedAllVoters' };
  return freezeDraft(draft, autoLeave);
}

/** Drops the outgoing half, those who were only in it, and turns learnersNext into learners. Source: LeaveJoint. */
export function leaveJoint(config: TrackerConfig, members: Members): ConfChangeOutcome {
  if (!isJoint(config)) return { error: 'notJoint' };
  const draft = makeDraft(config, members);
  for (const id of draft.learnersNext) {
    draft.learners.add(id);
    present(draft.members.get(id), `no progress for ${id}`).learner = true;
  }
  draft.learnersNext.clear();
  for (const id of draft.outgoing) {
    if (!draft.incoming.has(id) && !draft.learners.has(id)) draft.members.delete(id);
  }
  draft.outgoing.clear();
  return freezeDraft(draft, false);
}

/**
 * The configuration and members that a stored ConfState stands for, everybody fresh, by replaying it as changes
 * on nothing: the outgoing voters one by one, then all of them out and the rest in as one joint change.
 * A ConfState that no sequence of changes leads to is an AssertionError. Source: etcd confchange/restore.go.
 */
export function restoreConfState(confState: ConfState): ConfChangeResult {
  const incoming: ConfChangeSingle[] = [
    ...confState.votersOutgoing.map(changeTo('ConfChangeRemoveNode')),
    ...confState.voters.map(changeTo('ConfChangeAddNode')),
    ...confState.learners.map(changeTo('ConfChangeAddLearnerNode')),
    ...confState.learnersNext.map(changeTo('ConfChangeAddLearnerNode')),
  ];
  const oneByOne =
    confState.votersOutgoing.length === 0
      ? incoming
      : confState.votersOutgoing.map(changeTo('ConfChangeAddNode'));
  let result: ConfChangeResult = { config: emptyTrackerConfig, members: [] };
  for (const change of oneByOne) {
    result = succeeded(simple(result.config, result.members, [change]), confState);
  }
  if (confState.votersOutgoing.length > 0) {
    result = succeeded(enterJoint(result.config, result.members, confState.autoLeave, incoming), confState);
  }
  return {
    config: result.config,
    members: result.members.map(({ id, learner }) => ({ id, learner, fresh: true })),
  };
}

/**
 * Whether the change goes through a joint configuration, and whether that one is left automatically. Several
 * changes always do: whether they could be simple depends on the configuration. Source: etcd ConfChangeV2.EnterJoint.
 */
export function enterJointKind(
  change: ConfChangeV2,
): { readonly joint: false } | { readonly joint: true; readonly autoLeave: boolean } {
  if (change.transition === 'ConfChangeTransitionAuto' && change.changes.length <= 1) return { joint: false };
  return { joint: true, autoLeave: change.transition !== 'ConfChangeTransitionJointExplicit' };
}

/** The empty change: leave the joint configuration. Its context does not matter. Source: ConfChangeV2.LeaveJoint. */
export function isLeaveJoint(change: ConfChangeV2): boolean {
  return change.transition === 'ConfChangeTransitionAuto' && change.changes.length === 0;
}

function isJoint(config: TrackerConfig): boolean {
  return config.outgoing.length > 0;
}

function changeTo(type: ConfChangeSingle['type']): (nodeId: number) => ConfChangeSingle {
  return (nodeId) => ({ type, nodeId });
}

function succeeded(outcome: ConfChangeOutcome, confState: ConfState): ConfChangeResult {
  assert(
    !('error' in outcome),
    `not a configuration that changes lead to: ${JSON.stringify(confState)} (${'error' in outcome ? outcome.error : ''})`,
  );
  return outcome;
}

function countMissing(ids: Iterable<number>, from: ReadonlySet<number>): number {
  let missing = 0;
  for (const id of ids) if (!from.has(id)) missing++;
  return missing;
}
