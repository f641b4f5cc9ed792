import { drawInt, makeDice, type Dice } from '../../src/base/random.ts';
import type { NodeId } from '../../src/base/flavor.ts';
import type { Member } from '../../src/node/member.ts';
import type { MemberBoot } from '../../src/node/io.ts';
import { InProcessHost, type MemberFactory } from '../../src/sim/in-process-host.ts';
import type { NodeBatch, NodeBatchResult, NodeHost } from '../../src/sim/node-host.ts';

/** A host as workers are: every member answers later, in an order of its own, and results come as they are done. */
export class ShuffledHost implements NodeHost {
  readonly #inner: InProcessHost;
  readonly #dice: Dice;

  constructor(factory: MemberFactory, seed: number) {
    this.#inner = new InProcessHost(factory);
    this.#dice = makeDice(seed, 'shuffled host');
  }

  async start(boot: MemberBoot): Promise<NodeBatchResult> {
    await this.#turns();
    return this.#inner.start(boot);
  }

  kill(node: NodeId): void {
    this.#inner.kill(node);
  }

  async run(batches: readonly NodeBatch[]): Promise<readonly NodeBatchResult[]> {
    const done: NodeBatchResult[] = [];
    await Promise.all(
      batches.map(async (batch) => {
        await this.#turns();
        done.push(...this.#inner.run([batch]));
      }),
    );
    return done;
  }

  member(node: NodeId): Member | undefined {
    return this.#inner.member(node);
  }

  async restore(members: readonly Member[]): Promise<void> {
    await this.#turns();
    this.#inner.restore(members);
  }

  async #turns(): Promise<void> {
    for (let turns = drawInt(this.#dice, 0, 4); turns > 0; turns--) await Promise.resolve();
  }
}
