import { assert, present } from '../base/assert.ts';
import type { NodeId } from '../base/flavor.ts';
import type { MemberBoot } from '../node/io.ts';
import type { Member } from '../node/member.ts';
import type { NodeBatch, NodeBatchResult, NodeHost } from '../sim/node-host.ts';
import { firstDifference } from './first-difference.ts';
import { MemberWorker, type WorkerLike } from './member-worker.ts';
import type { NodeReply, NodeRequest } from './node-port.ts';
import { NodeShell } from './node-shell.ts';

const BEAT_MS = 1000;
/** How many beats a worker may take for one round. */
const BEATS_MAX = 10;

/** One running member: its worker, and its twin in this process, which is told the same. */
interface Seat {
  readonly worker: MemberWorker;
  readonly twin: NodeShell;
}

/**
 * Members in Web Workers, one each. In a round every worker gets one message with all its inputs; while they think,
 * the twins do the same inputs here. A worker that does not answer as its twin does, or dies, is a crashed member with
 * that reason; the others go on. The twins are what is looked at, cloned into checkpoints and restored from.
 */
export class WorkerHost implements NodeHost {
  readonly #spawn: () => WorkerLike;
  readonly #seats = new Map<NodeId, Seat>();
  #round = 0;
  #clock: ReturnType<typeof setInterval> | undefined;

  constructor(spawn: () => WorkerLike) {
    this.#spawn = spawn;
  }

  /** Live workers now. */
  get workerCount(): number {
    return this.#seats.size;
  }

  inWorker(node: NodeId): boolean {
    return this.#seats.has(node);
  }

  member(node: NodeId): Member | undefined {
    return this.#seats.get(node)?.twin.member;
  }

  async start(boot: MemberBoot): Promise<NodeBatchResult> {
    const node = boot.config.id;
    assert(!this.#seats.has(node), `node ${node} is not running yet`);
    this.#sit(node);
    return this.#tell(node, { type: 'start', round: ++this.#round, boot });
  }

  kill(node: NodeId): void {
    this.#unseat(node, 'it was killed');
  }

  async run(batches: readonly NodeBatch[]): Promise<readonly NodeBatchResult[]> {
    const round = ++this.#round;
    return Promise.all(
      batches.map((batch) => this.#tell(batch.node, { type: 'run', round, inputs: batch.inputs })),
    );
  }

  async restore(members: readonly Member[]): Promise<void> {
    const wanted = new Map(members.map((member) => [member.view().id, member]));
    for (const node of this.#seats.keys()) {
      if (!wanted.has(node)) this.#unseat(node, 'it is not in the checkpoint');
    }
    const round = ++this.#round;
    await Promise.all([...wanted].map(([node, member]) => this.#restoreOne(node, member, round)));
  }

  /** Ends all workers. */
  dispose(): void {
    for (const node of this.#seats.keys()) this.#unseat(node, 'the host has ended');
  }

  /** A worker that cannot take the state is dead from then on: its next round says so. */
  async #restoreOne(node: NodeId, member: Member, round: number): Promise<void> {
    if (!this.#seats.has(node)) this.#sit(node);
    const { worker, twin } = present(this.#seats.get(node), 'just seated');
    const asked = worker.ask({ type: 'restore', round, state: member.save() });
    twin.member = member.clone();
    const { crashed } = await asked;
    if (crashed !== undefined) worker.die(crashed);
  }

  /** Asks the worker, does the same with the twin meanwhile, and holds the answers against each other. */
  async #tell(node: NodeId, request: NodeRequest): Promise<NodeBatchResult> {
    const seat = present(this.#seats.get(node), `node ${node} is running`);
    const asked = seat.worker.ask(request);
    const expected = seat.twin.handle(request);
    return this.#judge(node, seat, await asked, expected);
  }

  #judge(node: NodeId, seat: Seat, reply: NodeReply, expected: NodeReply): NodeBatchResult {
    if (seat.worker.death !== undefined) return this.#crash(node, reply.outputs, seat.worker.death);
    if (reply.crashed !== expected.crashed) {
      const [worker, twin] = [reply, expected].map(({ crashed }) => crashed ?? 'fine');
      return this.#crash(node, [], `diverged: worker ${worker}, twin ${twin}`);
    }
    const difference = firstDifference(reply.outputs, expected.outputs);
    if (difference !== undefined) return this.#crash(node, [], `diverged at outputs${difference}`);
    // Equal, so either will do: the twin's, because its entries are shared with the history's checkpoints.
    if (expected.crashed !== undefined) return this.#crash(node, expected.outputs, expected.crashed);
    return { node, outputs: expected.outputs };
  }

  #crash(node: NodeId, outputs: NodeBatchResult['outputs'], reason: string): NodeBatchResult {
    this.#unseat(node, reason);
    return { node, outputs, crashed: reason };
  }

  #sit(node: NodeId): void {
    this.#seats.set(node, { worker: new MemberWorker(this.#spawn()), twin: new NodeShell() });
    this.#clock ??= setInterval(() => {
      for (const seat of this.#seats.values()) seat.worker.beat(BEATS_MAX);
    }, BEAT_MS);
  }

  #unseat(node: NodeId, reason: string): void {
    this.#seats.get(node)?.worker.die(reason);
    this.#seats.delete(node);
    if (this.#seats.size > 0) return;
    clearInterval(this.#clock);
    this.#clock = undefined;
  }
}
