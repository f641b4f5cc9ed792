import { drawInt, drawUnit, makeDice } from '../../../src/base/random.ts';
import { encodeUtf8 } from '../../../src/base/utf8.ts';
import { Monitors } from '../../../src/check/monitors.ts';
import { Member } from '../../../src/node/member.ts';
import { Cluster } from '../../../src/sim/cluster.ts';
import { drawFault, faultNames } from '../../../src/sim/command/faults.ts';
import { InProcessHost } from '../../../src/sim/in-process-host.ts';
import { parseConfig } from '../../../src/sim/world/parse-config.ts';
import { attempt } from '../../../src/shrink/recipe.ts';
import { calmCommands } from '../../../src/swarm/calm.ts';
import type { Workload } from '../beside/workload.ts';

/** Virtual seconds of one measurement. */
const SECONDS = 400;
/** Virtual ms from one call to the next: a client that is at work. */
const CALL_EVERY_MS = 100;
/** Virtual ms from one fault to the next; half-way everything is whole again. */
const FAULT_EVERY_MS = 10_000;

/** Three nodes, a client that puts and gets ten times a second, six times a minute a fault of any kind, every check on. */
const prepare: Workload = async () => {
  return async () => {
    const dice = makeDice(7, 'sim virtual per wall');
    const config = parseConfig({ nodes: 3, seed: 7 });
    const cluster = await Cluster.create(config, new InProcessHost(Member), new Monitors());
    const { world } = cluster;
    const begun = performance.now();
    for (let ms = CALL_EVERY_MS; ms <= SECONDS * 1000; ms += CALL_EVERY_MS) {
      await cluster.run({ until: ms * 1000, events: Infinity });
      cluster.setClock(ms * 1000);
      if (ms % FAULT_EVERY_MS === 0) {
        const fault = faultNames[drawInt(dice, 0, faultNames.length - 1)] ?? 'kill';
        await attempt(cluster, drawFault(dice, world, fault));
      }
      if (ms % FAULT_EVERY_MS === FAULT_EVERY_MS / 2)
        for (const command of calmCommands(world)) await attempt(cluster, command);
      const request = world.calls.lastId + 1;
      const key = encodeUtf8(`key ${request % 50}`);
      const operation =
        drawUnit(dice) < 0.5
          ? ({ type: 'put', key, value: encodeUtf8(`value ${request}`) } as const)
          : ({ type: 'range', key, revision: 0, consistency: 'linearizable' } as const);
      await attempt(cluster, {
        type: 'request',
        request,
        node: drawInt(dice, 1, 3),
        client: 'caller',
        operation,
      });
    }
    const wall = (performance.now() - begun) / 1000;
    const [violation] = world.watcher.violations;
    if (violation !== undefined) throw new Error(violation.detail);
    const answered = world.calls.ended.slice(0).filter(({ result }) => result?.status === 'ok').length;
    return { value: SECONDS / wall, work: { virtualSeconds: SECONDS, events: world.events, answered } };
  };
};

export default prepare;
