import { present } from '../base/assert.ts';
import type { NodeOutput } from '../node/io.ts';
import { Member } from '../node/member.ts';
import type { NodeReply, NodeRequest } from './node-port.ts';

/**
 * What stands round one member, in its worker and beside it as its twin: takes requests, gives replies. A member
 * that throws is gone; what it had put out before that is still in the reply.
 */
export class NodeShell {
  member: Member | undefined;

  handle(request: NodeRequest): NodeReply {
    const outputs: NodeOutput[] = [];
    try {
      this.#carryOut(request, outputs);
      return { round: request.round, outputs, crashed: undefined };
    } catch (error) {
      this.member = undefined;
      return { round: request.round, outputs, crashed: crashReason(error) };
    }
  }

  #carryOut(request: NodeRequest, outputs: NodeOutput[]): void {
    switch (request.type) {
      case 'start': {
        const { member, output } = Member.boot(request.boot);
        this.member = member;
        outputs.push(output);
        return;
      }
      case 'run': {
        const member = present(this.member, 'a node is started before it is run');
        for (const input of request.inputs) outputs.push(member.handle(input));
        return;
      }
      case 'restore':
        this.member = Member.load(request.state);
        return;
    }
  }
}

function crashReason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
