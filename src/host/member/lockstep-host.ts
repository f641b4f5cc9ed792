import type { NodeId } from '../../base/flavor.ts';
import type { MemberBoot } from '../../node/io.ts';
import type { Member } from '../../node/member.ts';
import type { NodeBatch, NodeBatchResult, NodeHost } from '../../sim/node-host.ts';
import type { MemberWorker, WorkerLike } from './member-worker.ts';
import type { NodeAnswer } from './node-port.ts';
import type { StoredMemberFactory } from './node-shell.ts';
import { WorkerPool } from './worker-pool.ts';

/**
 * Members in Web Workers and nowhere else: the world acts on the records that they send, and waits for them at every step.
 * Nobody else does the same inputs, so that what a worker says is believed, and a run can differ from one in process: that
 * it does not is what test/host/same-run.test.ts shows. The page runs on WorkerHost, which is quicker (README.md).
 */
export class LockstepHost implements NodeHost {
  readonly #workers: WorkerPool;
  readonly #factory: StoredMemberFactory;

  /** `spawn` makes a worker that runs node-worker.ts; `factory` makes members again that workers have saved. */
  constructor(spawn: (node: NodeId) => WorkerLike, factory: StoredMemberFactory) {
    this.#workers = new WorkerPool(spawn);
    this.#factory = factory;
  }

  inWorker(node: NodeId): boolean {
    return this.#workers.isAlive(node);
  }

  /** Members are in their workers, out of sight. */
  member(): undefined {
    return undefined;
  }

  async start(boot: MemberBoot): Promise<NodeBatchResult> {
    const node = boot.config.id;
    const worker = this.#workers.employ(node);
    return this.#resultOf(worker, await worker.ask({ type: 'start', node, boot, want: 'records' }));
  }

  kill(node: NodeId): void {
    this.#workers.dismiss(node, 'it was killed');
  }

  async run(batches: readonly NodeBatch[]): Promise<readonly NodeBatchResult[]> {
    this.#workers.dismissSpares();
    return Promise.all(
      batches.map(async ({ node, inputs }) => {
        const worker = this.#workers.of(node);
        const answer = await worker.ask({ type: 'run', node, inputs, want: 'records' });
        const count = answer.outputs?.length ?? 0;
        if (answer.crashed === undefined && count !== inputs.length)
          worker.die(`its worker answered ${inputs.length} inputs with ${count} records`);
        return this.#resultOf(worker, answer);
      }),
    );
  }

  restore(members: readonly Member[]): Promise<void> {
    return this.#workers.restore(members);
  }

  /** Members as these nodes' workers have them now. */
  async saved(nodes: readonly NodeId[]): Promise<Member[]> {
    const answers = await Promise.all(
      nodes.map((node) => this.#workers.of(node).ask({ type: 'save', node })),
    );
    return answers.map(({ state }) => this.#factory.load(state));
  }

  /** Ends all workers. */
  dispose(): void {
    this.#workers.dispose();
  }

  #resultOf({ death }: MemberWorker, { node, outputs = [], crashed = death }: NodeAnswer): NodeBatchResult {
    if (crashed === undefined) return { node, outputs };
    this.#workers.dismiss(node, crashed);
    return { node, outputs, crashed };
  }
}
