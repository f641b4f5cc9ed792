import { assert, present } from '../../base/assert.ts';
import type { NodeId } from '../../base/flavor.ts';
import type { ConfChangeSingle } from '../entry.ts';
import type { TrackerConfig } from './tracker-config.ts';

/** A member as the leader tracks it. */
export interface ConfChangeMember {
  readonly id: NodeId;
  /** Tracked as a learner: true from the moment it is one, so not while it waits in learnersNext. */
  readonly learner: boolean;
  /** It needs a new Progress: it was not there before, or was removed and added again by the same change. */
  readonly fresh: boolean;
}

/** A configuration and who is tracked in it: every voter of either half and every learner, ascending. */
export interface ConfChangeResult {
  readonly config: TrackerConfig;
  readonly members: readonly ConfChangeMember[];
}

/** A configuration under change: sets to work on, made from a result and frozen into the next one. */
export interface Draft {
  readonly incoming: Set<NodeId>;
  readonly outgoing: Set<NodeId>;
  readonly learners: Set<NodeId>;
  readonly learnersNext: Set<NodeId>;
  readonly members: Map<NodeId, { learner: boolean; fresh: boolean }>;
}

/** A copy to change. As in etcd it starts without autoLeave: only entering a joint configuration sets it. */
export function makeDraft(
  config: TrackerConfig,
  members: readonly { readonly id: NodeId; readonly learner: boolean }[],
): Draft {
  const draft: Draft = {
    incoming: new Set(config.incoming),
    outgoing: new Set(config.outgoing),
    learners: new Set(config.learners),
    learnersNext: new Set(config.learnersNext),
    members: new Map(members.map(({ id, learner }) => [id, { learner, fresh: false }])),
  };
  checkInvariants(draft);
  return draft;
}

export function freezeDraft(draft: Draft, autoLeave: boolean): ConfChangeResult {
  checkInvariants(draft);
  assert(!autoLeave || draft.outgoing.size > 0, 'autoLeave must be false when not joint');
  return {
    config: {
      incoming: ascending(draft.incoming),
      outgoing: ascending(draft.outgoing),
      learners: ascending(draft.learners),
      learnersNext: ascending(draft.learnersNext),
      autoLeave,
    },
    members: ascending(draft.members.keys()).map((id) => {
      const { learner, fresh } = present(draft.members.get(id), `no progress for ${id}`);
      return { id, learner, fresh };
    }),
  };
}

/** Makes the changes in their order. Node 0 is ignored: raft clears the id of a change it voids. */
export function applyChanges(draft: Draft, changes: readonly ConfChangeSingle[]): void {
  for (const { type, nodeId } of changes) {
    if (nodeId === 0) continue;
    if (type === 'ConfChangeAddNode') makeVoter(draft, nodeId);
    else if (type === 'ConfChangeAddLearnerNode') makeLearner(draft, nodeId);
    else if (type === 'ConfChangeRemoveNode') remove(draft, nodeId);
  }
}

/** Adds a voter to the incoming half, or promotes a learner to one. */
function makeVoter(draft: Draft, id: NodeId): void {
  const member = draft.members.get(id);
  draft.incoming.add(id);
  draft.learners.delete(id);
  draft.learnersNext.delete(id);
  if (member === undefined) draft.members.set(id, { learner: false, fresh: true });
  else member.learner = false;
}

/** Adds a learner, or demotes a voter; one that still votes in the outgoing half waits in learnersNext. */
function makeLearner(draft: Draft, id: NodeId): void {
  const member = draft.members.get(id);
  if (member === undefined) {
    draft.learners.add(id);
    draft.members.set(id, { learner: true, fresh: true });
    return;
  }
  if (member.learner) return;
  remove(draft, id);
  draft.members.set(id, member);
  if (draft.outgoing.has(id)) {
    draft.learnersNext.add(id);
  } else {
    member.learner = true;
    draft.learners.add(id);
  }
}

/** Removes a voter or learner; one that still votes in the outgoing half stays tracked. */
function remove(draft: Draft, id: NodeId): void {
  draft.incoming.delete(id);
  draft.learners.delete(id);
  draft.learnersNext.delete(id);
  if (!draft.outgoing.has(id)) draft.members.delete(id);
}

/** What TrackerConfig promises, and that everybody named in it is tracked. Source: etcd, checkInvariants. */
function checkInvariants(draft: Draft): void {
  const { incoming, outgoing, learners, learnersNext, members } = draft;
  for (const ids of [incoming, outgoing, learners, learnersNext]) {
    for (const id of ids) assert(members.has(id), `no progress for ${id}`);
  }
  for (const id of learnersNext) {
    assert(outgoing.has(id), `${id} is in LearnersNext, but not Voters[1]`);
    assert(!members.get(id)?.learner, `${id} is in LearnersNext, but is already marked as learner`);
  }
  for (const id of learners) {
    assert(!outgoing.has(id), `${id} is in Learners and Voters[1]`);
    assert(!incoming.has(id), `${id} is in Learners and Voters[0]`);
    assert(members.get(id)?.learner, `${id} is in Learners, but is not marked as learner`);
  }
}

function ascending(ids: Iterable<NodeId>): NodeId[] {
  return [...ids].sort((a, b) => a - b);
}
