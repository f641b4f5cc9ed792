import { assert, present } from '../base/assert.ts';
import type { NodeId } from '../base/flavor.ts';
import type { MemberBoot } from '../node/io.ts';
import type { Member } from '../node/member.ts';
import { InProcessHost, type MemberFactory } from '../sim/in-process-host.ts';
import type { NodeBatch, NodeBatchResult, NodeHost } from '../sim/node-host.ts';
import { firstDifference } from './first-difference.ts';
import { MemberWorker, type WorkerLike } from './member-worker.ts';
import type { NodeRequest } from './node-port.ts';

const BEAT_MS = 1000;
/** How many beats a worker may take for one round. */
const BEATS_MAX = 10;

/**
 * Members in Web Workers, one each. In a round every worker gets one message with all its inputs; while they think,
 * their twins do the same inputs in this thread. A worker that does not answer as its twin does, or dies, is a
 * crashed member with that reason; the others go on. The twins are what is looked at, cloned into checkpoints and
 * restored from.
 */
export class WorkerHost implements NodeHost {
  readonly #spawn: (node: NodeId) => WorkerLike;
  readonly #twins: InProcessHost;
  readonly #workers = new Map<NodeId, MemberWorker>();
  /** Workers that load their script while others start. Only between the end of one run and the first round of the next. */
  readonly #spares = new Map<NodeId, MemberWorker>();
  #round = 0;
  #clock: ReturnType<typeof setInterval> | undefined;

  /** `spawn` makes a worker that runs node-worker.ts; `factory` makes the twins. */
  constructor(spawn: (node: NodeId) => WorkerLike, factory: MemberFactory) {
    this.#spawn = spawn;
    this.#twins = new InProcessHost(factory);
  }

  inWorker(node: NodeId): boolean {
    return this.#workers.get(node)?.death === undefined && this.#workers.has(node);
  }

  member(node: NodeId): Member | undefined {
    return this.#twins.member(node);
  }

  /** Lets the workers of these nodes load side by side, ahead of their start. */
  prepare(nodes: Iterable<NodeId>): void {
    for (const node of nodes) {
      if (!this.#spares.has(node)) this.#spares.set(node, new MemberWorker(node, this.#spawn(node)));
    }
  }

  async start(boot: MemberBoot): Promise<NodeBatchResult> {
    const node = boot.config.id;
    assert(!this.#workers.has(node), `node ${node} is not running yet`);
    const asked = this.#employ(node).ask({ type: 'start', round: ++this.#round, boot });
    return this.#judge(await asked, this.#twins.start(boot));
  }

  kill(node: NodeId): void {
    this.#dismiss(node, 'it was killed');
  }

  async run(batches: readonly NodeBatch[]): Promise<readonly NodeBatchResult[]> {
    this.#dismissSpares();
    const round = ++this.#round;
    const asked = batches.map((batch) => this.#ask({ type: 'run', round, ...batch }));
    const expected = this.#twins.run(batches);
    const answers = await Promise.all(asked);
    return answers.map((answer, i) => this.#judge(answer, present(expected[i], 'one result a batch')));
  }

  async restore(members: readonly Member[]): Promise<void> {
    const round = ++this.#round;
    const wanted = new Map(members.map((member) => [member.view().id, member]));
    // Nobody comes back: another run begins, most likely with as many nodes.
    if (members.length === 0) this.prepare(this.#workers.keys());
    for (const node of this.#workers.keys()) {
      if (!wanted.has(node)) this.#dismiss(node, 'it is not in the checkpoint');
    }
    const asked = [...wanted].map(([node, member]) => this.#restoreOne(node, member, round));
    this.#twins.restore(members);
    await Promise.all(asked);
  }

  /** Ends all workers. */
  dispose(): void {
    for (const node of this.#workers.keys()) this.#dismiss(node, 'the host has ended');
    this.#dismissSpares();
  }

  #ask(request: Extract<NodeRequest, { type: 'run' }>): Promise<NodeBatchResult> {
    return present(this.#workers.get(request.node), `node ${request.node} has a worker`).ask(request);
  }

  /** A worker that cannot take the state is dead from then on: its next round says so. */
  async #restoreOne(node: NodeId, member: Member, round: number): Promise<void> {
    if (!this.inWorker(node)) this.#dismiss(node, 'it was dead already');
    const worker = this.#workers.get(node) ?? this.#employ(node);
    const { crashed } = await worker.ask({ type: 'restore', round, node, state: member.save() });
    if (crashed !== undefined) worker.die(crashed);
  }

  /** Holds a worker's answer against its twin's; whoever crashed or differs is dismissed. */
  #judge(answer: NodeBatchResult, expected: NodeBatchResult): NodeBatchResult {
    const { node } = answer;
    const crashed = this.#workers.get(node)?.death ?? divergence(answer, expected) ?? expected.crashed;
    if (crashed === undefined) {
      // Equal, so either will do: the twin's, because its entries are shared with the history's checkpoints.
      return expected;
    }
    this.#dismiss(node, crashed);
    return { node, outputs: crashed === expected.crashed ? expected.outputs : [], crashed };
  }

  #employ(node: NodeId): MemberWorker {
    const spare = this.#spares.get(node);
    this.#spares.delete(node);
    const worker = spare ?? new MemberWorker(node, this.#spawn(node));
    this.#workers.set(node, worker);
    this.#clock ??= setInterval(() => {
      for (const each of this.#workers.values()) each.beat(BEATS_MAX);
    }, BEAT_MS);
    return worker;
  }

  #dismissSpares(): void {
    for (const spare of this.#spares.values()) spare.die('it was not needed');
    this.#spares.clear();
  }

  #dismiss(node: NodeId, reason: string): void {
    this.#twins.kill(node);
    this.#workers.get(node)?.die(reason);
    this.#workers.delete(node);
    if (this.#workers.size > 0) return;
    clearInterval(this.#clock);
    this.#clock = undefined;
  }
}

/** Why these two cannot be the same member; undefined when they did and said the same. */
function divergence(worker: NodeBatchResult, twin: NodeBatchResult): string | undefined {
  if (worker.crashed !== twin.crashed) {
    return `diverged: the worker ${end(worker)}, its twin ${end(twin)}`;
  }
  const path = firstDifference(worker.outputs, twin.outputs);
  return path === undefined ? undefined : `diverged from its twin at outputs${path}`;
}

function end({ crashed }: NodeBatchResult): string {
  return crashed === undefined ? 'went on' : `crashed (${crashed})`;
}
