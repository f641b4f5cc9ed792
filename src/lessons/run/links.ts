import type { NodeId } from '../../base/flavor.ts';
import type { LinkName } from '../language/script.ts';

/** Both directions between each node of one list and each of the other. */
export function linksBetween(left: readonly NodeId[], right: readonly NodeId[]): LinkName[] {
  const links: LinkName[] = [];
  for (const from of left) {
    for (const to of right) {
      if (to !== from) links.push({ from, to }, { from: to, to: from });
    }
  }
  return links;
}
