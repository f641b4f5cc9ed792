import { microsToMs, type Term } from '../../base/flavor.ts';
import type { MemberView, ProgressView } from '../../node/report/view.ts';
import type { StateType } from '../../raft/ready.ts';
import type { ConfState } from '../../raft/entry.ts';
import { busMessageNumber } from '../../sim/world/bus-message.ts';
import type { Machine } from '../../sim/world/machine.ts';
import type { DiskViews } from '../look/disk-views.ts';
import { confStateOf, membershipOf } from './membership.ts';
import type { Run } from '../play/run.ts';
import type { WorldNode, WorldState } from './world-state.ts';

/** The world at the playhead, as plain JSON. A killed node is what its disk would bring back. */
export function buildState(run: Run, diskViews: DiskViews): WorldState {
  const { cluster } = run;
  const { world } = cluster;
  const views = new Map([...world.machines.keys()].map((id) => [id, diskViews.image(world, id)?.view()]));
  const alive = [...views.values()].flatMap((view) =>
    view !== undefined && world.machine(view.id).status !== 'killed' ? view : [],
  );
  const confState = confStateOf(alive.length > 0 ? alive : [...views.values()].flatMap((view) => view ?? []));
  return {
    timeMs: microsToMs(world.now),
    byHand: world.byHand,
    seed: world.config.seed,
    events: world.events,
    nodes: [...world.machines.values()].map((machine) =>
      worldNode(run, diskViews, machine, views.get(machine.id), confState),
    ),
    messages: [...world.bus.flights()].map(({ id, from, to, payload, sentAt, dueAt, fate }) => ({
      id,
      type: payload.type,
      number: busMessageNumber[payload.type],
      from,
      to,
      term: jsonTerm(payload.term),
      sentAtMs: microsToMs(sentAt),
      dueAtMs: microsToMs(dueAt),
      fate,
    })),
    links: world.bus
      .links()
      .filter(({ from, to }) => world.machines.has(from) && world.machines.has(to))
      .map(({ from, to, cut, hold, dials }) => ({
        from,
        to,
        cut,
        held: hold,
        latencyMs: microsToMs(dials.latency),
        jitterMs: microsToMs(dials.jitter),
        loss: dials.loss,
        duplicate: dials.duplicate,
        reorder: dials.reorder,
      })),
    violations: world.watcher.violations.map(({ property, at, event, nodes, detail }) => ({
      property,
      atMs: microsToMs(at),
      event,
      nodes: [...nodes],
      detail,
    })),
  };
}

const roles: Readonly<Record<StateType, WorldNode['role']>> = {
  StateFollower: 'follower',
  StatePreCandidate: 'precandidate',
  StateCandidate: 'candidate',
  StateLeader: 'leader',
};

function worldNode(
  run: Run,
  diskViews: DiskViews,
  machine: Machine,
  view: MemberView | undefined,
  confState: ConfState | undefined,
): WorldNode {
  const { id, status, crashed, removed } = machine;
  const member = view === undefined ? undefined : diskViews.image(run.cluster.world, id);
  return {
    id,
    status,
    member: membershipOf(confState, id),
    role: roles[view?.state ?? 'StateFollower'],
    term: jsonTerm(view?.term ?? 0),
    vote: view?.vote ?? 0,
    lead: view?.lead ?? 0,
    commitIndex: view?.commit ?? 0,
    appliedIndex: view?.applied ?? 0,
    firstIndex: view?.first ?? 1,
    lastIndex: view?.last ?? 0,
    snapshotIndex: view?.snapshotIndex ?? 0,
    stableIndex: view?.stable ?? 0,
    log: (member?.entries(view?.first ?? 1, view?.last ?? 0) ?? []).map(({ index, term, type }) => ({
      index,
      term: jsonTerm(term),
      type,
    })),
    progress: Object.fromEntries((view?.progress ?? []).map((peer) => [String(peer.id), progressOf(peer)])),
    revision: view?.revision ?? 0,
    compactRevision: view?.compactRevision ?? 0,
    kvHash: view?.kvHash ?? 0,
    worker: run.live.host.inWorker?.(id) === true,
    ...(Object.keys(machine.settings).length === 0 ? {} : { settings: machine.settings }),
    ...(machine.disk.stuck ? { diskStuck: true } : {}),
    ...(crashed === undefined ? {} : { crashed }),
    ...(removed === undefined ? {} : { removed: true }),
  };
}

function progressOf({ state, match, next, paused, inflight }: ProgressView): WorldNode['progress'][string] {
  return { state, match, next, paused, inflight };
}

/** A number while it is exact, else its decimal digits. */
function jsonTerm(term: Term): number | string {
  return typeof term === 'bigint' ? term.toString() : term;
}
