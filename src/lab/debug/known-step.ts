import { KnownEvent } from '../../explain/known-event.ts';
import { only, unknown } from '../../history/partly-known.ts';
import { countWhile } from '../../base/column.ts';
import type { NodeId } from '../../base/flavor.ts';
import type { StepView } from '../../expression/step-view.ts';
import type { FactReader } from '../../history/facts.ts';
import type { RangeRequest } from '../../etcd/request.ts';
import type { Answer } from '../../etcd/answer.ts';
import type { ClientCall } from '../../sim/clients/client-call.ts';
import type { World } from '../../sim/world/world.ts';
import type { Run } from '../play/run.ts';

/**
 * A step of the record as far as its indexes know it, in the form in which expressions read steps: whatever else they ask for
 * throws `NOT_KNOWN`, and then somebody has to replay. So a condition over a long past is answered mostly without a replay, as
 * it is: there is no second meaning of it.
 */
export class KnownStep {
  readonly #run: Run;
  readonly #facts: FactReader;
  readonly #event: KnownEvent;
  /** The step that is looked at, by its event. */
  #at = 0;
  readonly #nodes = new Map<NodeId, object>();
  readonly #ended = new Map<string, readonly { readonly event: number; readonly call: ClientCall }[]>();
  #begun: readonly Begun[] | undefined;
  /** The past kept on being one: what a store had at a revision, a later one can tell. */
  readonly #storesAgree: boolean;
  readonly step: StepView;

