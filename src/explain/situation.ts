import type { Micros, NodeId } from '../base/flavor.ts';
import type { MemberView } from '../node/report/view.ts';
import type { ConfState } from '../raft/entry.ts';
import type { LabConfig, MachineSettings } from '../sim/world/config.ts';
import { tickOf } from '../sim/world/clock.ts';
import type { World } from '../sim/world/world.ts';

/** A node as far as reasons need it: part of a frame, or of the world. */
export interface NodeSituation {
  readonly id: NodeId;
  readonly status: 'up' | 'killed' | 'paused';
  /** While up or paused. */
  readonly view: MemberView | undefined;
  /** Undefined while its clock stands still, and by hand. */
  readonly nextTickAt: Micros | undefined;
  /** How long a tick of its clock lasts. */
  readonly tick: Micros;
  /** What its member was started with instead of the run's settings. */
  readonly settingsInForce: MachineSettings;
}

export interface LinkSituation {
  readonly from: NodeId;
  readonly to: NodeId;
  readonly cut: boolean;
}

/** One instant of a run as far as reasons need it: a frame is one, and the world makes one. */
export interface Situation {
  readonly at: Micros;
  readonly config: LabConfig;
  readonly nodes: readonly NodeSituation[];
  readonly links: readonly LinkSituation[];
}

/** The same of the world itself. */
export function situationOf(world: World): Situation {
  const { now, config, machines, bus, byHand } = world;
  return {
    at: now,
    config,
    nodes: [...machines.values()].map((machine) => ({
      id: machine.id,
      status: machine.status,
      view: machine.image?.view(),
      nextTickAt: byHand ? undefined : machine.nextTickAt,
      tick: tickOf(world, machine),
      settingsInForce: machine.settingsInForce,
    })),
    links: bus.links(),
  };
}

/** The configuration as the best-informed member has it: the leader of the highest term, else the furthest applied. */
export function currentConfState(nodes: readonly NodeSituation[]): ConfState | undefined {
  return bestView(nodes)?.confState;
}

/** The leader of the highest term among those who think they lead; a killed one leads nobody. */
export function currentLeader(nodes: readonly NodeSituation[]): MemberView | undefined {
  let best: MemberView | undefined;
  for (const { view, status } of nodes) {
    if (status === 'killed' || view?.state !== 'StateLeader') continue;
    if (best === undefined || view.term > best.term) best = view;
  }
  return best;
}

function bestView(nodes: readonly NodeSituation[]): MemberView | undefined {
  const leader = currentLeader(nodes);
  if (leader) return leader;
  let best: MemberView | undefined;
  for (const { view } of nodes) if (view && (best === undefined || view.applied > best.applied)) best = view;
  return best;
}

/** Members that can still talk to each other, groups and members ascending; one group: nothing is split. */
export function splitGroups(
  ids: readonly NodeId[],
  links: readonly LinkSituation[],
): readonly (readonly NodeId[])[] {
  const open = new Set(links.filter((link) => !link.cut).map((link) => `${link.from}>${link.to}`));
  const groups: NodeId[][] = [];
  const seen = new Set<NodeId>();
  for (const id of ids) {
    if (seen.has(id)) continue;
    const group: NodeId[] = [];
    const next = [id];
    seen.add(id);
    for (let node = next.pop(); node !== undefined; node = next.pop()) {
      group.push(node);
      for (const other of ids) {
        if (seen.has(other) || !(open.has(`${node}>${other}`) || open.has(`${other}>${node}`))) continue;
        seen.add(other);
        next.push(other);
      }
    }
    groups.push(group.sort((a, b) => a - b));
  }
  return groups;
}

/** Why a member does not count towards something. */
export type Absence = 'killed' | 'paused' | 'cutOff' | 'notSynced' | 'behind';

export function absence(
  situation: Situation,
  id: NodeId,
  from: NodeId | undefined,
  hasEntry: boolean,
): Absence {
  const node = situation.nodes.find((each) => each.id === id);
  if (!node || node.status === 'killed') return 'killed';
  if (from !== undefined && !reach(situation, from, id)) return 'cutOff';
  if (node.status === 'paused') return 'paused';
  return hasEntry ? 'notSynced' : 'behind';
}

export function reach(situation: Situation, a: NodeId, b: NodeId): boolean {
  return splitGroups(
    situation.nodes.map((node) => node.id),
    situation.links,
  ).some((group) => group.includes(a) && group.includes(b));
}
