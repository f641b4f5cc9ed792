import type { NodeReply, NodeRequest } from '../../../../src/host/member/node-port.ts';
import { NodeShell } from '../../../../src/host/member/node-shell.ts';
import { Member } from '../../../../src/node/member.ts';

/** A request to be answered by the shell, or one whose answer is already known: the same bytes, no work. */
export type HopRequest =
  NodeRequest | { readonly type: 'echo'; readonly round: number; readonly request: NodeRequest };

const shell = new NodeShell(Member);
const replies = new Map<number, NodeReply>();

addEventListener('message', (event: MessageEvent<HopRequest>) => {
  const request = event.data;
  if (request.type === 'echo') {
    postMessage(replies.get(request.round));
    // What is kept is copied by the garbage collector, and paid for by the inputs.
    replies.delete(request.round);
    return;
  }
  const reply = shell.handle(request);
  if (reply === undefined) return;
  postMessage(reply);
  replies.set(request.round, reply);
});
