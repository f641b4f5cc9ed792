import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { encodeUtf8 } from '../../src/base/utf8.ts';
import { Lab } from '../../src/lab/lab.ts';
import { Member } from '../../src/node/member.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import { printLine } from './print-line.ts';

// What a run keeps in buffers as it goes on: five nodes, a new key of 100 bytes with every put. About linear: the store, the
// record and its columns grow with the puts, and old disks within the checkpoints' budget.

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;

const COUNTS = [1000, 2000, 4000, 6000];

const lab = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => performance.now() });
await lab.reset({ nodes: 5 });
await lab.runFor(3000);
const value = new Uint8Array(100).fill(120);
let puts = 0;
for (const count of COUNTS) {
  for (; puts < count; puts++) {
    const operation = { type: 'put', key: encodeUtf8(`key ${puts}`), value } as const;
    await lab.act({ type: 'request', request: puts + 1, node: (puts % 5) + 1, operation });
    await lab.runFor(40);
  }
  await collected();
  printLine(`memory/puts/${count}`, process.memoryUsage().arrayBuffers / 1e6, 'MB', {
    heap: Math.round(process.memoryUsage().heapUsed / 1e6),
  });
}
printLine('memory/puts', process.memoryUsage().arrayBuffers / 1e6, 'MB', { puts, hash: await lab.hash() });

/** What nobody needs is gone: buffers go with the objects that have them, a turn later. */
async function collected(): Promise<void> {
  for (let i = 0; i < 3; i++) {
    gc();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
