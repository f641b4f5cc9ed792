import { microsToMs, type NodeId } from '../../base/flavor.ts';
import { streamRequest } from '../../etcd/operation-schema.ts';
import type { ConfChangeSingle } from '../../raft/entry.ts';
import { parsed } from '../../sim/command/parsed.ts';
import type { World } from '../../sim/world/world.ts';
import type { Branch } from '../play/branches.ts';
import type { Run } from '../play/run.ts';
import type { Call, MembersChange, StreamOpening } from './call.ts';
import { HttpWaits, requestOf, type HttpAnswer, type HttpAsk } from './http-calls.ts';
import { OpenCalls, type EndedCall } from './open-calls.ts';

/** The way of every call: from whoever makes it to a command of the run, and its end back to who waits for it. */
export class Calls {
  /** Who waits, by the branch that the call was made in. */
  readonly #open = new Map<Branch, OpenCalls>();
  readonly #http = new HttpWaits();

  /** Does a command at the playhead. In the past this makes a branch: calls of the one that is left wait until it goes on. */
  async act(run: Run, asked: unknown): Promise<void> {
    await run.act(asked, (left) => {
      const { calls, events } = run.live.world;
      this.#open.set(run.branches.current, this.#of(left).branch(calls, events));
      this.#http.branchOff(left, run.branches.current, run.live.world.http);
    });
  }

  /** The call is made when this is kept; its end is wrapped, so that the next call need not wait for it. */
  async begin(run: Run, { operation, ...caller }: Call): Promise<{ readonly ended: Promise<EndedCall> }> {
    const { world } = run.cluster;
    const request = world.calls.lastId + 1;
    const node = caller.node ?? defaultNode(world);
    if (isOfMembers(operation)) {
      const { type, ...change } = operation;
      await this.act(run, { ...caller, type, ...change, request, node });
      await this.#startJoining(run, request, joiningBy(operation));
    } else await this.act(run, { ...caller, type: 'request', request, node, operation });
    return { ended: this.#of(run.branches.current).wait(run.live.world.calls, request) };
  }

  /** Sends an HTTP request; its number. */
  async openHttp(run: Run, ask: HttpAsk): Promise<number> {
    const { world } = run.cluster;
    const request = world.http.lastId + 1;
    const node = ask.node ?? defaultNode(world);
    await this.act(run, { type: 'http', request, node, http: requestOf(ask) });
    return request;
  }

  /** The same; its end is wrapped, so that the next call need not wait for it. */
  async beginHttp(run: Run, ask: HttpAsk): Promise<{ readonly ended: Promise<HttpAnswer> }> {
    const id = await this.openHttp(run, ask);
    return { ended: this.#http.wait(run.branches.current, run.live.world.http, id) };
  }

  /** Opens a stream to a member and says `first` on it; its number. */
  async openStream(run: Run, { first, kind, needsLeader, ...caller }: StreamOpening): Promise<number> {
    // Before anything is opened: what cannot be said changes nothing.
    const message = first === undefined ? undefined : parsed(kind, streamRequest, first);
    const { world } = run.cluster;
    const stream = world.streams.lastId + 1;
    const node = caller.node ?? defaultNode(world);
    const bound = needsLeader === true ? { needsLeader } : {};
    await this.act(run, { ...caller, type: 'openStream', stream, kind, node, ...bound });
    if (message !== undefined) await this.act(run, { type: 'sendStream', stream, message });
    return stream;
  }

  /** Tells those whose calls have ended by now. */
  tellEnded(run: Run): void {
    this.#of(run.branches.current).tellEnded(run.live.world.calls);
    this.#http.tellEnded(run.branches.current, run.live.world.http);
  }

  /** What the current branch had after the playhead is gone, and the calls that were made in it with it. */
  cutOff({ branches, live }: Run): void {
    const { calls, events, now } = live.world;
    const own = this.#of(branches.current);
    own.cutOff(calls, events, microsToMs(now), this.#others(own));
    this.#http.cutOff(branches.current, live.world.http);
  }

  /** A branch is deleted: its calls end. */
  forgetBranch(branch: Branch): void {
    const { calls, now } = branch.world;
    const own = this.#of(branch);
    this.#open.delete(branch);
    own.cutOff(calls, -1, microsToMs(now), this.#others(own));
    this.#http.cutOff(branch, undefined);
  }

  /** The run is over: every call of it ends, and another begins with none. */
  forget(): void {
    for (const [branch, open] of this.#open) {
      const { calls, now } = branch.world;
      open.cutOff(calls, -1, microsToMs(now));
    }
    this.#open.clear();
    this.#http.forget();
  }

  #of(branch: Branch): OpenCalls {
    const open = this.#open.get(branch) ?? new OpenCalls();
    this.#open.set(branch, open);
    return open;
  }

  #others(own: OpenCalls): OpenCalls[] {
    return [...this.#open.values()].filter((each) => each !== own);
  }

  /** Who joins is started as soon as the call is not refused at the door, a removed member's machine as nobody's. */
  async #startJoining(run: Run, request: number, joining: readonly NodeId[]): Promise<void> {
    const { calls, machines } = run.live.world;
    for (const node of calls.pendingCall(request) === undefined ? [] : joining) {
      const machine = machines.get(node);
      if (machine === undefined || machine.removed !== undefined) {
        await this.act(run, { type: 'addMachine', node });
      }
    }
  }
}

function isOfMembers(operation: Call['operation']): operation is MembersChange {
  return operation.type === 'confChange';
}

/** Members by their machines' numbers that are not members yet. */
function joiningBy({ change, means }: MembersChange): readonly NodeId[] {
  if (means === 'promote') return [];
  const singles: readonly ConfChangeSingle[] = change.version === 1 ? [change] : change.changes;
  return singles.filter(({ type }) => type.startsWith('ConfChangeAdd')).map(({ nodeId }) => nodeId);
}

/** The member a call goes to when it names none: the leader, or the first that runs. */
export function defaultNode(world: World): NodeId {
  const running = [...world.machines.values()].filter((machine) => machine.status === 'up');
  const leaders = running.filter((machine) => machine.state === 'StateLeader');
  leaders.sort((a, b) => (a.term === b.term ? 0 : a.term > b.term ? -1 : 1));
  return leaders[0]?.id ?? running[0]?.id ?? [...world.machines.keys()][0] ?? 1;
}
