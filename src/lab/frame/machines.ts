import type { NodeId } from '../../base/flavor.ts';
import type { MemberImage } from '../../node/report/image.ts';
import type { MemberView } from '../../node/report/view.ts';
import type { World } from '../../sim/world/world.ts';
import type { DiskViews } from '../look/disk-views.ts';
import type { NodeFrame } from './frame.ts';
import { confStateOf } from './membership.ts';
import { nodeFrame } from './node-frame.ts';

/** The machines of a world at an instant: their members, and how the page has them. */
export interface Machines {
  /** Undefined: what is on the disk of a killed one cannot be read. */
  readonly members: ReadonlyMap<NodeId, MemberImage | undefined>;
  readonly views: ReadonlyMap<NodeId, MemberView | undefined>;
  readonly nodes: readonly NodeFrame[];
}

export function machinesOf(world: World, diskViews: DiskViews): Machines {
  const members = new Map([...world.machines.keys()].map((id) => [id, diskViews.image(world, id)]));
  const views = new Map([...members].map(([id, member]) => [id, member?.view()]));
  const running = [...views.values()].filter(
    (view): view is MemberView => view !== undefined && world.machine(view.id).status !== 'killed',
  );
  const confState = confStateOf(
    running.length > 0 ? running : [...views.values()].flatMap((view) => view ?? []),
  );
  const nodes = [...world.machines.values()].map((machine) =>
    nodeFrame(machine, views.get(machine.id), confState, members.get(machine.id)?.alarms() ?? [], world),
  );
  return { members, views, nodes };
}
