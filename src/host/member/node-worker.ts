import { Member } from '../../node/member.ts';
import { holdLifeLine } from '../life-line.ts';
import type { NodeRequest } from './node-port.ts';
import { NodeShell } from './node-shell.ts';

/** The Web Worker of one member: requests in, replies out, nothing else. By its first reply it holds its life line. */
const shell = new NodeShell(Member);
const held = holdLifeLine(self.name);
addEventListener('message', (event: MessageEvent<NodeRequest>) => {
  void held.then(() => {
    const reply = shell.handle(event.data);
    if (reply !== undefined) postMessage(reply);
  });
});
