import { present } from '../../../../src/base/assert.ts';
import type { NodeReply } from '../../../../src/host/member/node-port.ts';
import { WorkerHost } from '../../../../src/host/member/worker-host.ts';
import { Member } from '../../../../src/node/member.ts';
import type { HopRequest } from './node.ts';
import { median } from '../../median.ts';
import { recordInputs } from './record-inputs.ts';

const INPUTS = 16_000;
const BLOCK = 200;
const WARM_UP_BLOCKS = 30;
const NODE = 2;

/**
 * One follower in a node worker. Blocks take turns: each input of the recorded run through the host (post, think, post
 * back, compare digests), then the same requests and replies once more as bare messages between the same two
 * workers.
 */
async function measure(): Promise<{ input: number; bare: number; ratio: number; inputs: number }> {
  const { boot, inputs } = await recordInputs(NODE, INPUTS);
  const spawned: Worker[] = [];
  const host = new WorkerHost(() => {
    const worker = new Worker(new URL('./node.ts', import.meta.url), { type: 'module' });
    spawned.push(worker);
    return worker;
  }, Member);
  await host.start(boot);
  const worker = present(spawned[0], 'the node worker');

  const perInput: number[] = [];
  const perBare: number[] = [];
  for (let from = 0; from + BLOCK <= inputs.length; from += BLOCK) {
    const block = inputs.slice(from, from + BLOCK);
    const start = performance.now();
    for (const input of block) {
      const [result] = await host.run([{ node: NODE, inputs: [input] }]);
      if (result?.crashed !== undefined) throw new Error(result.crashed);
    }
    const between = performance.now();
    for (const [i, input] of block.entries()) {
      const round = from + i + 2; // The start was round 1.
      await pingPong(worker, {
        type: 'echo',
        round,
        request: { type: 'run', round, node: NODE, inputs: [input], want: 'digest' },
      });
    }
    const end = performance.now();
    if (from < WARM_UP_BLOCKS * BLOCK) continue;
    perInput.push(((between - start) * 1000) / BLOCK);
    perBare.push(((end - between) * 1000) / BLOCK);
  }
  host.dispose();
  const ratios = perInput.map((value, i) => value / present(perBare[i], 'a pair'));
  return { input: median(perInput), bare: median(perBare), ratio: median(ratios), inputs: inputs.length };
}

/** As bare as it gets: post, wait for the answer. */
function pingPong(worker: Worker, request: HopRequest): Promise<NodeReply> {
  return new Promise((resolve) => {
    worker.addEventListener('message', (event: MessageEvent<NodeReply>) => resolve(event.data), {
      once: true,
    });
    worker.postMessage(request);
  });
}

measure().then(
  (result) => postMessage(result),
  (error: unknown) => postMessage({ error: String(error) }),
);
