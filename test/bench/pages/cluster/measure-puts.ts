import { present } from '../../../../src/base/assert.ts';
import { Cluster } from '../../../../src/sim/cluster.ts';
import type { NodeHost } from '../../../../src/sim/node-host.ts';
import { parseConfig } from '../../../../src/sim/world/parse-config.ts';
import { NoWatcher } from '../../../../src/sim/record/watcher.ts';

const KEY_BYTES = 8;
const VALUE_BYTES = 256;
const WARM_UP_MS = 1500;
const MEASURE_MS = 5000;
/** Virtual time between two looks at who has been answered; everything else takes none. */
const STEP_MICROS = 100;

/**
 * Committed puts a second of real time: `clients` of them, each with one put under way, at the leader of three members
 * whose links, disks and apply threads take no virtual time. The world works as it does in the lab, but for the record
 * of the run and the watcher.
 */
export async function measurePuts(host: NodeHost, clients: number): Promise<number> {
  const config = parseConfig({
    nodes: 3,
    latencyMs: 0,
    jitterMs: 0,
    fsyncMs: 0,
    applyMs: 0,
    snapshotCount: 100_000,
    clientTimeoutMs: 60_000,
  });
  const cluster = await Cluster.create(config, host, new NoWatcher());
  await cluster.run({ until: 3_000_000, events: Infinity });
  cluster.setClock(3_000_000);
  const { world } = cluster;
  const leader = present(
    [...world.machines.values()].find(({ state }) => state === 'StateLeader'),
    'a leader',
  ).id;

  let serial = 0;
  const put = (): Promise<void> => {
    serial++;
    const key = new Uint8Array(KEY_BYTES);
    new DataView(key.buffer).setUint32(4, serial % 1000);
    const value = new Uint8Array(VALUE_BYTES).fill(serial & 0xff);
    const operation = { type: 'put', key, value } as const;
    return cluster.act({ type: 'request', request: world.calls.lastId + 1, node: leader, operation });
  };
  const runUntil = async (end: number): Promise<number> => {
    const before = world.calls.ended.length;
    while (performance.now() < end) {
      for (let waiting = [...world.calls.pending()].length; waiting < clients; waiting++) await put();
      await cluster.run({ until: world.now + STEP_MICROS, events: Infinity });
      cluster.setClock(world.now + 1);
    }
    return world.calls.ended.length - before;
  };
  await runUntil(performance.now() + WARM_UP_MS);
  const start = performance.now();
  const done = await runUntil(start + MEASURE_MS);
  const seconds = (performance.now() - start) / 1000;
  const failed = world.calls.ended.slice(0).find((call) => call.result?.status !== 'ok');
  if (failed !== undefined)
    throw new Error(`a put was not answered with ok: ${JSON.stringify(failed.result)}`);
  return done / seconds;
}
