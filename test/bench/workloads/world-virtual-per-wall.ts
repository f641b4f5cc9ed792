import { drawInt, makeDice } from '../../../src/base/random.ts';
import { encodeUtf8 } from '../../../src/base/utf8.ts';
import { Monitors } from '../../../src/check/monitors.ts';
import { Member } from '../../../src/node/member.ts';
import { Cluster } from '../../../src/sim/cluster.ts';
import { InProcessHost } from '../../../src/sim/in-process-host.ts';
import { parseConfig } from '../../../src/sim/world/parse-config.ts';
import type { Command } from '../../../src/sim/command/command.ts';
import type { Workload } from '../beside/workload.ts';

/** Virtual seconds of one measurement. */
const SECONDS = 400;
/** Virtual ms from one put to the next. */
const PUT_EVERY_MS = 100;
/** Virtual seconds from one fault to the next; it ends half-way. */
const FAULT_EVERY = 20;

/**
 * A cluster as it is most of the time: 3 nodes, a client that puts ten times a second, and three times a minute a
 * fault (a node killed, a node cut off, a link that loses messages), which ends ten seconds later. Every check on.
 */
const prepare: Workload = async () => {
  return async () => {
    const begun = performance.now();
    const dice = makeDice(7, 'virtual per wall');
    const cluster = await Cluster.create(
      parseConfig({ nodes: 3, seed: 7 }),
      new InProcessHost(Member),
      new Monitors(),
    );
    for (let ms = PUT_EVERY_MS; ms <= SECONDS * 1000; ms += PUT_EVERY_MS) {
      await cluster.run({ until: ms * 1000, events: Infinity });
      cluster.setClock(ms * 1000);
      if (ms % (FAULT_EVERY * 1000) === 0)
        await cluster.act(faultOf(drawInt(dice, 0, 2), drawInt(dice, 1, 3)));
      if (ms % (FAULT_EVERY * 1000) === FAULT_EVERY * 500) await endFaults();
      const node = drawInt(dice, 1, 3);
      if (cluster.world.machine(node).status === 'killed') continue;
      const request = ms / PUT_EVERY_MS;
      const [key, value] = [encodeUtf8(`key ${request % 50}`), encodeUtf8(`value ${request}`)];
      await cluster.act({ type: 'request', request, node, operation: { type: 'put', key, value } });
    }
    const { events, watcher, calls } = cluster.world;
    if (watcher.violations.length > 0) throw new Error(watcher.violations[0]?.detail);
    const wall = (performance.now() - begun) / 1000;
    return { value: SECONDS / wall, work: { virtualSeconds: SECONDS, events, answered: calls.ended.length } };

    async function endFaults(): Promise<void> {
      await cluster.act({ type: 'heal' });
      for (const { id, status } of cluster.world.machines.values()) {
        if (status === 'killed') await cluster.act({ type: 'restart', node: id });
        const to = (id % 3) + 1;
        await cluster.act({ type: 'link', from: id, to, settings: { loss: 0 } });
      }
    }
  };
};

function faultOf(choice: number, node: number): Command {
  if (choice === 0) return { type: 'kill', node };
  if (choice === 1) return { type: 'partition', groups: [[node]] };
  return { type: 'link', from: node, to: (node % 3) + 1, settings: { loss: 0.5 } };
}

export default prepare;
