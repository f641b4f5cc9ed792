import type { LogIndex } from '../../base/flavor.ts';
import type { IndexName } from './contradiction.ts';
import type { Scene } from './scene.ts';

/** LeaderAppendOnly: a leader's own entries come after all it has. */
export function checkLeaderAppends({ member, node, report }: Scene, first: LogIndex, last: LogIndex): void {
  if (member.leads === undefined) return;
  if (member.ledTo !== undefined && first !== member.ledTo + 1) {
    report({
      property: 'LeaderAppendOnly',
      nodes: [node],
      detail: `the leader of term ${member.leads} had entries up to ${member.ledTo} and now appends from ${first}`,
      because: { type: 'leaderSkipped', term: member.leads, last: member.ledTo, index: first },
    });
  }
  member.ledTo = last;
}

/** LeaderAppendOnly and CommittedNeverTruncated: entries from here on are removed. */
export function checkTruncated({ member, node, memory, report }: Scene, from: LogIndex): void {
  const { leads, commit } = member;
  if (leads !== undefined) {
    report({
      property: 'LeaderAppendOnly',
      nodes: [node],
      detail: `the leader of term ${leads} has removed its entries from ${from} on`,
      because: { type: 'leaderRemoved', term: leads, index: from },
    });
  }
  if (from > commit) return;
  report({
    property: 'CommittedNeverTruncated',
    nodes: [node],
    detail: `entries from ${from} on were removed, though committed up to ${commit}`,
    because: {
      type: 'committedRemoved',
      index: from,
      commit,
      earlier: memory.committed.at(from - 1)?.event,
    },
  });
}

/** IndexOrder and ApplyOnlyCommitted, if one of the indexes has moved. */
export function checkIndexOrder(scene: Scene): void {
  const { snapshotIndex, applied, applying, commit, last, first, pendingSnapshot } = scene.member;
  inOrder(scene, 'snapshot', snapshotIndex, 'applied', applied);
  inOrder(
    scene,
    'applied',
    applied,
    'applying',
    Math.max(applying, applied === pendingSnapshot ? applied : 0),
  );
  inOrder(scene, 'applying', applying, 'commit', commit);
  inOrder(scene, 'commit', commit, 'last', last);
  inOrder(scene, 'pending', pendingSnapshot, 'commit', commit);
  inOrder(scene, 'first', first, 'snapshot', Math.max(snapshotIndex, pendingSnapshot) + 1);
  if (applied > commit) {
    scene.report({
      property: 'ApplyOnlyCommitted',
      nodes: [scene.node],
      detail: `node ${scene.node} has applied up to ${applied}, and knows what is committed up to ${commit}`,
      because: { type: 'appliedUncommitted', applied, commit },
    });
  }
}

function inOrder(
  { node, report }: Scene,
  low: IndexName,
  lowIndex: LogIndex,
  high: IndexName,
  highIndex: LogIndex,
): void {
  if (lowIndex <= highIndex) return;
  report({
    property: 'IndexOrder',
    nodes: [node],
    detail: `of node ${node} the index "${low}" is ${lowIndex}, and "${high}" is ${highIndex}`,
    because: { type: 'indexOrder', low, lowIndex, high, highIndex },
  });
}
