import { assert, present } from '../../base/assert.ts';
import type { NodeId } from '../../base/flavor.ts';
import type { Member } from '../../node/member.ts';
import type { FailedMember } from '../../sim/node-host.ts';
import { MemberWorker, type WorkerLike } from './member-worker.ts';

const BEAT_MS = 1000;
/** How many beats a worker may take for one question. */
const BEATS_MAX = 10;

/** One worker a running member: who has one, who gets one, and when it ends. */
export class WorkerPool {
  readonly #spawn: (node: NodeId) => WorkerLike;
  readonly #workers = new Map<NodeId, MemberWorker>();
  /** Workers that load their script while others start. Only between the end of one run and the first round of the next. */
  readonly #spares = new Map<NodeId, MemberWorker>();
  #clock: ReturnType<typeof setInterval> | undefined;

  /** `spawn` makes a worker that runs node-worker.ts. */
  constructor(spawn: (node: NodeId) => WorkerLike) {
    this.#spawn = spawn;
  }

  find(node: NodeId): MemberWorker | undefined {
    return this.#workers.get(node);
  }

  of(node: NodeId): MemberWorker {
    return present(this.#workers.get(node), `node ${node} has a worker`);
  }

  isAlive(node: NodeId): boolean {
    const worker = this.#workers.get(node);
    return worker !== undefined && worker.death === undefined;
  }

  /** Those whose worker has ended, and why: it may have while nothing was asked of it. */
  dead(): FailedMember[] {
    return [...this.#workers].flatMap(([node, { death }]) =>
      death === undefined ? [] : [{ node, crashed: death }],
    );
  }

  /** Lets the workers of these nodes load side by side, ahead of their start. */
  prepare(nodes: Iterable<NodeId>): void {
    for (const node of nodes) {
      if (!this.#spares.has(node)) this.#spares.set(node, new MemberWorker(node, this.#spawn(node)));
    }
  }

  /** A worker for a node that has none. */
  employ(node: NodeId): MemberWorker {
    assert(!this.#workers.has(node), `node ${node} is not running yet`);
    const spare = this.#spares.get(node);
    this.#spares.delete(node);
    const worker = spare ?? new MemberWorker(node, this.#spawn(node));
    this.#workers.set(node, worker);
    this.#clock ??= setInterval(() => {
      for (const each of this.#workers.values()) each.beat(BEATS_MAX);
    }, BEAT_MS);
    return worker;
  }

  dismiss(node: NodeId, reason: string): void {
    this.#workers.get(node)?.die(reason);
    this.#workers.delete(node);
    if (this.#workers.size > 0) return;
    clearInterval(this.#clock);
    this.#clock = undefined;
  }

  dismissSpares(): void {
    for (const spare of this.#spares.values()) spare.die('it was not needed');
    this.#spares.clear();
  }

  /** From now on these members are in workers and no others, each in the one that the node has if there is one. */
  async restore(members: readonly Member[]): Promise<void> {
    const wanted = new Map(members.map((member) => [member.view().id, member]));
    // Nobody comes back: another run begins, most likely with as many nodes.
    if (members.length === 0) this.prepare(this.#workers.keys());
    for (const node of this.#workers.keys()) {
      if (!wanted.has(node)) this.dismiss(node, 'it is not in the checkpoint');
    }
    await Promise.all([...wanted].map(([node, member]) => this.#restoreOne(node, member)));
  }

  /** A worker that cannot take the state is dead from then on: whoever asks it next hears why. */
  async #restoreOne(node: NodeId, member: Member): Promise<void> {
    if (!this.isAlive(node)) this.dismiss(node, 'it was dead already');
    const worker = this.#workers.get(node) ?? this.employ(node);
    const { crashed } = await worker.ask({ type: 'restore', node, state: member.save() });
    if (crashed !== undefined) worker.die(crashed);
  }

  /** Ends all workers. */
  dispose(): void {
    for (const node of this.#workers.keys()) this.dismiss(node, 'the host has ended');
    this.dismissSpares();
  }
}
