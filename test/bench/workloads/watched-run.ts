import { drawInt, makeDice } from '../../../src/base/random.ts';
import { encodeUtf8 } from '../../../src/base/utf8.ts';
import { Member } from '../../../src/node/member.ts';
import { Cluster } from '../../../src/sim/cluster.ts';
import type { Command } from '../../../src/sim/command/command.ts';
import { InProcessHost } from '../../../src/sim/in-process-host.ts';
import type { Watcher } from '../../../src/sim/record/watcher.ts';
import { parseConfig } from '../../../src/sim/world/parse-config.ts';

/** Virtual ms from one call to the next. */
const CALL_EVERY_MS = 20;

/** Five nodes at work: puts and reads, a node killed or cut off now and then, and back. The same run for every watcher. */
export async function runWatched(watcher: Watcher, seconds: number): Promise<void> {
  const dice = makeDice(11, 'watched run');
  const cluster = await Cluster.create(
    parseConfig({ nodes: 5, seed: 11 }),
    new InProcessHost(Member),
    watcher,
  );
  const { world } = cluster;
  for (let ms = CALL_EVERY_MS; ms <= seconds * 1000; ms += CALL_EVERY_MS) {
    await cluster.run({ until: ms * 1000, events: Infinity });
    cluster.setClock(ms * 1000);
    if (ms % 10_000 === 0) await cluster.act(faultOf(drawInt(dice, 0, 1), drawInt(dice, 1, 5)));
    if (ms % 10_000 === 5000) {
      await cluster.act({ type: 'heal' });
      for (const { id, status } of world.machines.values())
        if (status === 'killed') await cluster.act({ type: 'restart', node: id });
    }
    const node = drawInt(dice, 1, 5);
    if (world.machine(node).status === 'killed') continue;
    const request = world.calls.lastId + 1;
    const key = encodeUtf8(`key ${request % 50}`);
    const value = encodeUtf8(`value ${request}`);
    await cluster.act({
      type: 'request',
      request,
      node,
      operation:
        request % 4 === 0
          ? { type: 'range', key, revision: 0, consistency: 'linearizable' }
          : { type: 'put', key, value },
    });
  }
  const [violation] = world.watcher.violations;
  if (violation !== undefined) throw new Error(`${violation.property}: ${violation.detail}`);
}

function faultOf(choice: number, node: number): Command {
  return choice === 0 ? { type: 'kill', node } : { type: 'partition', groups: [[node]] };
}
