import type { NodeId } from '../base/flavor.ts';

/** A renaming of nodes: what each is called instead; 0, nobody, stays so, and so does whoever is not renamed. */
export type Renaming = ReadonlyMap<NodeId, NodeId>;

/** More nodes than these are not renamed: the renamings would cost more than they save. */
const RENAMED_MAX = 4;

/**
 * Every way to rename nodes among themselves that leaves alone what tells them apart. `kinds`: nodes of one kind are alike. The first renames
 * nobody.
 */
export function renamingsOf(nodes: readonly NodeId[], kinds: readonly string[]): Renaming[] {
  const same: Renaming = new Map(nodes.map((id) => [id, id]));
  if (nodes.length > RENAMED_MAX) return [same];
  const kindOf = new Map(nodes.map((id, i) => [id, kinds[i]]));
  const all = permutationsOf(nodes).map(
    (others): Renaming => new Map(nodes.map((id, i) => [id, others[i] ?? id])),
  );
  const fitting = all.filter((renaming) =>
    nodes.every((id) => kindOf.get(id) === kindOf.get(renaming.get(id) ?? id)),
  );
  return [same, ...fitting.filter((renaming) => nodes.some((id) => renaming.get(id) !== id))];
}

function permutationsOf<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  const found: T[][] = [];
  for (const [i, first] of items.entries()) {
    for (const rest of permutationsOf(items.toSpliced(i, 1))) found.push([first, ...rest]);
  }
  return found;
}

export function renamed(renaming: Renaming, id: NodeId): NodeId {
  return renaming.get(id) ?? id;
}
