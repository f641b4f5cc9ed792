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

const LARGE_PUTS = 180;
const COUNTS = [1000, 2000, 4000, 6000];

await measureLargeValues();

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

/** 180 values of 1 MiB to new keys, no two alike, five nodes: each is kept once, whoever has it, so this is their sum. */
async function measureLargeValues(): Promise<void> {
  const large = new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => performance.now() });
  await large.reset({ nodes: 5 });
  await large.runFor(3000);
  await collected();
  const before = process.memoryUsage().arrayBuffers;
  for (let i = 0; i < LARGE_PUTS; i++) {
    const operation = {
      type: 'put',
      key: encodeUtf8(`key ${i}`),
      value: new Uint8Array(1024 * 1024).fill(i),
    } as const;
    await large.act({ type: 'request', request: i + 1, node: (i % 5) + 1, operation });
    await large.runFor(200);
  }
  await collected();
  printLine('memory/large-values', (process.memoryUsage().arrayBuffers - before) / 1e6, 'MB', {
    puts: LARGE_PUTS,
    hash: await large.hash(),
  });
}

/** What nobody needs is gone: buffers go with the objects that have them, a turn later. */
async function collected(): Promise<void> {
  for (let i = 0; i < 3; i++) {
    gc();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
