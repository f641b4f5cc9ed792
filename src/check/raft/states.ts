import type { LogIndex, Revision, Term } from '../../base/flavor.ts';
import type { ConfState } from '../../raft/entry.ts';
import type { MsgSnap } from '../../raft/message.ts';
import type { Scene } from './scene.ts';

/** ApplyInOrder of entries, and StateHashAgreement of what they have made. */
export function checkApplied(scene: Scene, before: LogIndex, first: LogIndex, last: LogIndex): void {
  const { node, report } = scene;
  if (first !== before + 1) {
    report({
      property: 'ApplyInOrder',
      nodes: [node],
      detail: `node ${node} had applied up to ${before} and now applies from ${first}`,
      because: { type: 'appliedOutOfOrder', index: first, applied: before },
    });
  }
  checkState(scene, last);
}

/** A snapshot takes the place of the store: ApplyInOrder, RestoreReplaces, StateHashAgreement. */
export function checkInstalled(scene: Scene, before: LogIndex, index: LogIndex): void {
  const { member, node, memory, report } = scene;
  if (index <= before) {
    report({
      property: 'ApplyInOrder',
      nodes: [node],
      detail: `node ${node} had applied up to ${before} and installs a snapshot up to ${index}`,
      because: { type: 'appliedOutOfOrder', index, applied: before },
    });
  }
  const sent = memory.snapshots.at(index, 0);
  if (sent !== undefined && member.applied === index && sent.hash !== member.kvHash) {
    report({
      property: 'RestoreReplaces',
      nodes: [sent.node, node],
      detail: `node ${node} has installed the snapshot up to ${index} and has state ${member.kvHash}; node ${sent.node} sent ${sent.hash} (event ${sent.event})`,
      because: { type: 'notReplaced', index, before: sent.node, earlier: sent.event },
    });
  }
  checkState(scene, index);
}

/** StateHashAgreement at this index. */
function checkState(scene: Scene, index: LogIndex): void {
  const { member, node, memory, event, report } = scene;
  const { applied, kvHash, revision } = member;
  if (applied !== index) return;
  const before = memory.stateAt({ at: index, compacted: 0, node, hash: kvHash, event: event.number });
  if (before === undefined || before.hash === kvHash) return;
  scene.differs = true;
  report({
    property: 'StateHashAgreement',
    nodes: [before.node, node],
    detail: `after entry ${index} node ${before.node} has state ${before.hash} and node ${node} has ${kvHash}`,
    because: { type: 'statesDiffer', index, revision, before: before.node, earlier: before.event },
  });
}

/** StateHashAgreement at the revision that the member has come to: who has other entries there has another history. */
export function checkRevision({ member, node, memory, event, report }: Scene, revision: Revision): void {
  const { kvHash, compactRevision } = member;
  const state = { at: revision, compacted: compactRevision, node, hash: kvHash, event: event.number };
  const before = memory.revisionAt(state);
  if (before === undefined || before.hash === kvHash || before.node === node) return;
  report({
    property: 'StateHashAgreement',
    nodes: [before.node, node],
    detail: `at revision ${revision} node ${before.node} has state ${before.hash} and node ${node} has ${kvHash}`,
    because: { type: 'revisionsDiffer', revision, before: before.node, earlier: before.event },
  });
}

/** SnapshotTrue of one that a member takes over. */
export function checkRestored({ member, node, memory, report }: Scene, index: LogIndex, term: Term): void {
  const committed = memory.committed.at(index - 1);
  member.compared = Math.max(member.compared, index);
  if (committed?.term === term) return;
  if (committed === undefined && memory.beganWithin) return;
  const truth =
    committed === undefined ? 'nothing is committed there' : `that entry is of term ${committed.term}`;
  report({
    property: 'SnapshotTrue',
    nodes: [node],
    detail: `node ${node} takes over a snapshot up to entry ${index} of term ${term}, but ${truth}`,
    because: {
      type: 'wrongSnapshot',
      index,
      entryTerm: term,
      beforeTerm: committed?.term,
      earlier: committed?.event,
    },
  });
}

/** SnapshotTrue of one that is sent: it is the sender's store, as it is now. */
export function checkSentSnapshot(scene: Scene, { snapshot, to }: MsgSnap): void {
  const { member, node, memory, event, report } = scene;
  const { index, term, confState } = snapshot;
  const committed = memory.committed.at(index - 1);
  if (committed !== undefined && committed.term !== term) {
    report({
      property: 'SnapshotTrue',
      nodes: [node, to],
      detail: `node ${node} sends a snapshot up to entry ${index} of term ${term}, but that entry is of term ${committed.term}`,
      because: {
        type: 'wrongSnapshot',
        index,
        entryTerm: term,
        beforeTerm: committed.term,
        earlier: committed.event,
      },
    });
  }
  if (member.applied !== index) return;
  const state = { at: index, compacted: 0, node, hash: member.kvHash, event: event.number };
  const before = memory.snapshots.firstAt(state);
  if (before !== undefined && before.hash !== state.hash) {
    report({
      property: 'SnapshotTrue',
      nodes: [before.node, node],
      detail: `node ${node} sends a snapshot up to entry ${index} with another state than node ${before.node} (event ${before.event})`,
      because: { type: 'wrongSnapshotState', index, before: before.node, earlier: before.event },
    });
  }
  checkSnapshotConf(scene, index, confState);
}

function checkSnapshotConf({ node, memory, report }: Scene, index: LogIndex, confState: ConfState): void {
  const { confInForce } = memory;
  if (confInForce === undefined || index < confInForce.applied) return;
  if (isSame(confInForce.confState, confState)) return;
  report({
    property: 'SnapshotTrue',
    nodes: [node],
    detail: `node ${node} sends a snapshot up to entry ${index} with another configuration than was applied there (event ${confInForce.event})`,
    because: { type: 'wrongSnapshotConf', index, earlier: confInForce.event },
  });
}

function isSame(a: ConfState, b: ConfState): boolean {
  return textOf(a) === textOf(b);
}

function textOf({ voters, votersOutgoing, learners, learnersNext, autoLeave }: ConfState): string {
  return JSON.stringify([voters, votersOutgoing, learners, learnersNext, autoLeave]);
}
