import type { LogIndex, NodeId } from '../base/flavor.ts';
import { encodeUtf8 } from '../base/utf8.ts';
import { put } from '../client/operations.ts';
import type { MemberView } from '../node/report/view.ts';
import type { Command } from '../sim/command/command.ts';
import type { Machine } from '../sim/world/machine.ts';
import type { World } from '../sim/world/world.ts';

/** What a cluster that is left alone has not come to in time: a promise of progress, and why it is not kept. */
export interface Stall {
  readonly property: 'EventuallyLeader' | 'EventuallyCommitted' | 'EventuallyCaughtUp' | 'StateHashAgreement';
  readonly nodes: readonly NodeId[];
  readonly detail: string;
}

/** Ticks of calm in which each step must be done; ET is the election timeout in ticks. */
const bounds = {
  /**
   * Disks and links still have what came before the calm. Then there are rounds, one or two election timeouts each, and where only one of three has a log that the
   * others vote for, its timer is the first in one of three of them: forty rounds without it are one chance in ten million.
   */
  leader: (et: number) => 20 + 60 * et,
  /** A put, made again when its client has given up one that was lost with the leader of before. */
  put: (et: number, timeout: number) => 20 + 4 * et + 2 * timeout,
  /** Logs, or a snapshot, sent to those behind. */
  caughtUp: (et: number) => 20 + 4 * et,
};

/**
 * Looks, tick by tick, at a cluster in which nothing breaks any more: it must elect a leader, do a put, and bring every member up
 * to date with the same state, each within its bound (../shared properties, part B).
 */
export class Convergence {
  #stage: 'leader' | 'put' | 'caughtUp' | 'done' = 'leader';
  /** Ticks in this stage. */
  #ticks = 0;
  /** What everybody must have applied in the end: clients go on writing, so the end of the log is always ahead of somebody. */
  #target = 0;
  /** The put that is out. */
  #request = 0;
  #asked = 0;

  get isDone(): boolean {
    return this.#stage === 'done';
  }

  /** After a tick of calm: what is to be done now, or what has not been done in time. */
  look(world: World): Command | Stall | undefined {
    this.#ticks++;
    const { electionTicks: et } = world.config;
    const leader = leaderOf(world);
    switch (this.#stage) {
      case 'leader':
        if (leader !== undefined && isKnown(world, leader)) return this.#go('put');
        return this.#ticks > bounds.leader(et) ? noLeader(world) : undefined;
      case 'put': {
        const call = world.calls.get(this.#request);
        if (call?.result?.status === 'ok') {
          this.#target = leader?.last ?? 0;
          return this.#go('caughtUp');
        }
        if (this.#ticks > bounds.put(et, timeoutTicks(world))) return notCommitted(world, this.#request);
        return call === undefined || call.result !== undefined ? this.#put(world) : undefined;
      }
      case 'caughtUp': {
        const behind = whoIsBehind(world, leader, this.#target);
        if (behind === undefined) return this.#go('done');
        return this.#ticks > bounds.caughtUp(et) ? behind : undefined;
      }
      default:
        return undefined;
    }
  }

  #go(stage: 'put' | 'caughtUp' | 'done'): undefined {
    this.#stage = stage;
    this.#ticks = 0;
  }

  /** Of the voters in turn. */
  #put(world: World): Command {
    const voters = [...world.machines.values()].filter((machine) => isUpMember(world, machine));
    const node = voters[this.#asked++ % Math.max(1, voters.length)]?.id ?? 1;
    this.#request = world.calls.lastId + 1;
    const operation = put(encodeUtf8('calm'), encodeUtf8(`${this.#request}`));
    return { type: 'request', request: this.#request, node, client: `calm ${this.#asked}`, operation };
  }
}

/** After how many ticks a client gives up. */
function timeoutTicks({ config }: World): number {
  return Math.ceil(config.clientTimeoutMs / config.tickMs);
}

/** Who leads the highest term. */
function leaderOf(world: World): MemberView | undefined {
  return viewsOf(world)
    .filter(({ state }) => state === 'StateLeader')
    .sort((a, b) => Number(b.term) - Number(a.term))[0];
}

function viewsOf(world: World): MemberView[] {
  return [...world.machines.values()].flatMap(({ status, image }) =>
    status === 'up' && image !== undefined ? [image.view()] : [],
  );
}

/** The configuration as the member knows it that has applied most. */
export function newestMembers(world: World): ReadonlySet<NodeId> {
  const [newest] = viewsOf(world).sort((a, b) => b.applied - a.applied);
  const { voters = [], votersOutgoing = [], learners = [] } = newest?.confState ?? {};
  return new Set([...voters, ...votersOutgoing, ...learners]);
}

function isUpMember(world: World, { id, status }: Machine): boolean {
  return status === 'up' && newestMembers(world).has(id);
}

/** Whether enough of the voters run that progress is promised at all. */
export function canConverge(world: World): boolean {
  const [newest] = viewsOf(world).sort((a, b) => b.applied - a.applied);
  const { voters = [], votersOutgoing = [] } = newest?.confState ?? {};
  const up = new Set(viewsOf(world).map(({ id }) => id));
  return [voters, votersOutgoing].every(
    (half) => half.length === 0 || 2 * half.filter((id) => up.has(id)).length > half.length,
  );
}

function isKnown(world: World, leader: MemberView): boolean {
  const members = newestMembers(world);
  return viewsOf(world).every(
    ({ id, lead, term }) => !members.has(id) || (lead === leader.id && term === leader.term),
  );
}

function noLeader(world: World): Stall {
  const views = viewsOf(world);
  const said = views.map(
    ({ id, state, term, lead }) =>
      `${id} is ${state} of term ${term} and knows ${lead === 0 ? 'no leader' : lead}`,
  );
  return {
    property: 'EventuallyLeader',
    nodes: views.map(({ id }) => id),
    detail: `nothing breaks any more, and there is no leader that all members know: ${said.join('; ')}`,
  };
}

function notCommitted(world: World, request: number): Stall {
  const result = world.calls.get(request)?.result;
  const how =
    result === undefined ? 'has no answer' : `ended ${result.status === 'ok' ? 'ok' : result.error}`;
  return {
    property: 'EventuallyCommitted',
    nodes: viewsOf(world).map(({ id }) => id),
    detail: `nothing breaks any more, and no put is answered: the last, call ${request}, ${how}`,
  };
}

function whoIsBehind(world: World, leader: MemberView | undefined, target: LogIndex): Stall | undefined {
  if (leader === undefined) return noLeader(world);
  const members = newestMembers(world);
  for (const view of viewsOf(world)) {
    if (!members.has(view.id)) continue;
    if (view.applied < target) {
      const detail = `nothing breaks any more, and node ${view.id} has applied ${view.applied} of ${target} entries`;
      return { property: 'EventuallyCaughtUp', nodes: [view.id], detail };
    }
    if (view.applied === leader.applied && view.kvHash !== leader.kvHash) {
      const detail = `nodes ${view.id} and ${leader.id} have applied up to ${view.applied} and have other states`;
      return { property: 'StateHashAgreement', nodes: [view.id, leader.id], detail };
    }
  }
  return undefined;
}
