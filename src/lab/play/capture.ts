import type { Micros } from '../../base/flavor.ts';
import type { BranchId, Waypoint } from '../../history/position.ts';
import type { SavedBranch, SavedLab } from '../../saved/saved-lab.ts';
import type { SavedView } from '../../saved/saved-view.ts';
import { ENGINE } from '../../sim/world/engine.ts';
import type { Branch } from './branches.ts';
import type { Run } from './run.ts';
import { playheadOf } from './travel.ts';

/**
 * A run as plain data, at a clean point of it: every branch that is there, the playhead, the notebook. What is deleted is not in
 * it. It is a picture of this instant: what comes to the run afterwards does not change it.
 */
export function captureLab(run: Run, view: SavedView): SavedLab {
  const { branch, event, at } = playheadOf(run);
  const { kept, lastId } = run.branches;
  return {
    engine: ENGINE,
    name: run.name,
    config: run.config,
    branches: kept.map((each) => captureBranch(run, each)),
    ...(kept.at(-1)?.id === lastId ? {} : { lastBranch: lastId }),
    current: branch.id,
    playhead: { branch: branch.id, event, at },
    moments: run.notebook.moments,
    view,
  };
}

/** The times of each branch's events, its parents' past included: a link leaves out what they say already. */
export function eventTimesOf(run: Run): (branch: BranchId) => (event: number) => Micros {
  return (branch) => {
    const { events } = run.branches.known(branch).recorder.history;
    return (event) => events.timeOf(event);
  };
}

function captureBranch(run: Run, branch: Branch): SavedBranch {
  const { history } = branch.recorder;
  const fork = run.branches.parentOf(branch);
  const from = fork?.event ?? 0;
  const { event, at } = branch.newest;
  const onTheWay = history.waypointsAfter(from).filter((waypoint) => waypoint.event < event);
  return {
    id: branch.id,
    name: branch.name,
    ...(fork === undefined ? {} : { parent: { branch: fork.branch.id, event: from } }),
    commands: history.commandsAfter(from),
    end: { event, at },
    waypoints: [...withPlayhead(run, branch, onTheWay), { event, hash: branch.world.hash.hex() }],
  };
}

/** The playhead's instant is a waypoint as well: whoever opens the lab stands at the very same one. */
function withPlayhead(run: Run, branch: Branch, waypoints: readonly Waypoint[]): readonly Waypoint[] {
  const { branch: current, event } = playheadOf(run);
  const from = run.branches.parentOf(branch)?.event ?? 0;
  if (branch !== current || event <= from || event >= branch.newest.event) return waypoints;
  const here = { event, hash: run.cluster.world.hash.hex() };
  return [...waypoints.filter((each) => each.event !== event), here].sort((a, b) => a.event - b.event);
}
