import type { ForeignReply, ForeignRequest } from './foreign-port.ts';
import { ForeignShell } from './foreign-shell.ts';

/** The Web Worker that reads foreign histories. */
const shell = new ForeignShell((reply: ForeignReply) => postMessage(reply));
addEventListener('message', (event: MessageEvent<ForeignRequest>) => void shell.handle(event.data));
