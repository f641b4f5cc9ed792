import { assert, present } from '../../base/assert.ts';
import type { NodeId } from '../../base/flavor.ts';
import { largeBytes } from '../../base/large-bytes.ts';
import type { MemberBoot, NodeInput, NodeOutput } from '../../node/io.ts';
import type { Member } from '../../node/member.ts';
import { InProcessHost, type MemberFactory } from '../../sim/in-process-host.ts';
import type { FailedMember, NodeBatch, NodeBatchResult, NodeHost } from '../../sim/node-host.ts';
import { firstDifference } from './first-difference.ts';
import { MemberWorker, type WorkerLike } from './member-worker.ts';
import type { DigestedResult, NodeRequest } from './node-port.ts';

const BEAT_MS = 1000;
/** How many beats a worker may take for one round. */
const BEATS_MAX = 10;

/** A worker gets as many inputs in one message when its twin runs ahead. */
const PARCEL_INPUTS = 64;
/** Or fewer, when they bring this much in large values: no message takes a worker long. */
const PARCEL_BYTES = 4 * 1024 * 1024;
/** So many inputs, of all members together, may be unconfirmed, */
const AHEAD_MAX = 1000;
/** and of large bytes in them so many. */
const AHEAD_BYTES_MAX = 32 * 1024 * 1024;

/**
 * Members in Web Workers, one each. Every worker gets the inputs of its member, many in one message; its twin does the
 * same inputs in this thread, and may be ahead by some: nobody waits for a worker at every step. A worker that does not
 * answer as its twin does, or dies, is a crashed member with that reason; the others go on. The twins are what is looked
 * at, cloned into checkpoints and restored from.
 */
export class WorkerHost implements NodeHost {
  readonly #spawn: (node: NodeId) => WorkerLike;
  readonly #twins: InProcessHost;
  readonly #workers = new Map<NodeId, MemberWorker>();
  /** Workers that load their script while others start. Only between the end of one run and the first round of the next. */
  readonly #spares = new Map<NodeId, MemberWorker>();
  /** What twins have done and workers have not been told of yet. */
  readonly #parcels = new Map<NodeId, Parcel>();
  /** Workers' judgements on what they have been told, in the order of the telling. */
  #judgements: Promise<Judgement | undefined>[] = [];
  #ahead = 0;
  #aheadBytes = 0;
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

  get isFarAhead(): boolean {
    return this.#ahead >= AHEAD_MAX || this.#aheadBytes >= AHEAD_BYTES_MAX;
  }

  runAhead(batches: readonly NodeBatch[]): readonly NodeBatchResult[] {
    this.#dismissSpares();
    return batches.map((batch) => this.#runOneAhead(batch));
  }

  async confirm(): Promise<readonly FailedMember[]> {
    for (const node of this.#parcels.keys()) this.#sendParcel(node);
    const judgements = this.#judgements;
    this.#judgements = [];
    this.#ahead = 0;
    this.#aheadBytes = 0;
    const failed: FailedMember[] = [];
    for (const judgement of judgements) {
      const found = await judgement;
      if (found === undefined) continue;
      const { node, crashed, worker } = found;
      if (this.#workers.get(node) !== worker) continue; // it was dismissed meanwhile, with a reason
      this.#dismiss(node, crashed);
      failed.push({ node, crashed });
    }
    // One may have ended while nothing was asked of it.
    for (const [node, { death }] of this.#workers) {
      if (death === undefined) continue;
      this.#dismiss(node, death);
      failed.push({ node, crashed: death });
    }
    return failed;
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

  #ask(request: Extract<NodeRequest, { type: 'run' }>): Promise<DigestedResult> {
    return present(this.#workers.get(request.node), `node ${request.node} has a worker`).ask(request);
  }

  #runOneAhead(batch: NodeBatch): NodeBatchResult {
    const { node, inputs } = batch;
    const worker = present(this.#workers.get(node), `node ${node} has a worker`);
    const result = present(this.#twins.run([batch])[0], 'one result a batch');
    const crashed = worker.death ?? result.crashed;
    if (crashed !== undefined) {
      this.#dismiss(node, crashed);
      return { node, outputs: crashed === result.crashed ? result.outputs : [], crashed };
    }
    const parcel = this.#parcels.get(node) ?? { inputs: [], outputs: [], bytes: 0 };
    this.#parcels.set(node, parcel);
    parcel.inputs.push(...inputs);
    parcel.outputs.push(...result.outputs);
    const bytes = inputs.reduce((sum, input) => sum + bytesOf(input), 0);
    parcel.bytes += bytes;
    this.#ahead += inputs.length;
    this.#aheadBytes += bytes;
    if (parcel.inputs.length >= PARCEL_INPUTS || parcel.bytes >= PARCEL_BYTES) this.#sendParcel(node);
    return result;
  }

  #sendParcel(node: NodeId): void {
    const { inputs, outputs, bytes } = present(this.#parcels.get(node), 'there is something to tell');
    this.#parcels.delete(node);
    const worker = present(this.#workers.get(node), `node ${node} has a worker`);
    const asked = worker.ask({ type: 'run', round: ++this.#round, node, inputs }, bytes);
    this.#judgements.push(
      asked.then((answer) => {
        const crashed = worker.death ?? divergence(answer, { node, outputs });
        return crashed === undefined ? undefined : { node, crashed, worker };
      }),
    );
  }

  /** A worker that cannot take the state is dead from then on: its next round says so. */
  async #restoreOne(node: NodeId, member: Member, round: number): Promise<void> {
    if (!this.inWorker(node)) this.#dismiss(node, 'it was dead already');
    const worker = this.#workers.get(node) ?? this.#employ(node);
    const { crashed } = await worker.ask({ type: 'restore', round, node, state: member.save() });
    if (crashed !== undefined) worker.die(crashed);
  }

  /** Holds a worker's answer against its twin's; whoever crashed or differs is dismissed. */
  #judge(answer: DigestedResult, expected: NodeBatchResult): NodeBatchResult {
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
    this.#parcels.delete(node);
    this.#workers.get(node)?.die(reason);
    this.#workers.delete(node);
    if (this.#workers.size > 0) return;
    clearInterval(this.#clock);
    this.#clock = undefined;
  }
}

/** Inputs of one member, and what its twin has made of them. */
interface Parcel {
  readonly inputs: NodeInput[];
  readonly outputs: NodeOutput[];
  /** In large pieces of the inputs. */
  bytes: number;
}

/** In large pieces of an input: few have any. */
function bytesOf(input: NodeInput): number {
  const { type } = input;
  return type === 'tick' || type === 'writeDone' || type === 'applyDone' ? 0 : largeBytes(input);
}

interface Judgement extends FailedMember {
  readonly worker: MemberWorker;
}

/** Why these two cannot be the same member; undefined when they did and said the same. */
function divergence(worker: DigestedResult, twin: NodeBatchResult): string | undefined {
  if (worker.crashed !== twin.crashed) {
    return `diverged: the worker ${end(worker)}, its twin ${end(twin)}`;
  }
  const path = firstDifference(worker.outputs, twin.outputs);
  return path === undefined ? undefined : `diverged from its twin at outputs${path}`;
}

function end({ crashed }: DigestedResult): string {
  return crashed === undefined ? 'went on' : `crashed (${crashed})`;
}
