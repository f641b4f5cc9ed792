import { unreachable } from '../../base/assert.ts';
import type { NodeId } from '../../base/flavor.ts';
import type { NodeOutput } from '../../node/io.ts';
import type { Member } from '../../node/member.ts';
import { InProcessHost, type MemberFactory } from '../../sim/in-process-host.ts';
import type { NodeBatchResult } from '../../sim/node-host.ts';
import type { NodeAnswer, NodeReply, NodeRequest, Wanted } from './node-port.ts';
import { RecordsDigest } from './records-digest.ts';

/** Makes members, new ones and ones from saved state: the class Member itself, or a stand-in of the same form. */
export interface StoredMemberFactory extends MemberFactory {
  load(state: unknown): Member;
}

/** What the inputs of a batch have led to so far. */
interface Batch {
  readonly outputs: NodeOutput[];
  readonly digest: RecordsDigest;
  crashed: string | undefined;
}

/** What stands round one member in its worker: requests in, replies out. A host of one. */
export class NodeShell {
  readonly #factory: StoredMemberFactory;
  readonly #host: InProcessHost;
  /** The batch that goes on, or else the last one: its records may be asked for until the next begins. */
  #batch = newBatch();
  #isAnswered = true;

  constructor(factory: StoredMemberFactory) {
    this.#factory = factory;
    this.#host = new InProcessHost(factory);
  }

  /** Undefined for what is not to be answered. */
  handle(request: NodeRequest): NodeReply | undefined {
    const answer = this.#carryOut(request);
    return answer && { round: request.round, answer };
  }

  #carryOut(request: NodeRequest): NodeAnswer | undefined {
    const { node } = request;
    switch (request.type) {
      case 'start':
        this.#begin();
        this.#take(this.#host.start(request.boot), request.want);
        return this.#answer(node, request.want);
      case 'begin':
        this.#run(request, 'digest');
        return undefined;
      case 'run':
        this.#run(request, request.want);
        return this.#answer(node, request.want);
      case 'records':
        return this.#answer(node, 'records');
      case 'restore':
        return this.#restore(node, request.state);
      case 'save':
        return { node, count: 0, digest: 0, state: this.#host.member(node)?.save() };
      default:
        return unreachable(request);
    }
  }

  /** One after the other: what an input has led to is summed up while it is at hand. */
  #run({ node, inputs }: Extract<NodeRequest, { type: 'begin' | 'run' }>, want: Wanted): void {
    this.#begin();
    for (const input of inputs) {
      for (const result of this.#host.run([{ node, inputs: [input] }])) this.#take(result, want);
    }
  }

  #begin(): void {
    if (this.#isAnswered) this.#batch = newBatch();
    this.#isAnswered = false;
  }

  /** Adds to the batch. A member that has crashed in a batch is not run on in it: its first reason counts. */
  #take(result: NodeBatchResult, want: Wanted): void {
    const batch = this.#batch;
    if (batch.crashed !== undefined) return;
    batch.outputs.push(...result.outputs);
    batch.crashed = result.crashed;
    if (want === 'digest') batch.digest.add(result.outputs);
  }

  #answer(node: NodeId, want: Wanted): NodeAnswer {
    this.#isAnswered = true;
    const { outputs, digest, crashed } = this.#batch;
    return {
      node,
      count: outputs.length,
      digest: want === 'digest' ? digest.value() : 0,
      ...(want === 'records' ? { outputs } : {}),
      ...(crashed === undefined ? {} : { crashed }),
    };
  }

  #restore(node: number, state: unknown): NodeAnswer {
    const nothing = { node, count: 0, digest: 0 };
    try {
      this.#host.restore([this.#factory.load(state)]);
      return nothing;
    } catch (error) {
      return { ...nothing, crashed: `the saved state could not be loaded: ${String(error)}` };
    }
  }
}

function newBatch(): Batch {
  return { outputs: [], digest: new RecordsDigest(), crashed: undefined };
}
