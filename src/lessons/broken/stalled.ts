import type { NodeId } from '../../base/flavor.ts';
import type { PropertyName } from '../../check/properties.ts';
import type { MemberView } from '../../node/report/view.ts';
import type { World } from '../../sim/world/world.ts';

/**
 * Which promises of progress are not kept at the end of a schedule that has left its cluster alone for long. Where every link works:
 * a leader that all members know, whose entries are committed, and that everybody has caught up with. With CheckQuorum, anywhere:
 * nobody leads whom no majority can hear and answer.
 */
export function stalledIn(world: World): readonly PropertyName[] {
  const views = [...world.machines.values()].flatMap(({ status, image }) =>
    status === 'up' && image !== undefined ? [image.view()] : [],
  );
  const zombie = views.some((view) => view.state === 'StateLeader' && !hasQuorum(world, view, views));
  if (zombie && world.config.checkQuorum) return ['NoZombie'];
  const newest = views.toSorted((a, b) => b.applied - a.applied)[0];
  if (newest === undefined || cutLinks(world).size > 0) return [];
  const { voters, learners, votersOutgoing } = newest.confState;
  const ids = new Set<NodeId>([...voters, ...learners, ...votersOutgoing]);
  const members = views.filter(({ id }) => ids.has(id));
  const leader = members.find(({ state }) => state === 'StateLeader');
  if (leader === undefined) return ['EventuallyLeader'];
  const stalls: PropertyName[] = [];
  if (leader.commit < leader.last) stalls.push('EventuallyCommitted');
  const isBehind = ({ lead, applied }: MemberView): boolean => lead !== leader.id || applied < leader.commit;
  if (members.some(isBehind)) stalls.push('EventuallyCaughtUp');
  return stalls;
}

/** Whether a majority of its voters is there, with links both ways. */
function hasQuorum(world: World, { id, confState }: MemberView, views: readonly MemberView[]): boolean {
  const cut = cutLinks(world);
  const isNear = (other: NodeId): boolean =>
    other === id || (!cut.has(`${id}>${other}`) && !cut.has(`${other}>${id}`));
  const up = new Set(views.map((view) => view.id));
  const near = confState.voters.filter((voter) => up.has(voter) && isNear(voter));
  return 2 * near.length > confState.voters.length;
}

function cutLinks(world: World): ReadonlySet<string> {
  return new Set(world.bus.links().flatMap(({ from, to, cut }) => (cut ? [`${from}>${to}`] : [])));
}
