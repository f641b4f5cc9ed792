import { Member } from '../node/member.ts';
import type { NodeRequest } from './node-port.ts';
import { NodeShell } from './node-shell.ts';

/** The Web Worker of one member: requests in, replies out, nothing else. */
const shell = new NodeShell(Member);
addEventListener('message', (event: MessageEvent<NodeRequest>) => postMessage(shell.handle(event.data)));
