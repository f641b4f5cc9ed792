import { present } from '../../../../src/base/assert.ts';
import type { NodeId } from '../../../../src/base/flavor.ts';
import type { MemberBoot, NodeInput, NodeOutput } from '../../../../src/node/io.ts';
import { Member } from '../../../../src/node/member.ts';
import { Cluster } from '../../../../src/sim/cluster.ts';
import { InProcessHost } from '../../../../src/sim/in-process-host.ts';
import type { Fallen, NodeBatchResult } from '../../../../src/sim/node-host.ts';
import { parseConfig } from '../../../../src/sim/world/parse-config.ts';
import { NoWatcher } from '../../../../src/sim/record/watcher.ts';

/** A host that keeps what one of its members was told. */
class RecordingHost extends InProcessHost {
  readonly #node: NodeId;
  readonly inputs: NodeInput[] = [];
  boot: MemberBoot | undefined;

  constructor(node: NodeId) {
    super(Member);
    this.#node = node;
  }

  override start(boot: MemberBoot): NodeBatchResult {
    if (boot.config.id === this.#node) this.boot = boot;
    return super.start(boot);
  }

  override step(node: NodeId, input: NodeInput): NodeOutput | Fallen {
    if (node === this.#node) this.inputs.push(input);
    return super.step(node, input);
  }
}

/** What one follower of three was told in a run with a put every 20 virtual ms, and how it booted. */
export async function recordInputs(
  node: NodeId,
  count: number,
): Promise<{ boot: MemberBoot; inputs: readonly NodeInput[] }> {
  const host = new RecordingHost(node);
  const config = parseConfig({ nodes: 3, snapshotCount: 100_000 });
  const cluster = await Cluster.create(config, host, new NoWatcher());
  await runTo(cluster, 4_000_000);
  for (let request = 1; host.inputs.length < count; request++) {
    const key = Uint8Array.of(107, request & 0xff);
    const value = new Uint8Array(64).fill(request & 0xff);
    await cluster.act({ type: 'request', request, node: 1, operation: { type: 'put', key, value } });
    await runTo(cluster, cluster.world.now + 20_000);
  }
  return { boot: present(host.boot, 'the node was started'), inputs: host.inputs.slice(0, count) };
}

async function runTo(cluster: Cluster, until: number): Promise<void> {
  await cluster.run({ until, events: Infinity });
  cluster.setClock(until);
}
