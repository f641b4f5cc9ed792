import type { TreeBranch } from '../../view/time/branch-tree.ts';
import { sameData } from '../canvas/same.ts';
import { useFramePart } from '../use-frame.ts';

/**
 * The branches, as a list that stays the same object while only the current one grows. How far that one goes is for whoever
 * paints: it changes with every frame.
 */
export function useBranches(): readonly TreeBranch[] {
  return useFramePart(({ branches }) => withoutGrowth(branches)) ?? [];
}

let given: readonly TreeBranch[] | undefined;
let last: readonly TreeBranch[] = [];

function withoutGrowth(branches: readonly TreeBranch[]): readonly TreeBranch[] {
  if (branches === given) return last;
  given = branches;
  const next = branches.map(({ id, name, parent, event, timeMs, endMs, current }) => ({
    id,
    name,
    parent,
    event,
    timeMs,
    endMs: current ? 0 : endMs,
    current,
  }));
  if (!sameData(next, last)) last = next;
  return last;
}
