import type { NodeRequest } from '../../../../src/host/member/node-port.ts';
import { NodeShell } from '../../../../src/host/member/node-shell.ts';
import { Member } from '../../../../src/node/member.ts';

const shell = new NodeShell(Member);
addEventListener('message', (event: MessageEvent<NodeRequest>) => postMessage(shell.handle(event.data)));
