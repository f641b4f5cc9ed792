import type { Member } from '../../node/member.ts';
import { InProcessHost, type MemberFactory } from '../../sim/in-process-host.ts';
import { present, unreachable } from '../../base/assert.ts';
import type { NodeBatchResult } from '../../sim/node-host.ts';
import { withDigests } from './large-parts.ts';
import type { NodeReply, NodeRequest } from './node-port.ts';

/** Makes members, new ones and ones from saved state: the class Member itself, or a stand-in of the same form. */
export interface StoredMemberFactory extends MemberFactory {
  load(state: unknown): Member;
}

/** What stands round one member in its worker: requests in, replies out. A host of one. */
export class NodeShell {
  readonly #factory: StoredMemberFactory;
  readonly #host: InProcessHost;

  constructor(factory: StoredMemberFactory) {
    this.#factory = factory;
    this.#host = new InProcessHost(factory);
  }

  handle(request: NodeRequest): NodeReply {
    const { outputs, ...rest } = this.#carryOut(request);
    return { round: request.round, result: { ...rest, outputs: outputs.map(withDigests) } };
  }

  #carryOut(request: NodeRequest): NodeBatchResult {
    switch (request.type) {
      case 'start':
        return this.#host.start(request.boot);
      case 'run':
        return present(this.#host.run([request])[0], 'a batch has a result');
      case 'restore':
        return this.#restore(request.node, request.state);
      default:
        return unreachable(request);
    }
  }

  #restore(node: number, state: unknown): NodeBatchResult {
    try {
      this.#host.restore([this.#factory.load(state)]);
      return { node, outputs: [] };
    } catch (error) {
      return { node, outputs: [], crashed: `the saved state could not be loaded: ${String(error)}` };
    }
  }
}
