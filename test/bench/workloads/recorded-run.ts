import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { encodeUtf8 } from '../../../src/base/utf8.ts';
import { Lab } from '../../../src/lab/lab.ts';
import { Member } from '../../../src/node/member.ts';
import { InProcessHost } from '../../../src/sim/in-process-host.ts';

const VALUE = new Uint8Array(100).fill(120);
const SECOND = 1000;

/** A lab with a run of so many events; a put of 100 bytes to a new key every hundred of them. */
export async function recordedRun(events: number, nodes: number): Promise<Lab> {
  const lab = new Lab({
    host: new InProcessHost(Member),
    factory: Member,
    clock: () => performance.now(),
    eventsMax: Infinity,
  });
  await lab.reset({ seed: 7, nodes });
  let puts = 0;
  for (;;) {
    const { events: done } = await lab.state();
    if (done >= events) return lab;
    for (; puts < done / 100; puts++) {
      const operation = { type: 'put', key: encodeUtf8(`key ${puts}`), value: VALUE.slice() } as const;
      await lab.act({ type: 'request', request: puts + 1, node: (puts % nodes) + 1, operation });
    }
    await lab.runFor(SECOND);
  }
}

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;

/** MB that are in use, objects and buffers: what nobody needs is gone, buffers a turn after the objects that have them. */
export async function usedMb(): Promise<number> {
  for (let i = 0; i < 3; i++) {
    gc();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1e6;
}
