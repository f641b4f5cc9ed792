import type { NodeId } from '../../base/flavor.ts';
import type { MemberBoot, NodeInput, NodeOutput } from '../../node/io.ts';
import type { Member } from '../../node/member.ts';
import { InProcessHost, type MemberFactory } from '../../sim/in-process-host.ts';
import type { FailedMember, Fallen, NodeBatch, NodeBatchResult, NodeHost } from '../../sim/node-host.ts';
import { Batch, findDivergence } from './batch.ts';
import type { WorkerLike } from './member-worker.ts';
import { WorkerPool } from './worker-pool.ts';

/** So many inputs, of all members together, may be unconfirmed, */
const AHEAD_MAX = 1000;
/** and of large bytes in them so many. */
const AHEAD_BYTES_MAX = 32 * 1024 * 1024;

/**
 * Members in Web Workers, one each. Every member has a shadow in this thread, which does each input at once, so that
 * nobody waits for a worker at every step; the workers do the same inputs, many in one message, and confirm them by a
 * digest of what they put out. A worker that does not answer as its shadow does, or dies, is a crashed member with that
 * reason; the others go on. The shadows are what is cloned into checkpoints and restored from.
 */
export class WorkerHost implements NodeHost {
  readonly #workers: WorkerPool;
  readonly #shadows: InProcessHost;
  /** What is not confirmed, by member. */
  readonly #batches = new Map<NodeId, Batch>();
  #ahead = 0;
  #aheadBytes = 0;

  /** `spawn` makes a worker that runs node-worker.ts; `factory` makes the shadows. */
  constructor(spawn: (node: NodeId) => WorkerLike, factory: MemberFactory) {
    this.#workers = new WorkerPool(spawn);
    this.#shadows = new InProcessHost(factory);
  }

  inWorker(node: NodeId): boolean {
    return this.#workers.isAlive(node);
  }

  member(node: NodeId): Member | undefined {
    return this.#shadows.member(node);
  }

  /** Lets the workers of these nodes load side by side, ahead of their start. */
  prepare(nodes: Iterable<NodeId>): void {
    this.#workers.prepare(nodes);
  }

  async start(boot: MemberBoot): Promise<NodeBatchResult> {
    const node = boot.config.id;
    const worker = this.#workers.employ(node);
    const asked = worker.ask({ type: 'start', node, boot, want: 'digest' });
    const shadow = this.#shadows.start(boot);
    const divergence = await findDivergence(worker, await asked, shadow);
    const crashed = divergence ?? shadow.crashed;
    if (crashed !== undefined) this.#dismiss(node, crashed);
    return divergence === undefined ? shadow : { node, outputs: [], crashed: divergence };
  }

  kill(node: NodeId): void {
    this.#dismiss(node, 'it was killed');
  }

  async run(batches: readonly NodeBatch[]): Promise<readonly NodeBatchResult[]> {
    const results = batches.map((batch) => this.#runAhead(batch));
    const failed = new Map((await this.confirm()).map(({ node, crashed }) => [node, crashed]));
    return results.map((result) => {
      const crashed = failed.get(result.node);
      return crashed === undefined ? result : { node: result.node, outputs: [], crashed };
    });
  }

  get isFarAhead(): boolean {
    return this.#ahead >= AHEAD_MAX || this.#aheadBytes >= AHEAD_BYTES_MAX;
  }

  step(node: NodeId, input: NodeInput): NodeOutput | Fallen {
    this.#workers.dismissSpares();
    const worker = this.#workers.of(node);
    const { death } = worker;
    const output = death === undefined ? this.#shadows.step(node, input) : { crashed: death };
    if ('crashed' in output) {
      this.#dismiss(node, output.crashed);
      return output;
    }
    let batch = this.#batches.get(node);
    if (batch === undefined) this.#batches.set(node, (batch = new Batch(node, worker)));
    this.#ahead++;
    this.#aheadBytes += batch.add(input, output);
    return output;
  }

  async confirm(): Promise<readonly FailedMember[]> {
    const open = [...this.#batches.values()].map((batch) => ({ batch, findDivergence: batch.close() }));
    this.#batches.clear();
    this.#ahead = 0;
    this.#aheadBytes = 0;
    const failed: FailedMember[] = [];
    for (const { batch, findDivergence: find } of open) {
      const crashed = await find();
      const isOfThisLife = this.#workers.find(batch.node) === batch.worker;
      if (crashed !== undefined && isOfThisLife) failed.push({ node: batch.node, crashed });
    }
    for (const dead of this.#workers.dead()) {
      if (!failed.some(({ node }) => node === dead.node)) failed.push(dead);
    }
    for (const { node, crashed } of failed) this.#dismiss(node, crashed);
    return failed;
  }

  async restore(members: readonly Member[]): Promise<void> {
    for (const node of this.#batches.keys()) this.#batches.delete(node);
    const restored = this.#workers.restore(members);
    this.#shadows.restore(members);
    await restored;
  }

  /** Ends all workers. */
  dispose(): void {
    this.#workers.dispose();
    this.#shadows.restore([]);
    this.#batches.clear();
  }

  #runAhead({ node, inputs }: NodeBatch): NodeBatchResult {
    const outputs: NodeOutput[] = [];
    for (const input of inputs) {
      const output = this.step(node, input);
      if ('crashed' in output) return { node, outputs, crashed: output.crashed };
      outputs.push(output);
    }
    return { node, outputs };
  }

  #dismiss(node: NodeId, reason: string): void {
    this.#shadows.kill(node);
    this.#batches.delete(node);
    this.#workers.dismiss(node, reason);
  }
}
