import type { NodeId } from '../base/flavor.ts';
import type { MemberBoot, NodeInput, NodeOutput } from '../node/io.ts';
import type { Member } from '../node/member.ts';
import type { StateTracer } from '../raft/state-trace.ts';
import type { Fallen, NodeBatch, NodeBatchResult, NodeHost } from './node-host.ts';

/** Makes members: the class Member itself, or a stand-in of the same form. A tracer is told what their raft does. */
export interface MemberFactory {
  boot(boot: MemberBoot, tracer?: StateTracer): { member: Member; output: NodeOutput };
}

/** Members in this very thread: for tests, the command line, and every look into the past. */
export class InProcessHost implements NodeHost {
  readonly #factory: MemberFactory;
  /** Of the members that are started here; those that are restored have none. */
  readonly #tracer: StateTracer | undefined;
  readonly #members = new Map<NodeId, Member>();

  constructor(factory: MemberFactory, tracer?: StateTracer) {
    this.#factory = factory;
    this.#tracer = tracer;
  }

  start(boot: MemberBoot): NodeBatchResult {
    const node = boot.config.id;
    try {
      const { member, output } = this.#factory.boot(boot, this.#tracer);
      this.#members.set(node, member);
      return { node, outputs: [output] };
    } catch (error) {
      return { node, outputs: [], crashed: reasonOf(error) };
    }
  }

  kill(node: NodeId): void {
    this.#members.delete(node);
  }

  run(batches: readonly NodeBatch[]): readonly NodeBatchResult[] {
    return batches.map((batch) => this.#runOne(batch));
  }

  step(node: NodeId, input: NodeInput): NodeOutput | Fallen {
    const member = this.#members.get(node);
    if (member === undefined) return { crashed: 'there is no such member' };
    try {
      return member.handle(input);
    } catch (error) {
      this.#members.delete(node);
      return { crashed: reasonOf(error) };
    }
  }

  member(node: NodeId): Member | undefined {
    return this.#members.get(node);
  }

  restore(members: readonly Member[]): void {
    this.#members.clear();
    for (const member of members) this.#members.set(member.view().id, member.clone());
  }

  #runOne({ node, inputs }: NodeBatch): NodeBatchResult {
    const outputs: NodeOutput[] = [];
    for (const input of inputs) {
      const output = this.step(node, input);
      if ('crashed' in output) return { node, outputs, crashed: output.crashed };
      outputs.push(output);
    }
    return { node, outputs };
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
