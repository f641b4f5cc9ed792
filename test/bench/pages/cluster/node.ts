import type { NodeRequest } from '../../../../src/host/member/node-port.ts';
import { NodeShell } from '../../../../src/host/member/node-shell.ts';
import { Member } from '../../../../src/node/member.ts';

const shell = new NodeShell(Member);
addEventListener('message', (event: MessageEvent<NodeRequest>) => {
  const reply = shell.handle(event.data);
  if (reply !== undefined) postMessage(reply);
});
