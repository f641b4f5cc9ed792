import { Member } from '../../node/member.ts';
import type { CrowdReply, CrowdRequest } from './crowd-port.ts';
import { CrowdShell } from './crowd-shell.ts';

/** The Web Worker that makes continuations of a run. */
const shell = new CrowdShell(Member, (reply: CrowdReply) => postMessage(reply));
addEventListener('message', (event: MessageEvent<CrowdRequest>) => void shell.handle(event.data));