  constructor(run: Run) {
    this.#run = run;
    this.#facts = run.history.facts.reader();
    this.#storesAgree =
      run.live.world.watcher.violations.length === 0 &&
      !run.history.commands.some(
        ({ command: { type } }) => type === 'forceNewCluster' || type === 'loseDisk',
      );
    this.#event = new KnownEvent(run, this.#facts);
    this.step = { event: this.#event.event, world: this.#world() };
  }

  /** What is read from now on is right after this event. */
  goTo(event: number): StepView {
    this.#at = event;
    this.#event.goTo(event);
    return this.step;
  }

  #world(): World {
    const { history, live } = this.#run;
    const { violations } = live.world.watcher;
    const watcher = only({
      violations: () =>
        violations.slice(
          0,
          countWhile(violations.length, (i) => (violations[i]?.event ?? 0) <= this.#at),
        ),
    }) as World['watcher'];
    const machines = only({
      get: () => (node: NodeId) => this.#machine(node),
      has: () => (node: NodeId) => this.#facts.status(node, this.#at) !== undefined,
      keys: () => () => this.#facts.nodes(this.#at),
      size: () => this.#facts.nodes(this.#at).length,
    }) as World['machines'];
    const calls = only({
      get: () => (id: number) => this.#call(id),
      lastOf: () => (client: string) => this.#lastOf(client),
      pending: () => () => this.#pending(),
    }) as World['calls'];
    const clients = only({ get: () => (name: string) => this.#client(name) }) as World['clients'];
    return only({
      now: () => history.events.timeOf(this.#at),
      events: () => this.#at,
      config: () => live.world.config,
      machines: () => machines,
      watcher: () => watcher,
      calls: () => calls,
      clients: () => clients,
    }) as World;
  }

  #machine(node: NodeId): object | undefined {
    if (this.#facts.status(node, this.#at) === undefined) return undefined;
    let machine = this.#nodes.get(node);
    if (machine === undefined) this.#nodes.set(node, (machine = this.#newMachine(node)));
    return machine;
  }

  #newMachine(node: NodeId): object {
    const facts = this.#facts;
    const view = only({
      id: () => node,
      state: () => facts.state(node, this.#at),
      term: () => facts.number(node, 'term', this.#at),
      vote: () => facts.number(node, 'vote', this.#at),
      lead: () => facts.number(node, 'lead', this.#at),
      commit: () => facts.number(node, 'commit', this.#at),
      applied: () => facts.number(node, 'applied', this.#at),
      last: () => facts.number(node, 'last', this.#at),
      stable: () => facts.number(node, 'stable', this.#at),
      snapshotIndex: () => facts.number(node, 'snapshotIndex', this.#at),
      revision: () => facts.number(node, 'revision', this.#at),
    });
    const image = only({
      view: () => () => view,
      read: () => (request: RangeRequest) => this.#read(node, request),
    });
    return only({
      id: () => node,
      status: () => facts.status(node, this.#at),
      state: () => facts.state(node, this.#at),
      image: () => (facts.status(node, this.#at) === 'killed' ? undefined : image),
    });
  }

  /** The newest of a store as of then: a later one has it at that revision, unless it was compacted since. */
  #read(node: NodeId, request: RangeRequest): Answer {
    const revision = Number(this.#facts.number(node, 'revision', this.#at));
    if (!this.#storesAgree || request.revision !== 0 || revision < 1) return unknown();
    const later = this.#run.history.checkpointAfter(this.#at)?.world ?? this.#run.live.world;
    for (const { image } of later.machines.values()) {
      if (image === undefined || image.view().revision < revision) continue;
      const answer = image.read({ ...request, revision });
      if (answer.ok) return answer;
    }
    return unknown();
  }

  #call(id: number): ClientCall | undefined {
    const call = this.#run.live.world.calls.get(id);
    if (call === undefined || call.event > this.#at) return undefined;
    const end = this.#endOf(call);
    return end !== undefined && end <= this.#at
      ? call
      : { ...call, returnedAt: undefined, result: undefined };
  }

  /** Those that had begun and not ended, in the order in which they began. */
  #pending(): readonly ClientCall[] {
    const { calls } = this.#run.live.world;
    this.#begun ??= begunCalls(
      [...calls.ended.slice(0), ...calls.pending()].sort((a, b) => a.id - b.id),
      (call) => this.#endOf(call) ?? Infinity,
    );
    const begun = this.#begun;
    const pending: ClientCall[] = [];
    for (let i = countWhile(begun.length, (k) => (begun[k]?.call.event ?? 0) <= this.#at) - 1; i >= 0; i--) {
      const one = begun[i];
      // All before it had ended by then.
      if (one === undefined || one.lastEnd <= this.#at) break;
      if (one.end > this.#at) pending.push({ ...one.call, returnedAt: undefined, result: undefined });
    }
    return pending.reverse();
  }

  #endOf({ id, returnedAt }: ClientCall): number | undefined {
    return this.#run.timeline.marks.endOfCall(id, Infinity, returnedAt);
  }

  #lastOf(client: string): ClientCall | undefined {
    let ended = this.#ended.get(client);
    if (ended === undefined) {
      const all = this.#run.live.world.calls.ended.slice(0).filter((call) => call.client === client);
      ended = all.map((call) => ({ event: this.#endOf(call) ?? Infinity, call }));
      this.#ended.set(client, ended);
    }
    return ended[countWhile(ended.length, (i) => (ended[i]?.event ?? Infinity) <= this.#at) - 1]?.call;
  }

  /** A program by its name: whether there is one, not what it has come to. */
  #client(name: string): object | undefined {
    const run = this.#run.live.world.clients.get(name);
    if (run === undefined) return undefined;
    const now = this.#run.history.events.timeOf(this.#at);
    if (run.life > 0 || run.startedAt === now) return unknown();
    return run.startedAt < now ? only({ name: () => name }) : undefined;
  }
}

/** A call, the event in which it ended, and the last in which one up to it did. */
interface Begun {
  readonly call: ClientCall;
  readonly end: number;
  readonly lastEnd: number;
}

/** `calls` in the order in which they began. */
function begunCalls(calls: readonly ClientCall[], endOf: (call: ClientCall) => number): readonly Begun[] {
  let lastEnd = 0;
  return calls.map((call) => {
    const end = endOf(call);
    lastEnd = Math.max(lastEnd, end);
    return { call, end, lastEnd };
  });
}
