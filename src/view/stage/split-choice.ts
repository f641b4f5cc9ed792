import type { NodeId } from '../../base/flavor.ts';

/**
 * A split of the network while it is being chosen: for each member, in ascending order, the number of its group. Groups
 * are numbered from 0 without a gap; the first choice numbers them by their first members.
 */
export type SplitChoice = ReadonlyMap<NodeId, number>;

/** The choice that leaves everything as it is. A member in no group is a group of its own. */
export function splitChoice(ids: readonly NodeId[], groups: readonly (readonly NodeId[])[]): SplitChoice {
  const place = (id: NodeId): number => {
    const found = groups.findIndex((group) => group.includes(id));
    return found === -1 ? groups.length + ids.indexOf(id) : found;
  };
  const places = ids.toSorted((a, b) => a - b).map((id) => [id, place(id)] as const);
  return numbered(places, [...new Set(places.map(([, group]) => group))]);
}

/**
 * The member goes to the next group, after the last one to a new group of its own, and from there to the first again:
 * pressed twice in a cluster split in two it is where it was.
 */
export function movedOn(choice: SplitChoice, id: NodeId): SplitChoice {
  const own = choice.get(id);
  if (own === undefined) return choice;
  const count = new Set(choice.values()).size;
  const isAlone = [...choice.values()].filter((group) => group === own).length === 1;
  // Alone in the last group it would come into a new one that is the same again.
  const next = own + 1 < count || (own + 1 === count && !isAlone) ? own + 1 : 0;
  const places = [...choice].map(([each, group]) => [each, each === id ? next : group] as const);
  return numbered(
    places,
    [...new Set(places.map(([, group]) => group))].toSorted((a, b) => a - b),
  );
}

/** The groups, none empty, in the order of their numbers. */
export function chosenGroups(choice: SplitChoice): readonly (readonly NodeId[])[] {
  const groups: NodeId[][] = [];
  for (const [id, group] of choice) (groups[group] ??= []).push(id);
  return groups;
}

function numbered(places: readonly (readonly [NodeId, number])[], order: readonly number[]): SplitChoice {
  return new Map(places.map(([id, group]) => [id, order.indexOf(group)]));
}
