import type { NodeId } from '../../../src/base/flavor.ts';
import type { ConfChangeSingle } from '../../../src/raft/entry.ts';

/**
 * Configurations told by what each node is wanted to be, instead of by editing sets: in a joint configuration the
 * old role stays valid for the outgoing half, and the wish becomes effective on leaving.
 */
export type Wish = 'voter' | 'learner' | 'none';

export interface Model {
  /** Voters of the outgoing half while joint. */
  readonly old: ReadonlySet<NodeId> | undefined;
  readonly wishes: ReadonlyMap<NodeId, Wish>;
  readonly autoLeave: boolean;
}

export const nothing: Model = { old: undefined, wishes: new Map(), autoLeave: false };

export const wished = (model: Model, wish: Wish): NodeId[] =>
  [...model.wishes]
    .filter(([, own]) => own === wish)
    .map(([id]) => id)
    .sort((a, b) => a - b);

/** What each change makes of the wish for its node; the last one counts. */
function wish(model: Model, changes: readonly ConfChangeSingle[]): Map<NodeId, Wish> {
  const wishes = new Map(model.wishes);
  const to = {
    ConfChangeAddNode: 'voter',
    ConfChangeAddLearnerNode: 'learner',
    ConfChangeRemoveNode: 'none',
  } as const;
  for (const { type, nodeId } of changes) {
    if (nodeId !== 0 && type !== 'ConfChangeUpdateNode') wishes.set(nodeId, to[type]);
  }
  return wishes;
}

export function modelSimple(model: Model, changes: readonly ConfChangeSingle[]): Model | string {
  if (model.old) return 'simpleWhileJoint';
  const next: Model = { ...model, wishes: wish(model, changes) };
  const [before, after] = [wished(model, 'voter'), wished(next, 'voter')];
  if (after.length === 0) return 'removedAllVoters';
  const differing = [...before, ...after].filter((id) => !(before.includes(id) && after.includes(id)));
  return differing.length > 1 ? 'multipleVotersChanged' : next;
}

export function modelEnter(
  model: Model,
  autoLeave: boolean,
  changes: readonly ConfChangeSingle[],
): Model | string {
  if (model.old) return 'alreadyJoint';
  const old = new Set(wished(model, 'voter'));
  if (old.size === 0) return 'zeroVoterJoint';
  const next: Model = { old, wishes: wish(model, changes), autoLeave };
  return wished(next, 'voter').length === 0 ? 'removedAllVoters' : next;
}

export function modelLeave(model: Model): Model | string {
  return model.old ? { old: undefined, wishes: model.wishes, autoLeave: false } : 'notJoint';
}

/** The model as a configuration: a learner-to-be that still votes in the old half is only staged. */
export function modelConfig(model: Model) {
  const old = model.old ?? new Set<NodeId>();
  const learners = wished(model, 'learner');
  return {
    incoming: wished(model, 'voter'),
    outgoing: [...old].sort((a, b) => a - b),
    learners: learners.filter((id) => !old.has(id)),
    learnersNext: learners.filter((id) => old.has(id)),
    autoLeave: model.autoLeave,
  };
}
