import type { NodeId } from '../../src/base/flavor.ts';
import type { Member } from '../../src/node/member.ts';
import type { MemberBoot } from '../../src/node/io.ts';
import { InProcessHost, type MemberFactory } from '../../src/sim/in-process-host.ts';
import type { NodeBatch, NodeBatchResult, NodeHost } from '../../src/sim/node-host.ts';

/** Members in this thread that can only be asked by whole batches. */
export class BatchHost implements NodeHost {
  readonly #inner: InProcessHost;

  constructor(factory: MemberFactory) {
    this.#inner = new InProcessHost(factory);
  }

  start(boot: MemberBoot): NodeBatchResult {
    return this.#inner.start(boot);
  }

  kill(node: NodeId): void {
    this.#inner.kill(node);
  }

  run(batches: readonly NodeBatch[]): readonly NodeBatchResult[] {
    return this.#inner.run(batches);
  }

  member(node: NodeId): Member | undefined {
    return this.#inner.member(node);
  }

  restore(members: readonly Member[]): void {
    this.#inner.restore(members);
  }
}
